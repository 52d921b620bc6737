// Finds rclone's default rclone.conf as rclone does (fs/config/config.go, makeConfigPath).
import { existsSync } from 'node:fs'
import { join } from 'node:path'

type Env = Readonly<Record<string, string | undefined>>

/** The file that rclone uses where no other one is named; one that is not there is where rclone would make it. */
export const defaultConf = (
  env: Env,
  home: string,
  platform: NodeJS.Platform,
  exists: (file: string) => boolean = existsSync,
): string => {
  const { APPDATA: appData, XDG_CONFIG_HOME: xdg } = env
  const folders = [
    ...(platform === 'win32' && appData !== undefined ? [appData] : []),
    ...(xdg === undefined || xdg === '' ? [] : [xdg]),
    join(home, '.config'),
  ]
  const candidates = [
    ...folders.map((folder) => join(folder, 'rclone', 'rclone.conf')),
    join(home, '.rclone.conf'),
  ]
  return candidates.find(exists) ?? candidates[0] ?? ''
}
