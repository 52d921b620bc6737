// Default paths of the data folder, of config.yaml and of ExLab-Wizard's config.yaml on each platform.
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { dirname, isAbsolute, join, relative } from 'node:path'
import { isForGroup } from './private-folder.ts'

type Env = Readonly<Record<string, string | undefined>>
type Read = (file: string) => string

const readText: Read = (file) => readFileSync(file, 'utf8')

const PRODUCT_NAME = 'ExLab Sync'

/** Where programs keep what follows a person: XDG on Linux, Application Support on macOS, the roaming AppData on Windows. */
const settingsFolder = (platform: NodeJS.Platform, env: Env, home: string): string => {
  if (platform === 'win32') return env['APPDATA'] ?? join(home, 'AppData', 'Roaming')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support')
  return env['XDG_CONFIG_HOME'] ?? join(home, '.config')
}

/** The data folder where `--data-dir` is not given: XDG on Linux, Application Support on macOS, the local AppData on Windows. */
const standardDataDir = (platform: NodeJS.Platform, env: Env, home: string): string => {
  // a roaming profile is copied between computers, each with the queue of its own
  if (platform === 'win32')
    return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), PRODUCT_NAME)
  const name = platform === 'darwin' ? PRODUCT_NAME : 'exlab-sync'
  return join(settingsFolder(platform, env, home), name)
}

/** The file in which an administrator names one data folder for all accounts of this computer (docs/deploy.md 2). */
const machineFile = (platform: NodeJS.Platform, env: Env): string => {
  if (platform === 'win32')
    return join(env['ProgramFiles'] ?? 'C:\\Program Files', PRODUCT_NAME, 'data-dir.txt')
  return platform === 'darwin'
    ? join('/Library/Application Support', PRODUCT_NAME, 'data-dir')
    : '/etc/exlab-sync/data-dir'
}

/** The data folder of the whole computer; null: an administrator named none. An MSI cannot write where ProgramData lies. */
const machineDataDir = (platform: NodeJS.Platform, env: Env, read: Read): string | null => {
  try {
    const folder = read(machineFile(platform, env))
      .trim()
      .replace(/^%ProgramData%/i, () => env['ProgramData'] ?? 'C:\\ProgramData')
    return isAbsolute(folder) ? folder : null
  } catch {
    return null
  }
}

/** Where earlier versions had it on Windows: in the roaming profile. */
const roamingDataDir = (env: Env, home: string): string =>
  join(settingsFolder('win32', env, home), PRODUCT_NAME)

/**
 * The data folder where `--data-dir` is not given: the one that an administrator named for all accounts, else the account's own.
 * On Windows the one of an earlier version is moved out of the roaming profile,
 * once; where that can't be done, because a program works on it or it lies on another disk, it is used where it is.
 */
export const defaultDataDir = (
  platform: NodeJS.Platform,
  env: Env,
  home: string,
  read: Read = readText,
): string => {
  const machine = machineDataDir(platform, env, read)
  if (machine !== null) return machine
  const folder = standardDataDir(platform, env, home)
  const former = roamingDataDir(env, home)
  if (platform !== 'win32' || existsSync(folder) || !existsSync(former)) return folder
  try {
    mkdirSync(dirname(folder), { recursive: true })
    renameSync(former, folder)
    return folder
  } catch {
    // another start may have moved it at the same time
    return existsSync(folder) ? folder : former
  }
}

/** True where other accounts may write: an administrator named the folder for the whole computer, or made it for a group. */
const isShared = (dataDir: string, machine: string | null): boolean =>
  (machine !== null && relative(machine, dataDir) === '') || isForGroup(dataDir)

/**
 * Folder of what no other account may write or read: programs that this one got, its window's profile, whose cache holds compiled
 * code, and its passwords. The data folder itself, unless other accounts may write there.
 */
export const accountFolder = (
  dataDir: string,
  platform: NodeJS.Platform,
  env: Env,
  home: string,
  read: Read = readText,
): string =>
  isShared(dataDir, machineDataDir(platform, env, read))
    ? join(standardDataDir(platform, env, home), 'shared')
    : dataDir

export const configFileIn = (dataDir: string): string => join(dataDir, 'config.yaml')

/** Where ExLab-Wizard keeps its config.yaml (docs/spec.md 9). */
export const wizardConfigFile = (platform: NodeJS.Platform, env: Env, home: string): string =>
  configFileIn(join(settingsFolder(platform, env, home), 'exlab-wizard'))
