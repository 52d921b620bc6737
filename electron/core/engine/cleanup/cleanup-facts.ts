// Gathers the facts for a cleanup decision from the queue, config.yaml and ExLab-Wizard's records,
// as they are now.
import { sep } from 'node:path'
import { msg } from '../../../../shared/language/msg.ts'
import { RECORDS_UNSAFE } from '../../../../shared/reasons.ts'
import type { CleanupFacts } from './decision-facts.ts'
import { type Clock, momentOf } from '../../domain/clock.ts'
import { DEFAULT_SETTINGS, type Destination, type Settings } from '../../domain/config.ts'
import { isProvenState } from '../../domain/job-state.ts'
import { routeWith, routesOf } from '../../domain/routes.ts'
import { liesBelow } from '../../domain/folder-path.ts'
import { realPathOf } from '../../lib/real-path.ts'
import { copiesOf } from '../../queue/copies-of-run.ts'
import type { ExclusionStore } from '../../queue/exclusion-store.ts'
import type { VerifyPassStore } from '../../queue/verify-pass-store.ts'
import type { FileStore } from '../../files/file-store.ts'
import type { FolderStore } from '../../queue/folder-store.ts'
import type { Job } from '../../queue/job-row.ts'
import type { JobStore } from '../../queue/job-store.ts'
import type { WizardView } from '../../wizard/wizard-files.ts'
import type { Transport } from '../../transports/transport.ts'
import type { Looks } from './looks.ts'

export interface FactsDeps {
  readonly jobs: Pick<JobStore, 'get'>
  readonly folders: Pick<FolderStore, 'sharing' | 'jobsOfRun'>
  readonly looks: Pick<Looks, 'latest'>
  readonly files: FileStore
  readonly exclusions: ExclusionStore
  readonly passStore: VerifyPassStore
  readonly clock: Clock
  /** The queue is a copy whose rows are not marked: nobody knows what became of its runs. */
  readonly isUnmarkedCopy: boolean
  settings(): Settings | null
  /** Why the destination of a route is held; null: it is not. */
  heldBecause(route: string): string | null
  wizard(folder: string): Promise<WizardView>
  transportFor(destination: Destination, settings: Settings): Transport
}

/** How a destination names places, which its settings alone decide: a report of all runs makes one transport for each, not for each run. */
const targets = new WeakMap<Destination, Transport['target']>()

const targetOf = (
  destination: Destination,
  settings: Settings,
  { transportFor }: Pick<FactsDeps, 'transportFor'>,
): Transport['target'] => {
  const known = targets.get(destination)
  if (known !== undefined) return known
  const { target } = transportFor(destination, settings)
  targets.set(destination, target)
  return target
}

/** Jobs of other runs. Those of the same run are `copies`. */
const otherJobs = (job: Job, { jobs, folders }: FactsDeps): CleanupFacts['otherJobs'] =>
  folders.sharing(job, sep).flatMap((id) => {
    const other = jobs.get(id)
    if (other === null || other.lead === job.lead) return []
    const { run, instrument, target, lastError } = other
    return [{ run, instrument, target, isProven: isProvenState(other.state) && lastError === null }]
  })

/**
 * The run at its other destinations: those of the settings, whether it has a job for them or not, and those that its jobs go
 * to although the settings do not name them any more, which no rule requires.
 */
const gatherCopies = async (
  job: Job,
  settings: Settings,
  deps: FactsDeps,
): Promise<CleanupFacts['copies']> => {
  const others = copiesOf(job, deps)
  const instrument = settings.instruments.find(({ id }) => id === job.instrument)
  const routes = instrument === undefined ? [] : routesOf(instrument)
  const slots = new Set([...routes.map(({ slot }) => slot), ...others.map(({ slot }) => slot)])
  slots.delete(job.slot)
  const copies: CleanupFacts['copies'][number][] = []
  for (const slot of slots) {
    const other = others.find((one) => one.slot === slot)
    copies.push({
      slot,
      isRequired: routes.find((route) => route.slot === slot)?.isRequired ?? slot === '',
      isBusy: other?.state === 'running',
      facts: other === undefined ? null : await gatherOwnFacts(other, deps),
    })
  }
  return copies
}

/** The facts about one run's local data at this moment. */
export const gatherFacts = async (job: Job, deps: FactsDeps): Promise<CleanupFacts> => ({
  ...(await gatherOwnFacts(job, deps)),
  copies: await gatherCopies(job, deps.settings() ?? DEFAULT_SETTINGS, deps),
})

/**
 * Files that the first job of the run would delete and that a further one has no proof of: it left them out, or did not get them
 * yet.
 */
export const lackedBy = (
  job: Job,
  { files, exclusions }: Pick<FactsDeps, 'files' | 'exclusions'>,
): number => {
  if (job.lead === job.id) return 0
  const [first, own] = [files.counts(job.lead).byState, files.counts(job.id).byState]
  const fewer = (first.verified ?? 0) - (own.verified ?? 0) - (own.cleaned ?? 0)
  const leftOut = (own.excluded ?? 0) === 0 ? 0 : exclusions.provenBy(job.id, job.lead)
  return Math.max(0, fewer, leftOut)
}

/** The facts of one job, without those of the run's other jobs. */
const gatherOwnFacts = async (job: Job, deps: FactsDeps): Promise<CleanupFacts> => {
  // first: every other fact is of the moment at which the decision is made
  const { blockedBy, revokedAt, unclear } = await deps.wizard(job.folder)
  const settings = deps.settings() ?? DEFAULT_SETTINGS
  const instrument = routeWith(job.route, settings)
  const target =
    instrument === undefined ? null : targetOf(instrument.destination, settings, deps)(job.runPath)
  const { byState } = deps.files.counts(job.id)
  const { excluded = 0 } = byState
  const moment = momentOf(deps.clock)
  const hasUnsafeRecords = job.lastError?.reason === RECORDS_UNSAFE
  return {
    state: job.state,
    proof: job.proof,
    byState,
    leftOut: excluded === 0 ? 0 : excluded - deps.exclusions.accepted(job.id),
    lacks: lackedBy(job, deps),
    passes: deps.passStore.passes(job.id),
    maintenanceAt: job.maintenanceAt,
    rules: settings.cleanup,
    unreachable: deps.heldBecause(job.route),
    // a job in a proven state has an error only where its last pass could not look
    unchecked: deps.isUnmarkedCopy
      ? msg`the queue is a copy, and its runs were not checked since`
      : isProvenState(job.state) && !hasUnsafeRecords
        ? (job.lastError?.message ?? null)
        : null,
    look: deps.looks.latest(job.id),
    otherJobs: otherJobs(job, deps),
    copies: [],
    moved: target !== job.target,
    elsewhere:
      job.folderReusedAt !== null ||
      (job.located &&
        (instrument === undefined ||
          !liesBelow(job.folder, realPathOf(instrument.localRoot), sep === '\\'))),
    blockedBy,
    revokedAt,
    unclearRecords: hasUnsafeRecords
      ? (job.lastError?.message.replace(/\.$/, '') ?? unclear)
      : unclear,
    now: moment.at,
    uptime: moment.uptime,
  }
}
