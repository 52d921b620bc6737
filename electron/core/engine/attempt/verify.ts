// One verify pass: local digests against the far side's, file by file. Only this may say Verified (docs/spec.md 5).
import { errorMessage } from '../../errors.ts'
import { existsSync } from 'node:fs'
import type { FileState } from '../../../../shared/model/model.ts'
import { headlineOf } from '../../../../shared/reasons.ts'
import { compareFile } from '../../domain/file-proof.ts'
import { transaction } from '../../db/database.ts'
import {
  type DigestSummary,
  type RemoteDigest,
  TransportError,
} from '../../transports/transport.ts'
import type { AttemptContext } from './attempt-context.ts'
import { failureOf } from './failure-message.ts'
import { verifyOutcome } from './verify-outcome.ts'
import { MANIFEST_PATH, writeManifest } from './manifest.ts'
import { type Outcome, failed } from './outcome.ts'
import { unreadable } from './push.ts'
import { scanRun } from '../scan/scan.ts'
import { WalkError } from '../scan/walk.ts'

/** The far side can give no digest by any way we have: the run is sent, but not proven. */
const NO_PROOF: ReadonlySet<string> = new Set([
  'remote_hash_unsupported',
  'remote_tool_missing',
  'remote_shell_unusable',
])

const MESSAGES = {
  mismatch: 'The copy on the NAS differs from the original.',
  missing: 'Not on the NAS.',
  changed: 'Changed on this computer while the run was being sent.',
  size_only: 'Same size on the NAS, but it gives no SHA-256 for this file.',
} as const

const messageFor = (state: string): string | null =>
  state === 'mismatch' || state === 'size_only' ? MESSAGES[state] : null

/** Rows of which the far side has nothing to say. */
const NOT_JUDGED: ReadonlySet<FileState> = new Set(['vanished', 'skipped', 'excluded'])

interface Pass {
  readonly number: number
  bytes: number
}

const applyDigests = (
  context: AttemptContext,
  pass: Pass,
  batch: readonly RemoteDigest[],
): void => {
  const { db, files, job } = context
  transaction(db, () => {
    for (const digest of batch) {
      const row = files.find(job.id, digest.path)
      // more on the NAS than in the run is no fault of the run
      if (row === null || NOT_JUDGED.has(row.state)) continue
      const remote = digest.sha256 === null ? null : Buffer.from(digest.sha256, 'hex')
      if (row.state === 'changed') {
        // the walk may find it put back as it was: then what the far side has is judged at the end
        files.setRemoteDigest(job.id, row.seq, remote, pass.number)
        continue
      }
      const judged = compareFile({
        local: row.sha256,
        size: row.size,
        remote,
        remoteSize: digest.size,
      })
      const state = judged ?? row.state
      const lastError = judged === null ? null : messageFor(state)
      files.setRemote(
        job.id,
        {
          seq: row.seq,
          // the original of a file that was cleaned up is gone: its copy is still what counts
          state: row.state === 'cleaned' && state === 'verified' ? 'cleaned' : state,
          remote: state === 'verified' ? null : remote,
          remoteSize: digest.size === row.size ? null : digest.size,
          lastError,
        },
        pass.number,
      )
      pass.bytes += row.size
      context.live.counted(1)
    }
  })
  context.live.moved(pass.bytes, [], null)
  context.rowsTouched()
}

/** Judges what could not be judged when its remote digest came, and what the far side did not list at all. */
const settleRows = (context: AttemptContext, pass: number): void => {
  const { db, files, job } = context
  for (let seq = 0; ;) {
    const rows = files.undecided(job.id, seq, pass, 2_000)
    const last = rows.at(-1)
    if (last === undefined) break
    seq = last.seq + 1
    transaction(db, () => {
      for (const row of rows) {
        const judged = compareFile({
          local: row.sha256,
          size: row.size,
          remote: row.remote,
          remoteSize: null,
        })
        if (judged === null && row.state === 'failed') continue
        const state = judged ?? 'changed'
        const lastError = judged === null ? MESSAGES.changed : messageFor(state)
        files.setRemote(
          job.id,
          {
            seq: row.seq,
            state,
            remote: state === 'verified' ? null : row.remote,
            remoteSize: null,
            lastError,
          },
          pass,
        )
      }
    })
  }
  files.moveAll(
    job.id,
    `seen_pass <> :pass AND state IN ('sent','sending','verified','size_only','mismatch','missing','cleaned')`,
    'missing',
    MESSAGES.missing,
    { args: { ':pass': pass } },
  )
}

