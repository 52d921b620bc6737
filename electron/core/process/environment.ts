// The environment a tool is given, from an allow-list, and where its program is found.
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

type Env = Readonly<Record<string, string | undefined>>

/** What a tool may see of our environment; never LD_PRELOAD, DYLD_*, RSYNC_RSH or RCLONE_* switches. */
const ALLOWED = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'TMPDIR',
  'TMP',
  'TEMP',
  'SSH_AUTH_SOCK',
  'XDG_CONFIG_HOME',
  'XDG_CACHE_HOME',
  'XDG_RUNTIME_DIR',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'SystemRoot',
  'SYSTEMROOT',
  'windir',
  'COMSPEC',
  'PATHEXT',
  'APPDATA',
  'LOCALAPPDATA',
  'USERPROFILE',
  'USERNAME',
  'HOMEDRIVE',
  'HOMEPATH',
  'ProgramData',
  'ProgramFiles',
]

/** LC_ALL=C: the words of system errors are ours to read; file names are bytes to both tools (corpus, "Where LC_ALL matters"). */
export const toolEnvironment = (env: Env): Record<string, string> => {
  const out: Record<string, string> = { LC_ALL: 'C' }
  for (const name of ALLOWED) {
    const value = env[name]
    if (value !== undefined) out[name] = value
  }
  return out
}

/** Folders that a program started from a desktop does not have on its PATH. */
const KNOWN_FOLDERS =
  process.platform === 'win32'
    ? [
        'C:\\Windows\\System32\\OpenSSH',
        'C:\\Program Files\\rclone',
        'C:\\Program Files\\Git\\usr\\bin',
      ]
    : ['/usr/local/bin', '/opt/homebrew/bin', '/usr/bin', '/bin', '/opt/local/bin', '/snap/bin']

const isProgram = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

/**
 * Where a program is: the path set in the config (then nowhere else, so that a wrong path is seen as one), the
 * bundled copy, PATH, known folders. null: nowhere.
 */
export const findTool = (
  name: string,
  places: { readonly explicit: string | null; readonly bundled: string | null; readonly env: Env },
): string | null => {
  if (places.explicit !== null) return isProgram(places.explicit) ? places.explicit : null
  const file = process.platform === 'win32' ? `${name}.exe` : name
  const folders = [
    ...(places.bundled === null ? [] : [places.bundled]),
    ...(places.env['PATH'] ?? places.env['Path'] ?? '')
      .split(delimiter)
      .filter((folder) => folder !== ''),
    ...KNOWN_FOLDERS,
  ]
  return folders.map((folder) => join(folder, file)).find(isProgram) ?? null
}
