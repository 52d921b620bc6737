// Finds instruments whose folder a cloud service (OneDrive, Dropbox, iCloud Drive, ...) keeps in step with other computers: its files
// may be placeholders, and what somebody deletes elsewhere is deleted here (docs/spec.md 9).
import { readdir, realpath } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { SECOND_MS } from '../../../../shared/duration.ts'
import { msg } from '../../../../shared/language/msg.ts'
import type { Instrument } from '../../domain/config.ts'
import { isInFolder } from '../../domain/folder-path.ts'

/** Variables in which OneDrive's program for Windows names its folders. */
const ONE_DRIVE = ['OneDrive', 'OneDriveCommercial', 'OneDriveConsumer']

/** What a service puts into the top of the folder that it keeps. */
const MARKS: readonly (readonly [service: string, mark: RegExp])[] = [
  ['Dropbox', /^\.dropbox(?:\.cache)?$/],
  ['Nextcloud', /^\.nextcloudsync\.log$/],
  ['ownCloud', /^\.owncloudsync\.log$/],
  ['Syncthing', /^\.stfolder$/],
]

/** Where macOS keeps the folders of all services, below a person's own folder. */
const OF_MACOS =
  /^(?<folder>.*\/Library\/(?:Mobile Documents|CloudStorage\/(?<name>[^/]+)))(?:\/|$)/

interface System {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  /** Names in a folder; none where it can't be read. */
  namesIn(folder: string): Promise<readonly string[]>
}

const SYSTEM: System = {
  platform: process.platform,
  env: process.env,
  namesIn: (folder) => readdir(folder).catch(() => []),
}

/** A share that does not answer for so long is not waited for: a service keeps folders of disks. */
const MAX_WAIT_MS = SECOND_MS / 2

interface Synced {
  readonly service: string
  /** The folder that the service keeps. */
  readonly folder: string
}

/** Who keeps the folder at this real path in step with a cloud; null: nobody, as far as that can be seen for certain. */
export const syncedBy = async (path: string, system: System): Promise<Synced | null> => {
  const isWindows = system.platform === 'win32'
  if (isWindows)
    for (const name of ONE_DRIVE) {
      const folder = system.env[name] ?? ''
      if (folder !== '' && isInFolder(path, folder, true)) return { service: 'OneDrive', folder }
    }
  const groups = system.platform === 'darwin' ? OF_MACOS.exec(path)?.groups : undefined
  if (groups !== undefined)
    return { service: groups['name'] ?? 'iCloud Drive', folder: groups['folder'] ?? path }
  for (let folder = path; ; folder = dirname(folder)) {
    const names = await system.namesIn(folder)
    const found = MARKS.find(([, mark]) => names.some((name) => mark.test(name)))
    if (found !== undefined) return { service: found[0], folder }
    if (dirname(folder) === folder) return null
  }
}

/** Why the folder of an instrument should be another one, as a sentence; null: nothing speaks against it. */
const syncedText = async ({
  id,
  localRoot,
}: Pick<Instrument, 'id' | 'localRoot'>): Promise<string | null> => {
  const seeing = realpath(localRoot)
    .catch(() => localRoot)
    .then((path) => syncedBy(path, SYSTEM))
  const waiting = sleep(MAX_WAIT_MS, null, { ref: false })
  const synced = await Promise.race([seeing, waiting])
  return synced === null
    ? null
    : msg`${localRoot}, where ${id} makes its runs, lies in ${synced.folder}, which ${synced.service} keeps in step with other computers: its files may be placeholders, and what is deleted elsewhere is deleted here. Let the instrument record in a folder outside of it.`
}

/** Such a sentence for each of these instruments that should have another folder. */
export const syncedTexts = async (
  instruments: readonly Pick<Instrument, 'id' | 'localRoot'>[],
): Promise<string[]> =>
  (await Promise.all(instruments.map(syncedText))).filter((one) => one !== null)
