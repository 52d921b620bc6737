// Default paths of the data folder and of config.yaml on each platform.
import { join } from 'node:path'

type Env = Readonly<Record<string, string | undefined>>

/** The data folder where `--data-dir` is not given: XDG on Linux, Application Support on macOS, AppData on Windows. */
export const defaultDataDir = (platform: NodeJS.Platform, env: Env, home: string): string => {
  if (platform === 'win32')
    return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'ExLab Sync')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'ExLab Sync')
  return join(env['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'exlab-sync')
}

export const configFileIn = (dataDir: string): string => join(dataDir, 'config.yaml')
