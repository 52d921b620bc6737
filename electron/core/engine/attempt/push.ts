// The push step of an attempt: scans the run folder, refuses what could not be proven, sends what
// is not yet proven. Failures are returned, not thrown.
import { msg } from '../../../../shared/language/msg.ts'
import { PLACE_TAKEN, type Reason } from '../../../../shared/reasons.ts'
import { sqlList } from '../../db/sql.ts'
import type { SendingRule } from '../../domain/recording-guard.ts'
import { unsendableReason } from '../../domain/sendable-names.ts'
import { excludePattern } from '../../domain/exclude-pattern.ts'
import { TransportError, type TransportResult } from '../../transports/transport.ts'
import { IN_CLOUD } from '../../lib/cloud-files.ts'
import { CLAIM_PATTERN } from '../../destinations/run-claim.ts'
import { PASSING_PATTERNS } from '../../wizard/run-records.ts'
import { readAbout } from '../../wizard/wizard-files.ts'
import type { HashScheduler } from '../hashing/hash-scheduler.ts'
import { type ScanOutcome, scanRun } from '../scan/scan.ts'
import { WalkError } from '../scan/walk.ts'
import type { AttemptContext, AttemptStores } from './attempt-context.ts'
import { ALL_EXCLUDED, failureOf, listNames, unreadable, walkFailure } from './failure-message.ts'
import { type Outcome, blocked, failed } from './outcome.ts'
import { containsDestination, lookAtDestination, ownPlace } from './push-place.ts'
import { refuseCollisions } from './refuse-collisions.ts'
import { noteReserved, refuseReserved } from './refuse-reserved.ts'
import { holdsRecords, namesToSend, planOf, replaceRule } from './send-plan.ts'

/**
 * Faults of single files: the rest of the run is sent and proven first (docs/spec.md 3, docs/ux.md
 * D7 "These files").
 */
const FILE_LEVEL: ReadonlySet<Reason> = new Set([
  'source_vanished',
  'local_permission_denied',
  'local_privacy_refused',
  'file_rejected',
  'source_changed',
  'source_in_cloud',
  'source_quarantined',
  'local_io_error',
])

/** A run of more files keeps every hashing thread busy, so all are started ahead. */
const MANY_FILES = 1_000

/** States that a pass gave by what lies at the place. */
const COMPARED = `state IN ('sending','sent','verified','size_only','mismatch','missing')`

interface PushDeps extends AttemptStores {
  readonly hashing: Pick<HashScheduler, 'follow' | 'warm'>
  /** Bandwidth limit at the start of the push, and the part of the other limits that it has. */
  limit(): {
    readonly rule: Pick<SendingRule, 'kibps' | 'bandwidth'>
    readonly share: number
  }
  /** Why ExLab-Wizard holds the run back; null: it does not. */
  readonly blockedBy: string | null
}

/** Refuses a run with names that could not be proven, or without files; null: it can be sent. */
const refuseRun = (
  { job }: AttemptContext,
  { files }: AttemptStores,
  scan: ScanOutcome,
): Outcome | null => {
  if (scan.refusedCount > 0) {
    const more = scan.refusedCount - scan.refused.length
    const names = scan.refused.join('\n') + (more > 0 ? `\n${msg`and ${more} more`}` : '')
    const what =
      scan.refusedCount === 1
        ? msg`One name in this run can't be proven. Nothing was sent.`
        : msg`${scan.refusedCount} names in this run can't be proven. Nothing was sent.`
    return blocked('name_not_provable', `${what}\n${names}`)
  }
  if (scan.files === 0 && files.nextSeq(job.id) === 0)
    return blocked('no_files', msg`${job.folder} holds no files. Nothing was sent.`)
  const { byState } = files.counts(job.id)
  return Object.keys(byState).every((state) => state === 'excluded')
    ? blocked('no_files', ALL_EXCLUDED)
    : null
}

const pushOutcome = (result: TransportResult): Outcome => {
  if (result.cancelled) return { next: 'stopped' }
  // whether the files are right is what the proof finds out
  if (result.ok || result.arrived)
    return { next: 'pushed', exitCode: result.returncode, fault: null }
  const failure = failureOf(result)
  return FILE_LEVEL.has(result.reason ?? 'unrecognised')
    ? { next: 'pushed', exitCode: result.returncode, fault: failure }
    : failed(failure, 'push')
}

/**
 * Runs the push phase of `context.job`. Throws only for bugs and for a queue that cannot be
 * written.
 */
