// Taking a folder into the queue: looked at as hostile, refused by name with the rule (docs/spec.md 12), otherwise one new row.
import { errorMessage } from '../../errors.ts'
import { basename, sep } from 'node:path'
import type { Settings } from '../../domain/config.ts'
import { instrumentFor, runPathFor } from '../../domain/run-path.ts'
import type { FolderStore } from '../../queue/folder-store.ts'
import type { Job } from '../../queue/job-row.ts'
import type { JobStore } from '../../queue/job-store.ts'
import { readAbout } from '../../wizard/wizard-files.ts'
import type { Transport } from '../../transports/transport.ts'
import { folderKey, runFolder } from './run-folder.ts'

export interface AddDeps {
  readonly jobs: JobStore
  readonly folders: Pick<FolderStore, 'nestedWith'>
  readonly settings: Settings
  transportFor(destination: Settings['instruments'][number]['destination']): Transport
}

export type Added =
  | { readonly job: Job; readonly added: boolean }
  | { readonly refusal: string; readonly unclear?: true }

/** Queues one run folder. Adding it again answers the job there is. */
export const addRun = (folder: string, wanted: string | null, deps: AddDeps): Added => {
  const { jobs, settings } = deps
  const found = runFolder(folder, "can't be added")
  if ('refusal' in found) return found
  const windows = sep === '\\'
  const choice = instrumentFor(found.path, settings, wanted, windows)
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
    target = deps.transportFor(instrument.destination).target(runPath)
  } catch (error) {
    return {
      refusal: `${found.path} can't be added: ${errorMessage(error)}`,
    }
  }
  const taken = jobs.withTarget(target, null)
  if (taken !== null && (taken.folder !== found.path || taken.instrument !== instrument.id)) {
    return {
      refusal: `${found.path} can't be added: ${taken.folder} goes to ${target} already, and two runs never share a folder on the NAS.`,
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
