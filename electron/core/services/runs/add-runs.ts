// Adds run folders to the queue. addRun makes every admission check (docs/spec.md 12) for window, command line and watcher, and
// says what the folder was found to be.
import { basename, sep } from 'node:path'
import { msg } from '../../../../shared/language/msg.ts'
import type { Input, Output } from '../../../../shared/contract/index.ts'
import { dayAndTime } from '../../../../shared/format.ts'
import type { JobSummary } from '../../../../shared/model/model.ts'
import { runLabel, runLabelName } from '../../../../shared/state-labels.ts'
import type { ChangeHub } from '../../changes.ts'
import { type Database, transaction } from '../../db/database.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Instrument, Settings } from '../../domain/config.ts'
import { type Route, routesOf } from '../../domain/routes.ts'
import { firstFree, instrumentFor, runPathFor } from '../../domain/run-path.ts'
import { Refusal, errorMessage } from '../../errors.ts'
import { folderIdentity } from '../../lib/file-identity.ts'
import type { FolderStore } from '../../queue/folder-store.ts'
import type { Job } from '../../queue/job-row.ts'
import type { JobStore } from '../../queue/job-store.ts'
import type { Transport } from '../../transports/transport.ts'
import { readAbout } from '../../wizard/wizard-files.ts'
import type { SettingsService } from '../config/settings-service.ts'
import type { DiscoveryDeps } from '../watch/discover.ts'
import { natureOf, parentMessage } from '../watch/inspect-folder.ts'
import { withRealRoots } from '../watch/territory.ts'
import type { Watcher } from '../watch/watcher.ts'
import type { JobAccess } from './job-access.ts'
import type { JobActions } from './job-actions.ts'
import { type FolderLooks, driftWords } from './look-again.ts'
import type { Recognition, RunRecogniser } from './recognise-run.ts'

type Destination = Settings['instruments'][number]['destination']

/** What `add` found, with a sentence that says it. */
type Found = Pick<Output<'jobs.add'>['found'][number], 'kind' | 'message'>

interface AdmissionDeps extends FolderLooks, RunRecogniser {
  readonly discovery: DiscoveryDeps
  readonly db: Database
  readonly clock: Clock
  readonly jobs: Pick<JobStore, 'add' | 'get' | 'withTarget'>
  readonly folders: Pick<FolderStore, 'jobsOfRun' | 'nestedWith' | 'reused'>
  readonly actions: Pick<JobActions, 'act'>
  /** The folder of a queued run was renamed to `folder`. */
  renamed(jobId: number, folder: string): void
  summary(job: Job): JobSummary
  transportFor(destination: Destination, settings: Settings): Transport
}

type Admission =
  | { readonly job: Job; readonly found: Found }
  /** `unclear`: naming an instrument would help. `holdsRuns`: it holds runs, and is not said to be one. */
  | { readonly refusal: string; readonly unclear?: true; readonly holdsRuns?: true }

/** A run's place below each destination of its instrument: the same path everywhere. */
type Places =
  | { readonly runPath: string; readonly targets: readonly (readonly [Route, string])[] }
  | { readonly refusal: string }

const WINDOWS = sep === '\\'

/** Whether the run that goes to a target would be given that place again, for the folder that it has now. */
const isNaturalPlace = (holder: Job, instrument: Instrument): boolean =>
  holder.folderReusedAt === null &&
  holder.instrument === instrument.id &&
  runPathFor(holder.folder, instrument, WINDOWS) === holder.runPath

/**
 * The place of a run folder at the destinations of its instrument. Where a run that was in a folder of this name has the place
 * (it was renamed, or its folder was made anew), the new run gets the first `<run> (2)`, `<run> (3)`, ... that is free at all of
 * them; where another folder of the same name has it, the run is refused by name.
 */
