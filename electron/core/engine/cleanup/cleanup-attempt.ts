// The cleanup step of an attempt: verifies the run once more, looks at both sides, checks every
// interlock on the result, stores the decision, then deletes the local files one by one.
import { msg } from '../../../../shared/language/msg.ts'
import { inEnglish } from '../../../../shared/language/messages.ts'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { transaction } from '../../db/database.ts'
import type { CleanupRules } from '../../domain/maintenance-schedule.ts'
import type { KnownFile } from '../../files/file-row.ts'
import { identityStanding } from '../../lib/folder-identity.ts'
import { type GuardedFolder, openFolder } from '../../lib/guarded-folder.ts'
import { yieldToEventLoop } from '../../lib/yield.ts'
import type { Job } from '../../queue/job-row.ts'
import type { KeptFile, VerifyPassStore } from '../../queue/verify-pass-store.ts'
import type { AttemptContext } from '../attempt/attempt-context.ts'
import { removeManifest } from '../attempt/proof/manifest.ts'
import type { Outcome } from '../attempt/outcome.ts'
import { type VerifyDeps, proveRun } from '../attempt/proof/verify.ts'
import { WalkError, walk } from '../scan/walk.ts'
import { createDeleter, createFolderSweep, recordKept } from './delete-files.ts'
import type { CleanupFacts } from './decision-facts.ts'
import { decideCleanup } from './interlocks.ts'
import type { Counterevidence } from './look.ts'
import type { Looks } from './looks.ts'

interface CleanupDeps extends VerifyDeps {
  readonly passStore: VerifyPassStore
  readonly rules: CleanupRules
  readonly looks: Pick<Looks, 'look'>
  /** The proven jobs of the run at its other destinations. */
  copies(): readonly Job[]
  /** The facts as they are now, with the file states that the verify pass just gave. */
  facts(): Promise<CleanupFacts>
}

/**
 * Rows marked in one transaction; after a crash at most this many files are deleted whose rows do
 * not say so yet.
 */
const BATCH_SIZE = 100

interface Tally {
  files: number
  bytes: number
  readonly keptFiles: KeptFile[]
}

const deleteBatch = async (
  { job, io }: AttemptContext,
  { db, files, passStore, pool }: CleanupDeps,
  root: GuardedFolder,
  rows: readonly KnownFile[],
  tally: Tally,
): Promise<void> => {
  const deleter = createDeleter(root, pool, io.signal)
  let count = 0
  let bytes = 0
  const deleted: KnownFile[] = []
  try {
    for (const row of rows) {
      if (row.state !== 'verified') {
        // an accepted copy may have no original any more: a file that is not there is not reported as
        // kept
        const stays = row.state !== 'cleaned' && existsSync(join(job.folder, row.path))
        if (stays) recordKept(tally.keptFiles, row.path, `it is ${row.state}`)
        continue
      }
      const deletion = await deleter.remove(row)
      if (deletion.done === 'skipped') {
        recordKept(tally.keptFiles, row.path, deletion.why)
        continue
      }
      io.log.write(
        'info',
        'app',
        `${deletion.done === 'deleted' ? 'deleted' : 'was gone already'}: ${row.path} (${row.size} bytes, SHA-256 ${Buffer.from(row.sha256 ?? []).toString('hex')} on the NAS)`,
      )
      deleted.push(row)
      count += 1
      bytes += row.size
    }
  } finally {
    await deleter.close()
  }
  transaction(db, () => {
    files.setStates(
      job.id,
      deleted.map(({ seq }) => ({ seq, state: 'cleaned', lastError: null })),
    )
    passStore.deleted(job.id, count, bytes)
  })
  tally.files += count
  tally.bytes += bytes
}

/** Records files in the run folder that were never in the manifest: they stay. */
const recordUnlisted = async (
  { job, io }: AttemptContext,
  { files }: CleanupDeps,
  tally: Tally,
): Promise<void> => {
  try {
    await walk(job.folder, io.signal, (entries) => {
      for (const { path } of entries)
        if (files.find(job.id, path) === null)
          recordKept(tally.keptFiles, path, 'it is not in the manifest')
    })
  } catch (error) {
    // the deletion is done; a folder that cannot be read only leaves out the names of what stays
    if (!(error instanceof WalkError)) throw error
    io.log.write('warning', 'app', `${error.path} could not be read (${error.code})`)
  }
}

