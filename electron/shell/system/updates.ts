// Looks for a newer version where the settings name a feed, and installs it when the program quits: never while a run is sent,
// checked or recorded, and with a copy of the queue from before (docs/deploy.md 6).
import { HOUR_MS, MINUTE_MS } from '../../../shared/duration.ts'
import { UPDATE_MESSAGES } from '../../../shared/messages/desktop/shell.ts'
import type { Core } from '../../core/core.ts'
import { errorMessage } from '../../core/errors.ts'

/** As much of electron-updater as is used. */
export interface Updater {
  /** The version that the feed offers; null: none that is newer. */
  check(feedUrl: string): Promise<string | null>
  download(): Promise<void>
  /** Ends the program and starts the installer. */
  install(): void
}

export interface Updates {
  /** What is known of a newer version, as a sentence; null: none is looked for. */
  sentence(): string | null
  /** Asks the feed where that is due, and fetches what it offers where nothing is going on. */
  turn(): Promise<void>
  /** Call it while the core is still open, before it is stopped: backs the queue up where an update is going to be installed. */
  prepare(): Promise<void>
  /** Starts the installer where `prepare` found that it may; false: there is nothing to install. Call it last. */
  install(): boolean
  stop(): void
}

/**
 * True where this installation may be updated from the feed that its settings name. `isShared`: the settings are those of several
 * accounts, of which one could have another start a program by naming a feed of its own.
 */
export const takesUpdates = (installation: {
  readonly isPackaged: boolean
  readonly isShared: boolean
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
}): boolean => {
  const { isPackaged, isShared, platform, env } = installation
  // what a package manager installed it upgrades
  const isOfPackageManager = platform === 'linux' && env['APPIMAGE'] === undefined
  return isPackaged && !isShared && !isOfPackageManager
}

const TURN_MS = MINUTE_MS
const CHECK_MS = 6 * HOUR_MS

type State =
  | { readonly at: 'start' | 'newest' }
  | { readonly at: 'offered' | 'ready'; readonly version: string }
  | { readonly at: 'failed'; readonly why: string }

/** `version`: of this program; `now`: a clock that nobody can set, ms. */
export const createUpdates = (deps: {
  readonly core: Pick<Core, 'settings' | 'busy' | 'overview' | 'backUp' | 'handlers'>
  readonly updater: Updater
  readonly version: string
  now(): number
  onBug(error: unknown): void
}): Updates => {
  const { core, updater } = deps
  let state: State = { at: 'start' }
  let askedAt: number | null = null
  let askedFeed: string | null = null
  let mayInstall = false
  let turning: Promise<void> | null = null

  /** True while a run is sent, checked or recorded. */
  const isAtWork = async (): Promise<boolean> =>
    core.busy() ||
    core.overview().counts.active > 0 ||
    (await core.handlers['recordings.list']({})).rows.length > 0

  const look = async (): Promise<void> => {
    const feed = core.settings().updates.feedUrl
    if (feed !== askedFeed) {
      state = { at: 'start' }
      askedAt = null
      askedFeed = feed
    }
    if (feed === null || state.at === 'ready') return
    try {
      if (askedAt === null || deps.now() - askedAt >= CHECK_MS) {
        askedAt = deps.now()
        const offered = await updater.check(feed)
        state = offered === null ? { at: 'newest' } : { at: 'offered', version: offered }
      }
      if (state.at !== 'offered' || (await isAtWork())) return
      await updater.download()
      state = { at: 'ready', version: state.version }
    } catch (error) {
      state = { at: 'failed', why: errorMessage(error) }
    }
  }
  const turn = (): Promise<void> =>
    (turning ??= look().finally(() => {
      turning = null
    }))
  const timer = setInterval(() => void turn().catch(deps.onBug), TURN_MS)
  timer.unref()

  return {
    sentence() {
      const feed = core.settings().updates.feedUrl
      if (feed === null) return null
      switch (state.at) {
        case 'start':
        case 'newest':
          return UPDATE_MESSAGES.newest(deps.version, feed)
        case 'offered':
          return UPDATE_MESSAGES.waits(state.version)
        case 'ready':
          return UPDATE_MESSAGES.ready(state.version)
        case 'failed':
          return UPDATE_MESSAGES.failed(feed, state.why)
      }
    },
    turn,
    async prepare() {
      // the settings may have been changed since it was fetched
      if (state.at !== 'ready' || core.settings().updates.feedUrl !== askedFeed) return
      if (await isAtWork()) return
      await core.backUp()
      mayInstall = true
    },
    install() {
      if (mayInstall) updater.install()
      return mayInstall
    },
    stop: () => clearInterval(timer),
  }
}
