// Looks for a newer version where the settings name a feed, and installs it when the program quits: never while a run is sent,
// checked or recorded, and with a copy of the queue from before (docs/deploy.md 6).
import { HOUR_MS, MINUTE_MS } from '../../../shared/duration.ts'
import { visible } from '../../../shared/escape.ts'
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
 * accounts, of which one could have another start a program by naming a feed of its own. `hasUninstaller`: setup.exe installed it on
 * Windows; an MSI is upgraded by what rolled it out, and a portable copy by who unpacked it.
 */
export const takesUpdates = (installation: {
  readonly isPackaged: boolean
  readonly isShared: boolean
  readonly hasUninstaller: boolean
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
}): boolean => {
  const { isPackaged, isShared, hasUninstaller, platform, env } = installation
  // what a package manager installed it upgrades
  const isOfPackageManager =
    (platform === 'linux' && env['APPIMAGE'] === undefined) ||
    (platform === 'win32' && !hasUninstaller)
  return isPackaged && !isShared && !isOfPackageManager
}

/** Of an installation that takes no updates: it says so where its settings name a feed. */
export const withoutUpdates = (core: Pick<Core, 'settings'>): Updates => ({
  sentence() {
    const feed = core.settings().updates.feedUrl
    return feed === null ? null : UPDATE_MESSAGES.notTaken(feed)
  },
  turn: () => Promise.resolve(),
  prepare: () => Promise.resolve(),
  install: () => false,
  stop: () => undefined,
})

const TURN_MS = MINUTE_MS
const CHECK_MS = 6 * HOUR_MS

type State =
  | { readonly at: 'start' | 'newest' }
  /** `words`: that it is there, and what it waits for. */
  | { readonly at: 'offered'; readonly version: string; readonly words: string }
  | { readonly at: 'ready'; readonly version: string }
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

  /** What an update waits for while a run is sent, checked or recorded, as a sentence about that version; null: for nothing. */
  const waitsFor = async (offered: string): Promise<string | null> => {
    const { active } = core.overview().counts
    if (active > 0) return UPDATE_MESSAGES.waitsForSending(offered, active)
    const { rows, total } = await core.handlers['recordings.list']({})
    const [first] = rows
    if (first !== undefined)
      return UPDATE_MESSAGES.waitsForRecording(offered, visible(first.run), total - 1)
    return core.busy() ? UPDATE_MESSAGES.waits(offered) : null
  }

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
        state =
          offered === null
            ? { at: 'newest' }
            : { at: 'offered', version: offered, words: UPDATE_MESSAGES.waits(offered) }
      }
      if (state.at !== 'offered') return
      const { version } = state
      const words = await waitsFor(version)
      if (words !== null) {
        state = { at: 'offered', version, words }
        return
      }
      await updater.download()
      state = { at: 'ready', version }
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
          return UPDATE_MESSAGES.notAsked(feed)
        case 'newest':
          return UPDATE_MESSAGES.newest(deps.version, feed)
        case 'offered':
          return state.words
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
      if ((await waitsFor(state.version)) !== null) return
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