const placesFor = (
  folder: string,
  instrument: Instrument,
  settings: Settings,
  remade: boolean,
  { jobs, transportFor }: AdmissionDeps,
): Places => {
  const natural = runPathFor(folder, instrument, WINDOWS)
  try {
    const routes = routesOf(instrument).map(
      (route) => [route, transportFor(route.destination, settings).target] as const,
    )
    const targetsAt = (runPath: string) =>
      routes.map(([route, target]) => [route, target(runPath)] as const)
    const holderAt = (runPath: string): Job | null =>
      targetsAt(runPath)
        .map(([, target]) => jobs.withTarget(target, null))
        .find((job) => job !== null) ?? null
    const holder = holderAt(natural)
    if (holder === null) return { runPath: natural, targets: targetsAt(natural) }
    if (!remade && (holder.instrument !== instrument.id || isNaturalPlace(holder, instrument)))
      return {
        refusal: msg`${folder} can't be added: ${holder.folder} goes to ${holder.target} already, and two runs never share a folder on the NAS.`,
      }
    const runPath = firstFree(natural, (path) => holderAt(path) === null)
    return { runPath, targets: targetsAt(runPath) }
  } catch (error) {
    return { refusal: msg`${folder} can't be added: ${errorMessage(error)}` }
  }
}

/** What is found of a run that is in the queue already: in the archive, changed, or as it is known. */
const admitKnown = async (job: Job, deps: AdmissionDeps): Promise<Admission> => {
  const label = (): string => runLabelName(runLabel(deps.summary(job)))
  // what is still to be sent or proven is compared by its attempt
  const isCompared = job.archivedAt !== null || job.verifiedAt !== null
  const drift = isCompared ? await deps.drift(job, 'all') : null
  const what = drift === null ? '' : driftWords(drift)
  if (job.archivedAt !== null) {
    if (drift === null || what === '')
      return {
        refusal: msg`${job.folder} is in the archive since ${dayAndTime(job.archivedAt, deps.clock.now())} as run ${job.id} (${label()}), and did not change. Put it back on the list to go on with it.`,
      }
    deps.takeBack(job, drift)
    const message = msg`It was in the archive and is back on the list, because it changed (${what}). Nothing of it is sent before you decide.`
    return { job: deps.jobs.get(job.id) ?? job, found: { kind: 'changed', message } }
  }
  if (what === '')
    return {
      job,
      found: {
        kind: 'known',
        message:
          drift === null
            ? msg`In the list already as run ${job.id} (${label()}).`
            : msg`In the list already as run ${job.id} (${label()}), unchanged.`,
      },
    }
  for (const id of deps.folders.jobsOfRun(job.id)) {
    const one = deps.jobs.get(id)
    if (one !== null && deps.summary(one).actions.includes('verify'))
      await deps.actions.act(id, 'verify')
  }
  const message = msg`In the list already as run ${job.id} (${label()}); it changed since (${what}) and is checked again.`
  return { job: deps.jobs.get(job.id) ?? job, found: { kind: 'changed', message } }
}

/** The job whose folder holds another run now; null: the folder is unknown, or is that of its job. */
const formerOwner = async (known: Recognition, deps: AdmissionDeps): Promise<Job | null> => {
  if (known.kind === 'remade') return known.job
  const isCleaned = known.kind === 'known' && known.job.state === 'cleaned'
  return isCleaned && !(await deps.lookAgain(known.job.id)) ? known.job : null
}

/** Queues a run for each of its destinations; answers its first job. `added`: false where that one was there already. */
const addJobs = (
  run: Omit<Parameters<JobStore['add']>[0], 'target' | 'further'>,
  targets: readonly (readonly [Route, string])[],
  jobs: Pick<JobStore, 'add'>,
): ReturnType<JobStore['add']> => {
  const [first, ...others] = targets
  if (first === undefined) throw new Error('an instrument without a destination')
  const added = jobs.add({ ...run, target: first[1] })
  if (added.added)
    for (const [{ slot }, target] of others)
      jobs.add({ ...run, target, further: { slot, lead: added.job.id } })
  return added
}

