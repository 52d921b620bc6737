// Taking a folder into the queue: looked at as hostile, refused by name with the rule (SPEC 12), otherwise one new row.
import { accessSync, constants, realpathSync, statSync } from 'node:fs'
import { basename, resolve, sep } from 'node:path'
import type { Settings } from '../domain/config.ts'
import { instrumentFor, runPathFor } from '../domain/run-path.ts'
import type { Job } from '../store/job-row.ts'
import type { JobStore } from '../store/job-store.ts'
import { readAbout } from '../store/wizard-files.ts'
import type { Transport } from '../transports/transport.ts'

export interface AddDeps {
  readonly jobs: JobStore
  readonly settings: Settings
  transportFor(destination: Settings['instruments'][number]['destination']): Transport
}

export type Added =
  | { readonly job: Job; readonly added: boolean }
  | { readonly refusal: string; readonly unclear?: true }

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'UNKNOWN'

const FOLDER_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ELOOP: 'its symbolic links lead in a circle',
  EACCES: 'this account may not read it',
  EPERM: 'this account may not read it',
  ENOTDIR: 'a part of its path is not a folder',
}

/** What the system calls a folder, however it is named: it may be renamed. null: it does not tell (some shares, Windows). */
export const folderKey = (folder: string): string | null => {
  const found = statSync(folder, { bigint: true, throwIfNoEntry: false })
  if (found === undefined || found.ino === 0n) return null
  return `${found.dev}:${found.ino}:${found.birthtimeNs}`
}

/** The real path of a readable folder, or why it is none. */
const lookAt = (folder: string): { path: string } | { refusal: string } => {
  try {
    const path = realpathSync.native(resolve(folder))
    if (!statSync(path).isDirectory())
      return { refusal: `${folder} is a file. A run is a folder: add the folder that holds it.` }
    accessSync(path, constants.R_OK | constants.X_OK)
    return { path }
  } catch (error) {
    const code = codeOf(error)
    return {
      refusal: `${folder} can't be added: ${FOLDER_FAULTS[code] ?? `it can't be read (${code})`}.`,
    }
  }
}

/** Queues one run folder. Adding it again answers the job there is. */
export const addRun = (folder: string, wanted: string | null, deps: AddDeps): Added => {
  const { jobs, settings } = deps
  const found = lookAt(folder)
  if ('refusal' in found) return found
  const windows = sep === '\\'
  if (found.path === resolve('/') || /^[A-Za-z]:\\?$/.test(found.path)) {
    return { refusal: `${found.path} is a whole disk. A run is a folder on it.` }
  }
  const choice = instrumentFor(found.path, settings, wanted, windows)
  if ('refusal' in choice) return choice
  const { instrument } = choice
  const nested = jobs.nestedWith(found.path, sep)
  if (nested !== null) {
    return {
      refusal: `${found.path} can't be added: the run ${nested.folder} is in the queue, and one lies inside the other.`,
    }
  }
  const runPath = runPathFor(found.path, instrument, windows)
  let target: string
  try {
    target = deps.transportFor(instrument.destination).target(runPath)
  } catch (error) {
    return {
      refusal: `${found.path} can't be added: ${error instanceof Error ? error.message : String(error)}`,
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
