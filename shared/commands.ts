// Table of all commands with their shortcuts (docs/ux.md D14): menu bar, keyboard and the list of shortcuts are drawn from it.
import { messages } from './language/messages.ts'

export type Menu = 'file' | 'edit' | 'view' | 'transfer' | 'help'

export interface Command {
  readonly menu: Menu
  readonly label: string
  /** The shortcut as an Electron accelerator; the window parses the same text. */
  readonly keys?: string
  /** The accelerator on macOS, where it differs. */
  readonly macKeys?: string
  /** A second shortcut of the window, not shown in the menu. */
  readonly alsoKeys?: string
  /** A separator goes above it in the menu. */
  readonly line?: true
}

export const COMMANDS = {
  add_run: { menu: 'file', label: 'Add run…', keys: 'CmdOrCtrl+O' },
  settings: { menu: 'file', label: 'Settings…', keys: 'CmdOrCtrl+,', line: true },
  open_config: { menu: 'file', label: 'Open config file' },
  set_up: { menu: 'file', label: 'Set up instrument…' },
  search: { menu: 'edit', label: 'Search in view', keys: 'CmdOrCtrl+F', alsoKeys: '/', line: true },
  palette: { menu: 'edit', label: 'Find anything…', keys: 'CmdOrCtrl+K' },
  copy_path: { menu: 'edit', label: 'Copy path', keys: 'CmdOrCtrl+C' },
  copy_problem: { menu: 'edit', label: 'Copy problem for IT', keys: 'CmdOrCtrl+Shift+C' },
  view_1: { menu: 'view', label: 'Needs you', keys: 'CmdOrCtrl+1' },
  view_2: { menu: 'view', label: 'Active', keys: 'CmdOrCtrl+2' },
  view_3: { menu: 'view', label: 'Waiting', keys: 'CmdOrCtrl+3' },
  view_4: { menu: 'view', label: 'Done', keys: 'CmdOrCtrl+4' },
  view_5: { menu: 'view', label: 'All runs', keys: 'CmdOrCtrl+5' },
  view_6: { menu: 'view', label: 'Activity', keys: 'CmdOrCtrl+6' },
  space: { menu: 'view', label: 'Space', keys: 'CmdOrCtrl+7' },
  details: { menu: 'view', label: 'Properties', keys: 'Alt+Enter', macKeys: 'Cmd+I', line: true },
  log: { menu: 'view', label: 'Show log', keys: 'CmdOrCtrl+L' },
  log_folder: { menu: 'view', label: 'Open log folder', keys: 'CmdOrCtrl+Shift+L' },
  next_problem: { menu: 'view', label: 'Next problem', keys: 'F8', line: true },
  previous_problem: { menu: 'view', label: 'Previous problem', keys: 'Shift+F8' },
  next_pane: { menu: 'view', label: 'Next pane', keys: 'F6' },
  previous_pane: { menu: 'view', label: 'Previous pane', keys: 'Shift+F6' },
  rescan: { menu: 'view', label: 'Look for runs', keys: 'F5', alsoKeys: 'CmdOrCtrl+R', line: true },
  retry: { menu: 'transfer', label: 'Retry failed files', keys: 'CmdOrCtrl+Enter' },
  retry_all: { menu: 'transfer', label: 'Retry all failed', keys: 'CmdOrCtrl+Shift+Enter' },
  hold: { menu: 'transfer', label: 'Hold or resume', keys: 'CmdOrCtrl+Shift+H' },
  send_next: { menu: 'transfer', label: 'Send next', keys: 'Alt+Home' },
  earlier: { menu: 'transfer', label: 'Move up in the queue', keys: 'Alt+Up' },
  later: { menu: 'transfer', label: 'Move down in the queue', keys: 'Alt+Down' },
  verify: { menu: 'transfer', label: 'Verify again', keys: 'CmdOrCtrl+Shift+V' },
  pause_all: { menu: 'transfer', label: 'Pause or resume all', keys: 'CmdOrCtrl+P', line: true },
  unlimited: { menu: 'transfer', label: 'Speed limit on or off' },
  reveal: { menu: 'transfer', label: 'Show in file manager', keys: 'CmdOrCtrl+E', line: true },
  remove: { menu: 'transfer', label: 'Remove from list', keys: 'Delete', macKeys: 'Backspace' },
  clear_finished: { menu: 'transfer', label: 'Clear finished' },
  guide: { menu: 'help', label: 'Operator guide', keys: 'F1', macKeys: 'Cmd+?' },
  shortcuts: { menu: 'help', label: 'Keyboard shortcuts', keys: 'CmdOrCtrl+/' },
  legend: { menu: 'help', label: 'States and their shapes' },
  bundle: { menu: 'help', label: 'Save support bundle…', line: true },
} as const satisfies Record<string, Command>

export type CommandId = keyof typeof COMMANDS

const NAMES = messages(
  'commands',
  Object.fromEntries(Object.entries(COMMANDS).map(([id, { label }]) => [id, label])),
)

/** A command whose label is in the language of this process. */
const withName = (id: CommandId, command: Command): Command =>
  Object.defineProperty({ ...command }, 'label', { get: () => NAMES[id], enumerable: true })

/** The commands in the order of the menus. */
export const COMMAND_LIST: readonly (readonly [CommandId, Command])[] = (
  Object.entries(COMMANDS) as [CommandId, Command][]
) // Object.entries answers plain strings as keys
  .map(([id, command]) => [id, withName(id, command)])

/** The accelerator of a command on a platform (process.platform); null: it has none. */
export const keysOf = (id: CommandId, platform: string): string | null => {
  const command: Command = COMMANDS[id]
  return (platform === 'darwin' ? command.macKeys : undefined) ?? command.keys ?? null
}

/** An accelerator as people read it: `Ctrl+Shift+Enter`, `Cmd+I`. */
export const shownKeys = (keys: string, platform: string): string =>
  keys.replace('CmdOrCtrl', platform === 'darwin' ? 'Cmd' : 'Ctrl')

/** The parts of a keyboard event that decide which shortcut it is. */
interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

/** Keys that an accelerator calls otherwise than the browser does, in lower case. */
const ARROWS: Readonly<Record<string, string>> = { Up: 'arrowup', Down: 'arrowdown' }

/** True where a key press is that accelerator. */
export const isPress = (keys: string, press: KeyPress, platform: string): boolean => {
  const parts = keys.split('+')
  const key = parts.at(-1) ?? ''
  const mac = platform === 'darwin'
  const command = parts.includes('CmdOrCtrl') || parts.includes('Cmd')
  // "?" and "/" need Shift on some keyboards, so Shift is ignored for such characters
  const isPunctuation = key.length === 1 && !/[a-z0-9]/i.test(key)
  return (
    press.key.toLowerCase() === (ARROWS[key] ?? key.toLowerCase()) &&
    (mac ? press.metaKey : press.ctrlKey) === command &&
    (mac || !press.metaKey) &&
    (isPunctuation || press.shiftKey === parts.includes('Shift')) &&
    press.altKey === parts.includes('Alt')
  )
}
