// Rules for which folders can be runs: the folders of systems and NAS makers, and the patterns of `run_folders`
// (docs/spec.md 6). Pure.
import { msg } from '../../../shared/language/msg.ts'
import { nameMatches } from './exclusion.ts'

/** Folders that systems and NAS makers keep for themselves, in small letters: never a run, wherever they lie. */
const SYSTEM_FOLDERS: ReadonlySet<string> = new Set([
  '$recycle.bin',
  'recycler',
  'recycled',
  'system volume information',
  '$extend',
  '$winreagent',
  '$sysreset',
  'msocache',
  'lost+found',
  'network trash folder',
  'temporary items',
  '@eadir',
  '@tmp',
  '@recycle',
  '@recently-snapshot',
  '@sharebin',
  '@transcode',
  '#recycle',
  '#snapshot',
  '~snapshot',
])

/** Of these names only the folder at the root of a disk is the system's: elsewhere they may be anybody's. */
const AT_DISK_ROOT: ReadonlySet<string> = new Set(['recovery', 'config.msi', 'perflogs'])

/** Hidden folders of systems and NAS makers: trash, snapshots, indexes, thumbnails. */
const HIDDEN_SYSTEM_FOLDER =
  /^\.(?:trash.*|snapshots?|zfs|spotlight-v100|fseventsd|documentrevisions-v100|temporaryitems|@.*)$/

/** Whether a system keeps the folder of that name for itself. `atDiskRoot`: the folder lies at the root of a disk. */
export const isSystemFolder = (name: string, atDiskRoot: boolean): boolean => {
  const lower = name.toLowerCase()
  return (
    SYSTEM_FOLDERS.has(lower) ||
    HIDDEN_SYSTEM_FOLDER.test(lower) ||
    /^found\.\d{3}$/.test(lower) ||
    (atDiskRoot && AT_DISK_ROOT.has(lower))
  )
}

/** Most folders below each other in a pattern. */
const MAX_LEVELS = 8

/** Why a pattern of `run_folders` cannot be used, as a sentence; null: it can. */
export const refuseRunFolders = (pattern: string): string | null => {
  const parts = pattern.split('/')
  if (pattern.includes('\\')) return msg`must have forward slashes between folders, on every system`
  if (parts.some((part) => part.trim() === '' || part === '.' || part === '..'))
    return msg`must name folders below the folder of the instrument, as * or */* or */Runs/*`
  if (parts.some((part) => part.includes('**')))
    return msg`must say how deep runs lie: * stands for one folder`
  return parts.length > MAX_LEVELS ? msg`must have at most ${MAX_LEVELS} levels` : null
}

/** What the patterns make of a folder: a run, a folder on the way to runs, or neither. */
type FolderRole = 'run' | 'above' | 'other'

/** Compiles the patterns of `run_folders`. The answer takes the names from the folder of the instrument on. */
export const compileRunFolders = (
  patterns: readonly string[],
): ((names: readonly string[]) => FolderRole) => {
  const all = patterns.map((pattern) => pattern.toLowerCase().split('/'))
  return (names) => {
    const lower = names.map((name) => name.toLowerCase())
    const leading = all.filter(
      (parts) =>
        parts.length >= lower.length && lower.every((name, i) => nameMatches(parts[i] ?? '', name)),
    )
    if (leading.some((parts) => parts.length === lower.length)) return 'run'
    return leading.length > 0 ? 'above' : 'other'
  }
}
