// Default paths of the data folder, of config.yaml and of ExLab-Wizard's config.yaml on each platform.
import { join } from 'node:path'

type Env = Readonly<Record<string, string | undefined>>

/** Where programs keep their settings: XDG on Linux, Application Support on macOS, AppData on Windows. */
const settingsFolder = (platform: NodeJS.Platform, env: Env, home: string): string => {
  if (platform === 'win32') return env['APPDATA'] ?? join(home, 'AppData', 'Roaming')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support')
  return env['XDG_CONFIG_HOME'] ?? join(home, '.config')
}

/** The data folder where `--data-dir` is not given. */
export const defaultDataDir = (platform: NodeJS.Platform, env: Env, home: string): string =>
  join(
    settingsFolder(platform, env, home),
    platform === 'win32' || platform === 'darwin' ? 'ExLab Sync' : 'exlab-sync',
  )

export const configFileIn = (dataDir: string): string => join(dataDir, 'config.yaml')

/** Where ExLab-Wizard keeps its config.yaml (docs/spec.md 9). */
export const wizardConfigFile = (platform: NodeJS.Platform, env: Env, home: string): string =>
  configFileIn(join(settingsFolder(platform, env, home), 'exlab-wizard'))
