// Refuses, before the first byte, a run with files that are one name on its destination (docs/spec.md 2a).
import { msg } from '../../../../shared/language/msg.ts'
import { readNameFolds } from '../../destinations/name-folds.ts'
import type { NameFolds } from '../../domain/folded-names.ts'
import type { FileStore } from '../../files/file-store.ts'
import type { AttemptContext } from './attempt-context.ts'
import { collisionsMessage } from './failure-message.ts'
import { type Outcome, blocked } from './outcome.ts'
import { unansweredOutcome } from './place-outcome.ts'

/** What the least exact servers do not tell apart. */
const ANY: NameFolds = { case: true, unicode: true }
/** Most groups of files that are read for the message. */
const MAX_GROUPS = 100

/** The refusal of a run with such files; null: it has none, or the destination tells them apart. Most runs ask nothing of it. */
export const refuseCollisions = async (
  { job, transport, io }: AttemptContext,
  files: FileStore,
): Promise<Outcome | null> => {
  if ((await files.collisions(job.id, ANY, 1)).length === 0) return null
  try {
    const folds = await readNameFolds(transport, io)
    const groups = await files.collisions(job.id, folds, MAX_GROUPS)
    return groups.length === 0
      ? null
      : blocked('names_collide', `${collisionsMessage(groups)} ${msg`Nothing was sent.`}`)
  } catch (error) {
    return unansweredOutcome(error, 'push')
  }
}
