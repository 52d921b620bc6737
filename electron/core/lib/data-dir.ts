// Default paths of the data folder and of config.yaml on each platform.
import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'

type Env = Readonly<Record<string, string | undefined>>

const WINDOWS_NAME = 'ExLab Sync'

/** The data folder where `--data-dir` is not given: XDG on Linux, Application Support on macOS, the local AppData on Windows. */
const standardDataDir = (platform: NodeJS.Platform, env: Env, home: string): string => {
  // a roaming profile is copied between computers, each with the queue of its own
  if (platform === 'win32')
    return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), WINDOWS_NAME)
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', WINDOWS_NAME)
  return join(env['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'exlab-sync')
}

/** Where earlier versions had it on Windows: in the roaming profile. */
const roamingDataDir = (env: Env, home: string): string =>
  join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), WINDOWS_NAME)

/**
 * The data folder where `--data-dir` is not given. On Windows the one of an earlier version is moved out of the roaming profile,
 * once; where that can't be done, because a program works on it or it lies on another disk, it is used where it is.
 */
export const defaultDataDir = (platform: NodeJS.Platform, env: Env, home: string): string => {
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

export const configFileIn = (dataDir: string): string => join(dataDir, 'config.yaml')
