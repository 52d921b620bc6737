// Refuses, before the first byte, a run with names that Windows reserves where its destination does not store them (docs/spec.md 5).
import { msg } from '../../../../shared/language/msg.ts'
import { visible } from '../../../../shared/escape.ts'
import { readRefusedNames } from '../../destinations/reserved-names.ts'
import { reservedName } from '../../domain/reserved-names.ts'
import type { AttemptContext } from './attempt-context.ts'
import { listNames } from './failure-message.ts'
import { type Outcome, blocked } from './outcome.ts'
import { unansweredOutcome } from './place-outcome.ts'

/** Paths that a message names for each name. */
const MAX_NAMED = 5

/** The reserved names of a run: of each the first paths that have it, and how many do. */
type ReservedNames = Map<string, { readonly paths: string[]; count: number }>

export const noteReserved = (path: string, found: ReservedNames): void => {
  const name = reservedName(path)
  if (name === null) return
  const noted = found.get(name) ?? { paths: [], count: 0 }
  noted.count += 1
  if (noted.paths.length < MAX_NAMED) noted.paths.push(path)
  found.set(name, noted)
}

/** The refusal of a run with such names; null: it has none, or the destination stores them. Most runs ask nothing of it. */
export const refuseReserved = async (
  { job, transport, io }: AttemptContext,
  found: ReservedNames,
): Promise<Outcome | null> => {
  const own = reservedName(job.runPath)
  const names = [...found.keys(), ...(own === null || found.has(own) ? [] : [own])]
  if (names.length === 0) return null
  try {
    const refused = await readRefusedNames(names, transport, io)
    if (refused.length === 0) return null
    const noted = refused.flatMap((name) => found.get(name) ?? [])
    const count = noted.reduce((sum, one) => sum + one.count, 0)
    const paths = noted.flatMap((one) => one.paths).slice(0, MAX_NAMED)
    const run =
      own !== null && refused.includes(own) ? [msg`the run's own name (${job.runPath})`] : []
    const named = [...run, ...paths.map(visible)]
    return blocked(
      'name_not_provable',
      msg`The NAS does not store these names, which Windows reserves for devices: ${listNames(named, count + run.length)}. Nothing was sent. Rename them, or exclude the files.`,
    )
  } catch (error) {
    return unansweredOutcome(error, 'push')
  }
}
