// Finds runs by itself: a slow sweep of every instrument's folder, hurried by the system's events where it gives them (docs/spec.md 6).
import { type FSWatcher, watch } from 'node:fs'
import { lstat, open, opendir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Recording } from '../../../../shared/model/reports.ts'
import type { Clock } from '../../domain/clock.ts'
import {
  type FolderSnapshot,
  checkCompleteness,
  unchangedSince,
} from '../../domain/completeness.ts'
import type { Instrument, Settings } from '../../domain/config.ts'
import { RECORDING_IDLE_MS } from '../../domain/recording-guard.ts'
import { WalkError, measureFolder } from '../../engine/scan/walk.ts'
import { runsOf } from './discover.ts'
import { readSignal } from './completion-signal.ts'

export interface WatcherDeps {
  readonly clock: Clock
  settings(): Settings | null
  /** True where that folder is in the queue already, under this or another name. */
  isKnown(folder: string, instrument: string): boolean
  /** Queues a run; why it was refused, or null. */
  add(folder: string, instrument: string): string | null
  /** What waits changed. */
  onChange(): void
  onBug(error: unknown): void
}

export interface Watcher {
  start(): void
  /** One look at everything as it is now: one that is under way is waited for first. */
  sweep(): Promise<void>
  /** Runs that are being written, or wait for their sign. */
  recordings(): Recording[]
  /** A run of that instrument is being written at this moment. */
  isRecording(instrument: string): boolean
  /** The button: the run goes as it is. Answers why not, or null. */
  finish(folder: string): string | null
  /** That folder is in the queue now: it is no recording any more. */
  forget(folder: string): void
  stop(): Promise<void>
}

interface Seen extends FolderSnapshot {
  readonly since: number
  readonly instrument: string
  readonly firstSeen: number
  readonly waitsFor: string
  /** When something in it last moved, as far as was looked, epoch ms. */
  readonly movedAt: number
  /** Walked through: its numbers say something. */
  readonly walked: boolean
}

/** Events come in bursts; the sweep follows so long after the first. */
const AFTER_EVENT_MS = 1_500
/** An instrument that writes all the time must not have us walk all the time: sweeps after events take a twentieth of it. */
const REST = 19
/** Folders followed by events; the sweep covers the rest. */
const MAX_WATCHED = 64

/** Entries of a run's top folder that are looked at for movement. */
const TOP_ENTRIES = 200

/** When something at the top of a run last moved: cheap, and enough to tell that an instrument is at work. */
const movedAt = async (folder: string): Promise<number> => {
  const when = async (path: string): Promise<number> =>
    (await lstat(path).catch(() => null))?.mtimeMs ?? 0
  let latest = await when(folder)
  let looked = 0
  try {
    for await (const { name } of await opendir(folder)) {
      latest = Math.max(latest, await when(join(folder, name)))
      looked += 1
      if (looked >= TOP_ENTRIES) break
    }
  } catch {
    // it went
  }
  return latest
}

const isLocked = async (file: string): Promise<boolean> => {
  try {
    await (await open(file, 'r')).close()
    return false
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    return code === 'EBUSY' || code === 'ETXTBSY'
  }
}

