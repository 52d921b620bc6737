// Types and defaults of the settings in config.yaml (docs/spec.md 9).
// services/config/read-config.ts reads the file. Pure.
import { MINUTE_MS, HOUR_MS, SECOND_MS } from '../../../shared/duration.ts'
import type { WeekWindow } from '../../../shared/weekly-hours.ts'
import type { CleanupRules } from './maintenance-schedule.ts'

export interface Bandwidth {
  /** Megabits per second. */
  readonly uploadMbps: number
  /** When the limit holds (docs/spec.md 7). Empty: always. */
  readonly windows: readonly WeekWindow[]
}

/** What stands for the app's own rclone.conf, in the data folder, where config.yaml names one. */
export const OWN_CONF = 'app'

export interface RcloneDestination {
  readonly type: 'rclone'
  /** Name of a remote in rclone.conf, without the colon. */
  readonly remote: string
  readonly remotePath: string
  /** Path of the rclone.conf to use; OWN_CONF: the app's own; null: rclone's default. */
  readonly configFile: string | null
  readonly bandwidth: Bandwidth | null
}

export interface RsyncSshDestination {
  readonly type: 'rsync_ssh'
  readonly user: string
  /** Name, alias of ssh's configuration, or address; an IPv6 address without brackets. */
  readonly host: string
  /** null: the one of ssh's configuration, else 22. */
  readonly port: number | null
  readonly keyPath: string
  readonly remotePath: string
  /** null: ssh's own default files. */
  readonly knownHostsFile: string | null
  /** The app's own known_hosts, which ssh reads as well. */
  readonly ownKnownHosts?: string
  readonly bandwidth: Bandwidth | null
}

/** A folder that this computer reaches by a path: a local disk, a mounted share, a mapped drive, a UNC path. */
export interface FolderDestination {
  readonly type: 'folder'
  /** Absolute. */
  readonly path: string
  readonly bandwidth: Bandwidth | null
}

export type Destination = RcloneDestination | RsyncSshDestination | FolderDestination

/** What a name is of: a remote of an rclone.conf, an ssh server, or a folder. */
export type NamedPlace =
  | { readonly type: 'rclone'; readonly remote: string; readonly configFile: string | null }
  | { readonly type: 'ssh'; readonly host: string; readonly port: number | null }
  | { readonly type: 'folder'; readonly path: string }

/** What people call a destination. */
export interface DestinationName {
  readonly name: string
  readonly of: NamedPlace
}

/** A destination of an instrument beside its first one (`also` in config.yaml). */
export interface FurtherDestination {
  /** What it is called within its instrument, such as `archive`; never empty. */
  readonly name: string
  /** A run is safe to delete only once it is proven there too. */
  readonly isRequired: boolean
  readonly destination: Destination
}

/** An entry of `equipment` in config.yaml. */
export interface Instrument {
  readonly id: string
  readonly label: string
  readonly localRoot: string
  /** Where the NAS is mounted on this computer, to open a run there; null: not set. */
  readonly nasRoot: string | null
  readonly completeness:
    | { readonly signal: 'sentinel_file'; readonly filename: string }
    | { readonly signal: 'manifest'; readonly filename: string }
    | { readonly signal: 'quiet_period'; readonly minutes: number }
    | { readonly signal: 'button' }
  /** Patterns of the folders that are runs, below the instrument's folder; empty: found by what is there (docs/spec.md 6). */
  readonly runFolders: readonly string[]
  /** Patterns of files that are never part of a run (domain/exclusion.ts). */
  readonly exclude: readonly string[]
  /** Runs whose newest file is older are left alone, epoch ms; null: `watch.ignoreBefore` holds. */
  readonly ignoreBefore: number | null
  /** Runs in which nothing changed after this moment are left alone, epoch ms; null: none is. */
  readonly onlyAfter: number | null
  /** The first destination, which is always required. */
  readonly destination: Destination
  /** Destinations that its runs go to as well; each has a job of its own (domain/routes.ts). */
  readonly also: readonly FurtherDestination[]
}

/** An instrument whose runs another computer sends (ExLab-Wizard's `sync_mode: stage`): nothing is taken from its folder. */
export interface StagedInstrument {
  readonly id: string
  readonly label: string
  readonly localRoot: string
}

