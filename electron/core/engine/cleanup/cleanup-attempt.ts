// One cleanup: prove the run once more, judge every interlock on what that found, put the decision on disk, delete file by file.
import { yieldToEventLoop } from '../../lib/yield.ts'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { decideCleanup } from './interlocks.ts'
import type { CleanupRules } from '../../domain/maintenance-schedule.ts'
import type { VerifyPassStore, KeptFile } from '../../queue/verify-pass-store.ts'
import { transaction } from '../../db/database.ts'
import type { KnownFile } from '../../files/file-row.ts'
import type { CleanupFacts } from './interlocks.ts'
import type { AttemptContext } from '../attempt/attempt-context.ts'
import { createDeleter, createFolderSweep, recordKept } from './delete-files.ts'
import { MANIFEST_PATH } from '../attempt/manifest.ts'
import type { Outcome } from '../attempt/outcome.ts'
import { proveRun } from '../attempt/verify.ts'
import { WalkError, walk } from '../scan/walk.ts'

export interface CleanupDeps {
  readonly verifyPasses: VerifyPassStore
  readonly rules: CleanupRules
  /** The facts as they are now, after the pass that was just made. */
  facts(): CleanupFacts
}

/** Rows marked together; after a crash at most so many files are gone whose rows do not say so yet. */
const BATCH = 100

interface Tally {
  files: number
  bytes: number
  readonly keptFiles: KeptFile[]
}

const deleteBatch = (
  context: AttemptContext,
  deps: CleanupDeps,
  rows: readonly KnownFile[],
  tally: Tally,
): void => {
  const { job, files } = context
  // anew for each batch: what was a folder of the run a moment ago may be a link now
  const remove = createDeleter(job.folder)
  let count = 0
  let bytes = 0
  const marked: KnownFile[] = []
  for (const row of rows) {
    if (row.state !== 'verified') {
      // an original that was gone when its copy was accepted is not there to stay
      const stays = row.state !== 'cleaned' && existsSync(join(job.folder, row.path))
      if (stays) recordKept(tally.keptFiles, row.path, `it is ${row.state}`)
      continue
    }
    const deletion = remove(row)
    if (deletion.done === 'left') {
      recordKept(tally.keptFiles, row.path, deletion.why)
      continue
    }
    context.say(
      'info',
      `${deletion.done === 'deleted' ? 'deleted' : 'was gone already'}: ${row.path} (${row.size} bytes, SHA-256 ${Buffer.from(row.sha256 ?? []).toString('hex')} on the NAS)`,
    )
    marked.push(row)
    count += 1
    bytes += row.size
  }
  transaction(context.db, () => {
    files.setStates(
      job.id,
      marked.map(({ seq }) => ({ seq, state: 'cleaned', lastError: null })),
    )
    deps.verifyPasses.deleted(job.id, count, bytes)
  })
  tally.files += count
  tally.bytes += bytes
}

/** Names what is in the folder and was never in the manifest: it stays. */
const nameStrangers = async (context: AttemptContext, tally: Tally): Promise<void> => {
  const { job, files, signal } = context
  try {
    await walk(job.folder, signal, (entries) => {
      for (const { path } of entries)
        if (files.find(job.id, path) === null)
          recordKept(tally.keptFiles, path, 'it is not in the manifest')
    })
  } catch (error) {
    // what was to go is gone; a folder that cannot be read leaves only its names unsaid
    if (!(error instanceof WalkError)) throw error
    context.say('warning', `${error.path} could not be read (${error.code})`)
  }
}

/** Runs the cleanup of `context.job`. Throws only for bugs and for a queue that cannot be written. */
export const cleanRun = async (context: AttemptContext, deps: CleanupDeps): Promise<Outcome> => {
  const { job, files, live, signal } = context
  const proof = await proveRun(context)
  if (proof.next !== 'verified') return proof
  const { verdict, conditions, enabled } = decideCleanup(deps.facts())
  for (const { holds, words } of conditions)
    context.say('info', `${holds ? 'holds' : 'does not hold'}: ${words}`)
  if (verdict !== 'safe' || !enabled) {
    const open = conditions.filter((c) => !c.holds).map((c) => c.words)
    const why = enabled ? open.join('; ') : 'cleanup is switched off'
    return { next: 'kept', proof: proof.proof, tools: proof.tools, why }
  }
  if (!existsSync(job.folder))
    return {
      next: 'kept',
      proof: proof.proof,
      tools: proof.tools,
      why: 'the run folder is no longer on this computer',
    }
  deps.verifyPasses.decide(job.id, context.clock.now(), conditions)

  const { bytes: byState } = files.counts(job.id)
  live.phase('cleaning', byState.verified ?? 0)
  const sweep = createFolderSweep(job.folder)
  const tally: Tally = { files: 0, bytes: 0, keptFiles: [] }
  for (let seq = 0; ;) {
    if (signal.aborted) return { next: 'stopped' }
    const rows = files.from(job.id, seq, BATCH)
    const last = rows.at(-1)
    if (last === undefined) break
    seq = last.seq + 1
    const before = tally.files
    deleteBatch(context, deps, rows, tally)
    live.counted(tally.files - before)
    for (const { path } of rows) sweep.at(path)
    live.moved(tally.bytes, [], null)
    context.rowsTouched()
    await yieldToEventLoop()
  }
  sweep.end()
  await nameStrangers(context, tally)
  if (signal.aborted) return { next: 'stopped' }
  if (!deps.rules.retainCache) rmSync(join(job.folder, MANIFEST_PATH), { force: true })
  for (const { path, why } of tally.keptFiles) context.say('notice', `stays: ${path}: ${why}`)
  return {
    next: 'cleaned',
    proof: proof.proof,
    tools: proof.tools,
    keptFiles: tally.keptFiles,
  }
}