const sendManifest = async (context: AttemptContext): Promise<void> => {
  const { job, files } = context
  try {
    writeManifest(job.folder, files.proven(job.id))
    const sent = await context.transport.push(
      {
        folder: job.folder,
        runPath: job.runPath,
        files: [MANIFEST_PATH],
        full: true,
        bwlimitKibps: null,
        bandwidth: null,
      },
      { ...context.io, onEvent: () => undefined },
    )
    if (!sent.ok && !sent.cancelled)
      context.say(
        'warning',
        `${MANIFEST_PATH} could not be sent along; every file of the run is proven`,
      )
  } catch (error) {
    // the run is proven with or without its list: a folder that cannot be written must not undo that
    const words = errorMessage(error)
    context.say(
      'warning',
      `${MANIFEST_PATH} could not be written or sent (${words}); every file of the run is proven`,
    )
  }
}

/** Looks at the local side again; null where the pass may go on. */
const lookAgain = async (context: AttemptContext, proven: boolean): Promise<Outcome | null> => {
  try {
    await scanRun(
      context.job,
      proven ? 'proven' : 'proving',
      { ...context, onRows: context.rowsTouched },
      context.signal,
    )
  } catch (error) {
    if (!(error instanceof WalkError)) throw error
    // a proven run whose folder is gone can still be proven against the digests taken then
    if (!(proven && error.code === 'ENOENT'))
      return failed(unreadable(error, context.job.folder), 'verify')
  }
  return context.signal.aborted ? { next: 'stopped' } : null
}

/** One look at both sides: nothing is sent, nothing is written into the run. Throws only for bugs and for a queue that cannot be written. */
export const proveRun = async (context: AttemptContext): Promise<Outcome> => {
  const { job, files, live } = context
  const proven = job.verifiedAt !== null
  const { bytes } = files.counts(job.id)
  live.phase(
    'checking',
    Object.values(bytes).reduce((sum, n) => sum + n, 0),
  )
  // the attempt's number: a pass that found something wrong must not lend its number to the next
  const pass: Pass = { number: job.attempts, bytes: 0 }
  const { type } = context.transport
  const version = context.transport.version(context.io).catch(() => type)
  const hashing = context.localDigests()
  // both sides are looked at together: a row that the walk calls changed stays so, whichever of the two came first
  const walking = lookAgain(context, proven)
  walking.catch(() => undefined)
  let summary: DigestSummary
  try {
    summary = await context.transport.digests(
      {
        runPath: job.runPath,
        files: files.sizes(job.id),
        maxStreamBytes: context.maxStreamBytes,
      },
      context.io,
      (batch) => applyDigests(context, pass, batch),
    )
  } catch (error) {
    await walking
    if (!(error instanceof TransportError)) throw error
    if (error.cancelled || context.signal.aborted) return { next: 'stopped' }
    const failure = failureOf(error)
    return NO_PROOF.has(failure.reason)
      ? {
          next: 'unproven',
          proof: 'none',
          failure: {
            ...failure,
            message: headlineOf('remote_hash_unsupported', context.transport.target('')),
          },
        }
      : failed(failure, 'verify')
  }
  const stop = await walking
  if (stop !== null) return stop
  const hashed = await hashing
  if (context.signal.aborted || !hashed.complete) return { next: 'stopped' }
  settleRows(context, pass.number)
  context.compared(summary.level)
  context.rowsTouched()
  const tools = await version
  const outcome = verifyOutcome(context, summary, hashed, proven, tools)
  if (outcome.next === 'verified') {
    context.say(
      'info',
      `all ${summary.files} files that the NAS lists were compared; every file of the run is verified`,
    )
  }
  return outcome
}

/** Runs one verify pass of `context.job`; a proven run gets its manifest. Throws as `proveRun`. */
export const verifyRun = async (context: AttemptContext): Promise<Outcome> => {
  const outcome = await proveRun(context)
  // a folder that is gone must not come back for the sake of its list
  if (outcome.next === 'verified' && existsSync(context.job.folder)) await sendManifest(context)
  return outcome
}
