// What config.yaml means once it has been read and checked (docs/spec.md 9). Pure types; reading is services/config/settings-service.ts.

import type { WeekWindow } from '../../../shared/weekly-hours.ts'
import type { CleanupRules } from './maintenance-schedule.ts'

export interface Bandwidth {
  readonly uploadMbps: number
  /** When the limit holds (docs/spec.md 7). Empty: always. */
  readonly windows: readonly WeekWindow[]
}

export interface RcloneDestination {
  readonly type: 'rclone'
  /** Name of a remote in rclone.conf, without the colon. */
  readonly remote: string
  readonly remotePath: string
  /** rclone.conf to use; null: rclone's own default. */
  readonly configFile: string | null
  readonly bandwidth: Bandwidth | null
}

export interface RsyncSshDestination {
  readonly type: 'rsync_ssh'
  readonly user: string
  readonly host: string
  readonly port: number
  readonly keyPath: string
  readonly remotePath: string
  /** null: ssh's own default files. */
  readonly knownHostsFile: string | null
  readonly bandwidth: Bandwidth | null
}

export type Destination = RcloneDestination | RsyncSshDestination

/** ExLab-Wizard's `equipment`. */
export interface Instrument {
  readonly id: string
  readonly label: string
  readonly localRoot: string
  /** Where the NAS is mounted on this computer, to open a run there; null: not said. */
  readonly nasRoot: string | null
  readonly completeness:
    | { readonly signal: 'sentinel_file'; readonly filename: string }
    | { readonly signal: 'manifest'; readonly filename: string }
    | { readonly signal: 'quiet_period'; readonly minutes: number }
    | { readonly signal: 'button' }
  readonly destination: Destination
}

export interface Settings {
  readonly instruments: readonly Instrument[]
  readonly sync: {
    /** Waiting time after the 1st, 2nd, ... failure; the last one repeats (docs/spec.md 3). */
    readonly retryDelaysMs: readonly number[]
    /** The failure with this number makes a job FAILED. */
    readonly maxAttempts: number
    /** Jobs worked on at once, over all destinations; one per destination. */
    readonly parallelJobs: number
    /** Files one rclone sends at once. */
    readonly transfers: number
    /** The computer does not fall asleep while runs are sent. */
    readonly keepAwake: boolean
    /** While an instrument records, its sending waits or is slowed to `guardMbps`. */
    readonly instrumentGuard: 'off' | 'hold' | 'slow'
    readonly guardMbps: number
    /** A tool that says nothing for so long is stopped. */
    readonly inactivityMs: number
  }
  readonly verify: {
    readonly maxStreamBytes: number
    /** Days after which a verified run is proven again; null: only by command. */
    readonly repeatDays: number | null
  }
  readonly cleanup: CleanupRules
  readonly logging: {
    /** Logs, and runs that are on the NAS only or were cancelled, are kept so long. */
    readonly keepDays: number
    /** All attempt logs together. */
    readonly maxBytes: number
  }
  readonly notify: {
    /** A notice of the system when a run needs somebody. */
    readonly problems: boolean
    /** A notice of the system when the last run is proven. */
    readonly finished: boolean
    /** When the silence of an instrument is told. */
    readonly workingHours: WeekWindow
  }
  readonly app: {
    /** Closing the window leaves the program at work in the tray. */
    readonly closeToTray: boolean
    readonly startAtLogin: boolean
  }
  readonly watch: {
    readonly enabled: boolean
    /** A look at every instrument's folder, whatever events say. */
    readonly sweepMs: number
    /** After the sign that a run is complete nothing in it may move for so long. */
    readonly settleMs: number
    /** Runs whose youngest file is older are left alone, epoch ms; null: none is. */
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
  sync: {
    retryDelaysMs: [30_000, 120_000, 480_000, 1_800_000, 7_200_000],
    maxAttempts: 5,
    parallelJobs: 2,
    transfers: 4,
    inactivityMs: 600_000,
    keepAwake: true,
    instrumentGuard: 'off',
    guardMbps: 8,
  },
  verify: { maxStreamBytes: 1024 ** 3, repeatDays: null },
  cleanup: { enabled: false, minVerifyPasses: 2, minAgeHours: 24, retainCache: true },
  logging: { keepDays: 365, maxBytes: 10 * 1024 ** 3 },
  watch: { enabled: true, sweepMs: 60_000, settleMs: 20_000, ignoreBefore: null },
  notify: {
    problems: true,
    finished: false,
    workingHours: { days: [1, 2, 3, 4, 5], fromMinute: 480, toMinute: 1_080 },
  },
  app: { closeToTray: true, startAtLogin: false },
  tools: { rclone: null, rsync: null, ssh: null },
}