export const createWatcher = (deps: WatcherDeps): Watcher => {
  const { clock } = deps
  let seen = new Map<string, Seen>()
  const watched = new Map<string, FSWatcher>()
  let timer: NodeJS.Timeout | null = null
  let dueSoonUntil: NodeJS.Timeout | null = null
  let running: Promise<void> | null = null
  let stopped = false
  /** The last sweep, ms. */
  let tookMs = 0

  const retryNow = (): void => {
    if (stopped || dueSoonUntil !== null) return
    dueSoonUntil = setTimeout(
      () => {
        dueSoonUntil = null
        void sweep().catch(deps.onBug)
      },
      Math.max(AFTER_EVENT_MS, tookMs * REST),
    )
    dueSoonUntil.unref()
  }
  /** Folders that this sweep wants events of; those of earlier ones are let go at its end. */
  let wanted = new Set<string>()
  const follow = (folder: string): void => {
    wanted.add(folder)
    if (watched.has(folder) || watched.size >= MAX_WATCHED || stopped) return
    try {
      const watcher = watch(folder, { persistent: false }, retryNow)
      watcher.on('error', () => {
        watcher.close()
        watched.delete(folder)
      })
      watched.set(folder, watcher)
    } catch {
      // a share without events, or a limit of the system: the sweep sees to it
    }
  }

  /** Looks at one run; null: it is queued now, or is none of ours. */
  const look = async (
    folder: string,
    instrument: Instrument,
    settings: Settings,
  ): Promise<Seen | null> => {
    const at = clock.now()
    const before = seen.get(folder) ?? null
    const facts = { instrument: instrument.id, firstSeen: before?.firstSeen ?? at }
    const sign = await readSignal(folder, instrument)
    // a run without its sign is not walked through: its million files would be, at every sweep
    if (sign.signal === 'missing')
      return {
        ...facts,
        at,
        files: 0,
        bytes: 0,
        newestMs: 0,
        since: at,
        waitsFor: sign.waitsFor,
        // only the guard asks, and it costs a look at every file on top
        movedAt: settings.sync.instrumentGuard === 'off' ? 0 : await movedAt(folder),
        walked: false,
      }
    const { files, bytes, newestMs, newest } = await measureFolder(folder)
    const { ignoreBefore, settleMs } = settings.watch
    if (ignoreBefore !== null && newestMs > 0 && newestMs < ignoreBefore) return null
    const sighting = { at, files, bytes, newestMs }
    const since = unchangedSince(before?.walked === true ? before : null, sighting)
    const judged = checkCompleteness(sign, { ...sighting, since }, settleMs)
    const wait = (waitsFor: string): Seen => ({
      ...facts,
      ...sighting,
      since,
      waitsFor,
      movedAt: since,
      walked: true,
    })
    if (!judged.complete) return wait(judged.waitsFor)
    if (newest !== null && (await isLocked(join(folder, newest))))
      return wait(`another program to let go of ${newest}`)
    const refusal = deps.add(folder, instrument.id)
    return refusal === null ? null : wait(refusal)
  }

  const unreadable = (folder: string, instrument: Instrument, error: WalkError): Seen => {
    const at = clock.now()
    const firstSeen = seen.get(folder)?.firstSeen ?? at
    return {
      instrument: instrument.id,
      firstSeen,
      at,
      files: 0,
      bytes: 0,
      newestMs: 0,
      since: at,
      waitsFor: `${error.path} to be readable (${error.code})`,
      movedAt: 0,
      walked: false,
    }
  }

  const lookAt = async (settings: Settings, next: Map<string, Seen>): Promise<void> => {
    for (const instrument of settings.instruments) {
      for await (const folder of runsOf(instrument, follow)) {
        if (stopped) return
        if (deps.isKnown(folder, instrument.id)) continue
        try {
          const found = await look(folder, instrument, settings)
          if (found === null) continue
          next.set(folder, found)
          follow(folder)
        } catch (error) {
          if (!(error instanceof WalkError)) throw error
          // it went meanwhile, or it must not be lost without a word
          if (error.code !== 'ENOENT') next.set(folder, unreadable(folder, instrument, error))
        }
      }
    }
  }

  const letGo = (): void => {
    for (const [folder, watcher] of watched) {
      if (wanted.has(folder)) continue
      watcher.close()
      watched.delete(folder)
    }
  }

  const sweepOnce = async (): Promise<void> => {
    const settings = deps.settings()
    if (settings === null || !settings.watch.enabled) {
      seen = new Map()
      return
    }
    const next = new Map<string, Seen>()
    wanted = new Set()
    await lookAt(settings, next)
    letGo()
    const same =
      next.size === seen.size &&
      [...next].every(([folder, found]) => seen.get(folder)?.waitsFor === found.waitsFor)
    seen = next
    if (!same) deps.onChange()
  }
  const sweep = (): Promise<void> => {
    const from = performance.now()
    running ??= sweepOnce().finally(() => {
      tookMs = performance.now() - from
      running = null
    })
    return running
  }

  const again = (): void => {
    if (stopped) return
    timer = setTimeout(
      () => void sweep().catch(deps.onBug).finally(again),
      deps.settings()?.watch.sweepMs ?? 60_000,
    )
    timer.unref()
  }

  const lookNow = (): Promise<void> => (running === null ? sweep() : running.then(sweep))

  return {
    start() {
      // start-up does not wait for it
      void sweep().catch(deps.onBug).finally(again)
    },
    sweep: lookNow,
    recordings: () =>
      [...seen].map(([folder, { instrument, firstSeen, waitsFor, files, bytes }]) => ({
        folder,
        run: basename(folder),
        instrument,
        firstSeen,
        waitsFor,
        files,
        bytes,
      })),
    isRecording: (instrument) =>
      [...seen.values()].some(
        (one) => one.instrument === instrument && clock.now() - one.movedAt < RECORDING_IDLE_MS,
      ),
    finish(folder) {
      const found = seen.get(folder)
      if (found === undefined) return `${folder} is not among the runs that are being recorded.`
      const refusal = deps.add(folder, found.instrument)
      if (refusal === null) seen.delete(folder)
      deps.onChange()
      return refusal
    },
    forget(folder) {
      if (seen.delete(folder)) deps.onChange()
    },
    async stop() {
      stopped = true
      if (timer !== null) clearTimeout(timer)
      if (dueSoonUntil !== null) clearTimeout(dueSoonUntil)
      for (const watcher of watched.values()) watcher.close()
      watched.clear()
      await running?.catch(() => undefined)
    },
  }
}
