// Environment of the transfer tools: an allow-list of variables, and the
// search for a tool's program.
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

type Env = Readonly<Record<string, string | undefined>>

/**
 * Variables that a tool inherits. All others are withheld, above all those that change what a tool
 * does: LD_PRELOAD, DYLD_*, RSYNC_RSH, RCLONE_*, SSH_ASKPASS (docs/spec.md 2).
 */
const ALLOWED = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  // times of a limit are those of this zone (docs/spec.md 7)
  'TZ',
  'TZDIR',
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

/**
 * The environment of a tool. `LC_ALL=C` makes system errors come in English, which the classifier
 * reads; file names are bytes to both tools whatever the locale (docs/tool-behaviour.md 23).
 */
export const toolEnvironment = (env: Env): Record<string, string> => {
  const out: Record<string, string> = { LC_ALL: 'C' }
  for (const name of ALLOWED) {
    const value = env[name]
    if (value !== undefined) out[name] = value
  }
  return out
}

/** Variables that somebody may have set for a program on purpose. */
const MEANT_FOR: Readonly<Record<'rclone' | 'rsync', RegExp>> = {
  rclone: /^(?:RCLONE_|AWS_|AZURE_|GOOGLE_|B2_|OS_|LD_|DYLD_)/,
  rsync: /^(?:RSYNC_|SSH_ASKPASS|LD_|DYLD_)/,
}

/** Names of variables that are set for a program and are not passed on to it. */
export const withheldVariables = (program: 'rclone' | 'rsync', env: Env): readonly string[] =>
  Object.keys(env)
    .filter((name) => MEANT_FOR[program].test(name) && !ALLOWED.includes(name))
    .toSorted()

/** Homebrew's and MacPorts' folders: macOS' own rsync in /usr/bin lacks options, so these go before PATH there. */
const MAC_FOLDERS = ['/opt/homebrew/bin', '/usr/local/bin', '/opt/local/bin']

/** Folders that are often missing from the PATH of an app that was started from a desktop. */
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

interface Places {
  readonly bundled: string | null
  readonly env: Env
}

/** Folders in which a program is looked for, in this order: the bundled one, on macOS Homebrew's, then PATH, then the known ones. */
export const toolFolders = (
  { bundled, env }: Places,
  platform: NodeJS.Platform = process.platform,
): readonly string[] => [
  ...(bundled === null ? [] : [bundled]),
  ...(platform === 'darwin' ? MAC_FOLDERS : []),
  ...(env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter((folder) => folder !== ''),
  ...KNOWN_FOLDERS,
]

/**
 * Path of a program; null: not found. A path set in the config is the only candidate, so that a wrong one is reported and not
 * silently replaced.
 */
export const findTool = (
  name: string,
  options: Places & { readonly explicit: string | null },
): string | null => {
  if (options.explicit !== null) return isProgram(options.explicit) ? options.explicit : null
  const file = process.platform === 'win32' ? `${name}.exe` : name
  return (
    toolFolders(options)
      .map((folder) => join(folder, file))
      .find(isProgram) ?? null
  )
}