export const pushRun = async (context: AttemptContext, deps: PushDeps): Promise<Outcome> => {
  const { job, transport, io, progress } = context
  const { files, hashing } = deps
  if (deps.blockedBy !== null) return blocked('blocked_by_validation', deps.blockedBy)

  progress.startPhase('counting', null)
  // the destination is asked while the folder is walked
  const looking = lookAtDestination(context, deps)
  looking.catch(() => undefined)
  const reserved: Parameters<typeof refuseReserved>[1] = new Map()
  let scan: ScanOutcome
  try {
    scan = await scanRun(
      job,
      job.verifiedAt === null ? 'sending' : 'resending',
      {
        ...deps,
        refuse(entry) {
          noteReserved(entry.path, reserved)
          return unsendableReason(entry, transport.type)
        },
        onRows(rows) {
          progress.rowsChanged()
          // threads are started during the walk, because the tool's first lines need the main thread
          if (rows > MANY_FILES) hashing.warm()
        },
      },
      io.signal,
    )
  } catch (error) {
    await looking
    if (error instanceof WalkError) return failed(walkFailure(error, job.folder), 'push')
    throw error
  }
  const refusal = refuseRun(context, deps, scan)
  // the originals are read while the destination is still asked
  if (refusal === null && !io.signal.aborted) hashing.follow(job, progress.rowsChanged)
  const found = await looking
  if (io.signal.aborted) return { next: 'stopped' }
  deps.jobs.scanned(job.id, await readAbout(job.folder))
  if (refusal !== null) return refusal

  if ('outcome' in found) return found.outcome
  const inside = files.destinationInside(job.id)
  if (inside !== null) return containsDestination(job, inside)
  const unstorable =
    (await refuseCollisions(context, files)) ?? (await refuseReserved(context, reserved))
  if (unstorable !== null) return unstorable
  const owned = await ownPlace(context, found, deps)
  if ('outcome' in owned) return owned.outcome
  const { place, fresh } = owned
  // nothing of the run is there: what an earlier comparison found of another place is void
  if (fresh && job.verifiedAt === null) files.moveAll(job.id, COMPARED, 'pending', null)

  const { byState, bytes } = files.counts(job.id)
  const inCloud = new Set(
    scan.unreadable.filter(({ code }) => code === IN_CLOUD).map(({ path }) => path),
  )
  const plan = planOf(job, byState, inCloud.size > 0)
  const { states: toSend } = plan
  const partial = plan.list !== null
  const unsent = toSend.reduce((sum, state) => sum + (byState[state] ?? 0), 0)
  const bytesToSend = [...toSend, ...(partial ? [] : (['sent'] as const))].reduce(
    (sum, state) => sum + (bytes[state] ?? 0),
    0,
  )
  io.log.write(
    'info',
    'app',
    `${scan.files} files in the run; ${unsent} to send${partial ? ', the others are proven or sent' : ''}`,
  )
  // the tool is given them with both forms of each letter, which nobody wants to read
  const standing = deps.exclusions.standing(job.id)
  if (!partial && standing.length > 0)
    io.log.write('info', 'app', `left out, in capitals or not: ${standing.join(', ')}`)
  const unreadableRows = toSend.includes('failed') ? scan.unreadable.length : 0
  if (partial && unsent === unreadableRows) {
    const [first] = scan.unreadable
    const fault = first === undefined ? job.pushError : unreadable(first.path, first.code, '')
    return { next: 'pushed', exitCode: null, fault }
  }

  if (partial && scan.empty.count > 0)
    io.log.write(
      'notice',
      'app',
      `${scan.empty.count} empty folders are not made on the NAS, because files are sent by name: ${listNames(scan.empty.paths, scan.empty.count)}`,
    )

  // files that were tried or chosen before may replace what is there; a new one never does
  const replaces = plan.list === 'full' && (job.chosen || files.wasTried(job.id, toSend))
  const untouched = place === 'adopted' || fresh || plan.list === 'full'
  progress.startPhase('sending', bytesToSend)
  const { rule, share } = deps.limit()
  let outcome: Outcome
  try {
    const result = await transport.push(
      {
        proven: {
          files: unsent,
          bytes: bytesToSend,
          largest: scan.largest,
          records: plan.list !== 'full' && (await holdsRecords(job)),
        },
        folder: job.folder,
        runPath: job.runPath,
        files: await namesToSend(job, files, transport.type, plan, inCloud, io),
        full: replaces,
        replace: replaceRule(replaces, untouched, deps.clock.now()),
        exclude: [CLAIM_PATTERN, ...PASSING_PATTERNS, ...standing.map(excludePattern)],
        bwlimitKibps: rule.kibps,
        bandwidth: rule.bandwidth,
        share,
      },
      io,
    )
    const isTaken = result.reason === PLACE_TAKEN
    if (isTaken && job.verifiedAt === null) {
      deps.places.set(job.id, 'comparing', null)
      return { next: 'compare' }
    }
    // of a run that was verified the pass that follows names the files that differ
    outcome = isTaken
      ? { next: 'pushed', exitCode: result.returncode, fault: null }
      : pushOutcome(result)
  } catch (error) {
    if (!(error instanceof TransportError)) throw error
    if (error.cancelled) return { next: 'stopped' }
    return failed(failureOf(error), 'push')
  }
  if (outcome.next === 'pushed') {
    // the tool prints no line for a file that the remote had already, so all files of the plan
    // become `sent`
    const [first] = scan.unreadable
    const fault =
      outcome.fault ?? (first === undefined ? null : unreadable(first.path, first.code, ''))
    outcome = { ...outcome, fault }
    const states = toSend.filter((state) => state !== 'failed' || fault === null)
    files.moveAll(job.id, `state IN ${sqlList(states)}`, 'sent', null, {
      tried: { attempt: job.attempts, at: deps.clock.now() },
    })
    progress.rowsChanged()
  }
  return outcome
}