/** Queues one run folder, or says what is known of it. `settings`: with real paths. `whole`: it is known to be one run. */
const addRun = async (
  folder: string,
  instrumentId: string | null,
  whole: boolean,
  settings: Settings,
  deps: AdmissionDeps,
): Promise<Admission> => {
  const { jobs } = deps
  const nature = await natureOf(folder, settings, deps.discovery)
  if (nature.kind === 'refused') return { refusal: nature.message }
  const { path } = nature
  if (nature.kind === 'parent' && !(whole && nature.mayBeRun))
    return { refusal: parentMessage(path, nature.runs), holdsRuns: true }
  const choice = instrumentFor(path, settings, instrumentId, WINDOWS)
  if ('refusal' in choice) return choice
  const { instrument } = choice
  const known = await deps.recognise(path, instrument.id)
  if (known.kind === 'renamed') deps.renamed(known.job.id, path)
  const former = await formerOwner(known, deps)
  if (former === null && known.kind !== 'new')
    return admitKnown(jobs.get(known.job.id) ?? known.job, deps)
  const nested = deps.folders.nestedWith(path, sep, former?.id ?? null)
  if (nested !== null)
    return {
      refusal: msg`${path} can't be added: the run ${nested} is in the queue, and one lies inside the other.`,
    }
  const places = placesFor(path, instrument, settings, former !== null, deps)
  if ('refusal' in places) return places
  const run = {
    folder: path,
    run: basename(path),
    instrument: instrument.id,
    runPath: places.runPath,
    folderIdentity: folderIdentity(path),
    about: await readAbout(path),
  }
  const added = transaction(deps.db, () => {
    if (former !== null) deps.folders.reused(former.id, deps.clock.now())
    return addJobs(run, places.targets, jobs)
  })
  const { job } = added
  const natural = runPathFor(path, instrument, WINDOWS)
  if (job.runPath === natural || !added.added)
    return { job, found: { kind: 'new', message: msg`New.` } }
  const earlier = former === null ? msg`an earlier run` : msg`the earlier run ${former.id}`
  const message = msg`A new run under a known name: ${earlier} has the place ${natural}, so it goes to ${places.runPath}. The copy of the earlier run stays as it is.`
  return { job, found: { kind: 'new_under_known_name', message } }
}

interface AddRunsDeps extends AdmissionDeps {
  readonly changes: Pick<ChangeHub, 'jobTouched'>
  readonly config: Pick<SettingsService, 'current' | 'problems'>
  readonly requireEngine: JobAccess['requireEngine']
  /** null: this core only reads. */
  watcher(): Pick<Watcher, 'forget'> | null
}

export type AddRuns = (input: Input<'jobs.add'>) => Promise<Output<'jobs.add'>>

/** Answers the function behind `jobs.add`. It throws Refusal unavailable while no valid config.yaml was read. */
export const createAddRuns =
  (deps: AddRunsDeps): AddRuns =>
  async ({ folders, instrumentId, whole }) => {
    const engine = deps.requireEngine()
    const settings = deps.config.current()
    if (settings === null)
      throw new Refusal(
        'unavailable',
        deps.config.problems()[0]?.message ?? msg`config.yaml has not been read yet.`,
      )
    const answer: Output<'jobs.add'> = { jobs: [], found: [], refused: [] }
    const real = await withRealRoots(settings)
    for (const folder of folders) {
      const result = await addRun(folder, instrumentId, whole === true, real, deps)
      if ('refusal' in result) {
        answer.refused.push({
          folder,
          message: result.refusal,
          unclear: result.unclear === true,
          holdsRuns: result.holdsRuns === true,
        })
        continue
      }
      const { job, found } = result
      const others = deps.folders
        .jobsOfRun(job.id)
        .flatMap((id) => (id === job.id ? [] : (deps.jobs.get(id) ?? [])))
      const also = others.map(({ id, slot, target }) => ({ jobId: id, slot, target }))
      answer.jobs.push(deps.summary(job))
      answer.found.push({ folder, jobId: job.id, ...found, ...(also.length > 0 ? { also } : {}) })
      for (const one of [job, ...others]) deps.changes.jobTouched(one.id)
      deps.watcher()?.forget(job.folder)
    }
    engine.wake()
    return answer
  }

/** Adds one folder as a run, for the watcher. Answers why it was refused, or null. */
export const addOne =
  (addRuns: AddRuns) =>
  async (folder: string, instrumentId: string): Promise<string | null> => {
    const { refused } = await addRuns({ folders: [folder], instrumentId, whole: true })
    return refused[0]?.message ?? null
  }