/** The outcome of a cleanup whose look saw something after the pass: the run is no longer verified. */
const disproved = ({ reason, message }: Counterevidence): Outcome => ({
  next: 'permanent_failure',
  failure: {
    kind: 'hash_mismatch',
    reason: reason ?? 'changed_since_verified',
    message,
    exitCode: null,
    stderr: '',
  },
})

/** Opens the folder of a run; null: it is not the one that was added, is reached through a link, or can't be opened. */
const openOwnFolder = async ({ folder, folderIdentity }: Job): Promise<GuardedFolder | null> => {
  const root = await openFolder(folder).catch(() => null)
  if (root === null || identityStanding(root.identity, folderIdentity) === 'same') return root
  await root.close()
  return null
}

/** Runs the cleanup of `context.job`. Throws only for bugs and for a queue that cannot be written. */
export const cleanRun = async (context: AttemptContext, deps: CleanupDeps): Promise<Outcome> => {
  const { job, io, progress } = context
  const { files, passStore } = deps
  const pass = await proveRun(context, deps)
  if (pass.next !== 'verified') return pass
  const { proof, tools } = pass
  const refused = (why: string): Outcome => ({ next: 'cleanup_refused', proof, tools, why })
  // what they find is a fact of the decision
  for (const copy of deps.copies()) await deps.looks.look(copy, io.signal)
  const look = await deps.looks.look(job, io.signal)
  if (look === null) return { next: 'stopped' }
  if (look.against !== null) return disproved(look.against)
  const facts = await deps.facts()
  // what is stored with the run and its log is English
  const { verdict, conditions, enabled } = inEnglish(() => decideCleanup(facts))
  for (const { holds, words } of conditions)
    io.log.write('info', 'app', `${holds ? 'holds' : 'does not hold'}: ${words}`)
  if (!enabled) return refused(msg`cleanup is switched off`)
  if (verdict !== 'safe') {
    const open = conditions.filter((condition) => !condition.holds)
    return refused(open.map((condition) => condition.words).join('; '))
  }
  passStore.decide(job.id, deps.clock.now(), conditions)

  const { bytes: byState } = files.counts(job.id)
  progress.startPhase('cleaning', byState.verified ?? 0)
  const sweep = createFolderSweep()
  const tally: Tally = { files: 0, bytes: 0, keptFiles: [] }
  /** Deletes the rows of one batch, from row `seq` on; answers the number of the next row. null: there are no more. */
  const nextBatch = async (root: GuardedFolder, seq: number): Promise<number | null> => {
    const rows = files.from(job.id, seq, BATCH_SIZE)
    const last = rows.at(-1)
    if (last === undefined) {
      await sweep.end(root)
      return null
    }
    const before = tally.files
    await deleteBatch(context, deps, root, rows, tally)
    progress.addFiles(tally.files - before)
    for (const { path } of rows) await sweep.at(root, path)
    progress.setBytes(tally.bytes, [], null)
    progress.rowsChanged()
    return last.seq + 1
  }
  for (let seq: number | null = 0; seq !== null;) {
    if (io.signal.aborted) return { next: 'stopped' }
    // the folder may have been replaced, or become a link, since the last batch
    const root = await openOwnFolder(job)
    if (root === null) return refused(msg`the run folder is no longer the one that was added`)
    try {
      seq = await nextBatch(root, seq)
    } finally {
      await root.close()
    }
    await yieldToEventLoop()
  }
  await recordUnlisted(context, deps, tally)
  if (io.signal.aborted) return { next: 'stopped' }
  if (!deps.rules.retainCache) await removeManifest(context)
  for (const { path, why } of tally.keptFiles)
    io.log.write('notice', 'app', `stays: ${path}: ${why}`)
  return { next: 'cleaned', proof, tools, keptFiles: tally.keptFiles }
}
