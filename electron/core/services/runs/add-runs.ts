// Adds run folders to the queue. addRun makes every admission check (docs/spec.md 12) for window, command line and watcher.
import { basename, sep } from 'node:path'
import type { Input, Output } from '../../../../shared/contract/index.ts'
import type { JobSummary } from '../../../../shared/model/model.ts'
import type { ChangeHub } from '../../changes.ts'
import type { Settings } from '../../domain/config.ts'
import { instrumentFor, runPathFor } from '../../domain/run-path.ts'
import { Refusal, errorMessage } from '../../errors.ts'
import type { FolderStore } from '../../queue/folder-store.ts'
import type { Job } from '../../queue/job-row.ts'
import type { JobStore } from '../../queue/job-store.ts'
import type { Transport } from '../../transports/transport.ts'
import { readAbout } from '../../wizard/wizard-files.ts'
import type { SettingsService } from '../config/settings-service.ts'
import type { Watcher } from '../watch/watcher.ts'
import type { JobAccess } from './job-access.ts'
import { folderKey, runFolder } from './run-folder.ts'

type Destination = Settings['instruments'][number]['destination']

interface AdmissionDeps {
  readonly jobs: Pick<JobStore, 'add' | 'withTarget'>
  readonly folders: Pick<FolderStore, 'nestedWith'>
  transportFor(destination: Destination, settings: Settings): Transport
}

type Admission =
  | { readonly job: Job }
  /** `unclear`: naming an instrument would help. */
  | { readonly refusal: string; readonly unclear?: true }

/** Queues one run folder. A folder that is queued already answers its job. */
const addRun = (
  folder: string,
  instrumentId: string | null,
  settings: Settings,
  deps: AdmissionDeps,
): Admission => {
  const { jobs } = deps
  const found = runFolder(folder, "can't be added")
  if ('refusal' in found) return found
  const windows = sep === '\\'
  const choice = instrumentFor(found.path, settings, instrumentId, windows)
  if ('refusal' in choice) return choice
  const { instrument } = choice
  const nested = deps.folders.nestedWith(found.path, sep, null)
  if (nested !== null) {
    return {
      refusal: `${found.path} can't be added: the run ${nested} is in the queue, and one lies inside the other.`,
    }
  }
  const runPath = runPathFor(found.path, instrument, windows)
  let target: string
  try {
    target = deps.transportFor(instrument.destination, settings).target(runPath)
  } catch (error) {
    return { refusal: `${found.path} can't be added: ${errorMessage(error)}` }
  }
  const sameTarget = jobs.withTarget(target, null)
  if (
    sameTarget !== null &&
    (sameTarget.folder !== found.path || sameTarget.instrument !== instrument.id)
  ) {
    return {
      refusal: `${found.path} can't be added: ${sameTarget.folder} goes to ${target} already, and two runs never share a folder on the NAS.`,
    }
  }
  return jobs.add({
    folder: found.path,
    run: basename(found.path),
    instrument: instrument.id,
    runPath,
    target,
    folderKey: folderKey(found.path),
    about: readAbout(found.path),
  })
}

interface AddRunsDeps extends AdmissionDeps {
  readonly changes: Pick<ChangeHub, 'jobTouched'>
  readonly config: Pick<SettingsService, 'current' | 'problems'>
  readonly requireEngine: JobAccess['requireEngine']
  /** null: this core only reads. */
  watcher(): Pick<Watcher, 'forget'> | null
  summary(job: Job): JobSummary
}

export type AddRuns = (input: Input<'jobs.add'>) => Output<'jobs.add'>

/** Answers the function behind `jobs.add`. It throws Refusal unavailable while no valid config.yaml was read. */
export const createAddRuns =
  (deps: AddRunsDeps): AddRuns =>
  ({ folders, instrumentId }) => {
    const engine = deps.requireEngine()
    const settings = deps.config.current()
    if (settings === null)
      throw new Refusal(
        'unavailable',
        deps.config.problems()[0]?.message ?? 'config.yaml has not been read yet.',
      )
    const answer: Output<'jobs.add'> = { jobs: [], refused: [] }
    for (const folder of folders) {
      const result = addRun(folder, instrumentId, settings, deps)
      if ('refusal' in result) {
        answer.refused.push({ folder, message: result.refusal, unclear: result.unclear === true })
        continue
      }
      answer.jobs.push(deps.summary(result.job))
      deps.changes.jobTouched(result.job.id)
      deps.watcher()?.forget(result.job.folder)
    }
    engine.wake()
    return answer
  }