export interface Settings {
  readonly instruments: readonly Instrument[]
  readonly staged: readonly StagedInstrument[]
  /** ExLab-Wizard's config.yaml, with the ids of the instruments that are taken from it; null: none is named. */
  readonly wizardConfig: { readonly file: string; readonly instruments: readonly string[] } | null
  /** The file in which `sync.enabled: false` pauses everything; null: none does. */
  readonly pausedIn: string | null
  /** What people call destinations (`destinations`). */
  readonly destinationNames: readonly DestinationName[]
  readonly sync: {
    /** Delay after the 1st, 2nd, ... failure; the last one repeats (docs/spec.md 3). */
    readonly retryDelaysMs: readonly number[]
    /** The failure with this number makes a job FAILED. */
    readonly maxAttempts: number
    /** Jobs that run at once, over all destinations; one per destination. */
    readonly parallelJobs: number
    /** Files one rclone sends at once; null: chosen from what is sent. */
    readonly transfers: number | null
    /** Most files at once that are chosen. */
    readonly maxTransfers: number
    /** The computer is kept awake while runs are sent. */
    readonly keepAwake: boolean
    /** A destination where nothing was proven for so many days is rehearsed; 0: never. */
    readonly rehearseDays: number
    /** Recording guard: while an instrument records, its sending is held or slowed to `guardMbps`. */
    readonly instrumentGuard: 'off' | 'hold' | 'slow'
    readonly guardMbps: number
    /** A tool that prints nothing for this time is stopped. */
    readonly inactivityMs: number
  }
  readonly verify: {
    readonly maxStreamBytes: number
    /** Days after which a verified run is verified again; null: only by command. */
    readonly repeatDays: number | null
  }
  readonly cleanup: CleanupRules
  readonly logging: {
    /** Logs, and runs that are on the NAS only or were cancelled, are kept for this time. */
    readonly keepDays: number
    /** All attempt logs together. */
    readonly maxBytes: number
  }
  readonly notify: {
    /** Notify when a run needs a person. */
    readonly problems: boolean
    /** Notify when the last run is verified. */
    readonly finished: boolean
    /** When the silence alarm of an instrument may notify. */
    readonly workingHours: WeekWindow
  }
  readonly app: {
    /** Closing the window keeps the program running in the tray. */
    readonly closeToTray: boolean
    readonly startAtLogin: boolean
  }
  /** Where newer versions are offered; null: none are looked for. */
  readonly updates: { readonly feedUrl: string | null }
  readonly watch: {
    readonly enabled: boolean
    /** Every instrument's folder is read at this interval, also where no file event came. */
    readonly sweepMs: number
    /** After the completion signal nothing in a run may change for this time. */
    readonly settleMs: number
    /** Runs whose newest file is older are ignored, epoch ms; null: none is. */
    readonly ignoreBefore: number | null
  }
  /** Explicit program paths; null: bundled, then PATH and known folders. */
  readonly tools: {
    readonly rclone: string | null
    readonly rsync: string | null
    readonly ssh: string | null
  }
}

export const DEFAULT_SETTINGS: Settings = {
  instruments: [],
  staged: [],
  wizardConfig: null,
  pausedIn: null,
  destinationNames: [],
  sync: {
    retryDelaysMs: [30 * SECOND_MS, 2 * MINUTE_MS, 8 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS],
    maxAttempts: 5,
    parallelJobs: 2,
    transfers: null,
    maxTransfers: 16,
    inactivityMs: 10 * MINUTE_MS,
    keepAwake: true,
    rehearseDays: 30,
    instrumentGuard: 'off',
    guardMbps: 8,
  },
  verify: { maxStreamBytes: 1024 ** 3, repeatDays: null },
  cleanup: { enabled: false, minVerifyPasses: 2, minAgeHours: 24, retainCache: true },
  logging: { keepDays: 365, maxBytes: 10 * 1024 ** 3 },
  watch: { enabled: true, sweepMs: MINUTE_MS, settleMs: 20 * SECOND_MS, ignoreBefore: null },
  notify: {
    problems: true,
    finished: false,
    workingHours: { days: [1, 2, 3, 4, 5], fromMinute: 480, toMinute: 1_080 },
  },
  app: { closeToTray: true, startAtLogin: false },
  updates: { feedUrl: null },
  tools: { rclone: null, rsync: null, ssh: null },
}
