// Finds complete runs: sweeps every instrument's folder from time to time, and soon after file events (docs/spec.md 6).
import { basename } from 'node:path'
import { MINUTE_MS } from '../../../../shared/duration.ts'
import type { Recording } from '../../../../shared/model/reports.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Settings } from '../../domain/config.ts'
import { RECORDING_IDLE_MS } from '../../domain/recording-guard.ts'
import { runsOf } from './discover.ts'
import { createFolderEvents } from './folder-events.ts'
import { type RecordingState, inspectRun } from './inspect-run.ts'

interface WatcherDeps {
  readonly clock: Clock
  settings(): Settings | null
  /** True where that folder is in the queue already, under this or another name. */
  isKnown(folder: string, instrument: string): Promise<boolean>
  /** Queues a run; answers why it was refused, or null. */
  add(folder: string, instrument: string): Promise<string | null>
  /** A sweep begins. */
  onSweep(): void
  /** The list of recordings changed. */
  onChange(): void
  /** Called at the end of each sweep, and waited for. */
  afterSweep(): Promise<void>
  onBug(error: unknown): void
}

export interface Watcher {
  start(): void
  /** Sweeps once; a sweep that runs already is waited for first. */
  sweep(): Promise<void>
  /** Runs that are being written or wait for their completion signal. */
  recordings(): Recording[]
  /** True while a run of that instrument is being written. */
  isRecording(instrument: string): boolean
  /** Queues a recording as it is, because a person says that it is complete. Answers why not, or null. */
  finish(folder: string): Promise<string | null>
  /** Takes a folder off the list of recordings, because it was queued. */
  forget(folder: string): void
  stop(): Promise<void>
}

/** Delay from the first file event to the sweep: events come in bursts. */
const EVENT_DELAY_MS = 1_500
/** Pause after a sweep by events, in durations of that sweep: an instrument that always writes costs a twentieth of the time. */
const PAUSE_FACTOR = 19
const DEFAULT_SWEEP_MS = MINUTE_MS

export const createWatcher = (deps: WatcherDeps): Watcher => {
  const { clock } = deps
  let states = new Map<string, RecordingState>()
  let timer: NodeJS.Timeout | null = null
  let eventTimer: NodeJS.Timeout | null = null
  let running: Promise<void> | null = null
  let stopped = false
  let lastSweepMs = 0

  const sweepSoon = (): void => {
    if (stopped || eventTimer !== null) return
    eventTimer = setTimeout(
      () => {
        eventTimer = null
        void sweep().catch(deps.onBug)
      },
      Math.max(EVENT_DELAY_MS, lastSweepMs * PAUSE_FACTOR),
    )
    eventTimer.unref()
  }
  const events = createFolderEvents(sweepSoon)

  const sweepInstruments = async (settings: Settings): Promise<Map<string, RecordingState>> => {
    const found = new Map<string, RecordingState>()
    deps.onSweep()
    for (const instrument of settings.instruments) {
      for await (const folder of runsOf(instrument, events.want)) {
        if (stopped) return found
        if (await deps.isKnown(folder, instrument.id)) continue
        const before = states.get(folder) ?? null
        const inspection = await inspectRun(folder, instrument, settings, before, clock.now())
        if (inspection === null) continue
        const { complete, state } = inspection
        const refusal = complete ? await deps.add(folder, instrument.id) : state.waitsFor
        if (refusal === null) continue
        found.set(folder, { ...state, waitsFor: refusal })
        events.want(folder)
      }
    }
    return found
  }

  const sweepOnce = async (): Promise<void> => {
    const settings = deps.settings()
    if (settings === null || !settings.watch.enabled) {
      states = new Map()
      return
    }
    events.beginSweep()
    const found = await sweepInstruments(settings)
    events.endSweep()
    const isSame =
      found.size === states.size &&
      [...found].every(([folder, state]) => states.get(folder)?.waitsFor === state.waitsFor)
    states = found
    if (!isSame) deps.onChange()
    await deps.afterSweep()
  }
  const sweep = (): Promise<void> => {
    const from = performance.now()
    running ??= sweepOnce().finally(() => {
      lastSweepMs = performance.now() - from
      running = null
    })
    return running
  }

  const sweepAndSchedule = (): void => {
    void sweep()
      .catch(deps.onBug)
      .finally(() => {
        if (stopped) return
        timer = setTimeout(sweepAndSchedule, deps.settings()?.watch.sweepMs ?? DEFAULT_SWEEP_MS)
        timer.unref()
      })
  }

  return {
    start: sweepAndSchedule,
    sweep: () => (running === null ? sweep() : running.then(sweep)),
    recordings: () =>
      [...states].map(([folder, { instrument, firstSeen, waitsFor, files, bytes }]) => ({
        folder,
        run: basename(folder),
        instrument,
        firstSeen,
        waitsFor,
        files,
        bytes,
      })),
    isRecording: (instrument) =>
      [...states.values()].some(
        (state) =>
          state.instrument === instrument && clock.now() - state.movedAt < RECORDING_IDLE_MS,
      ),
    async finish(folder) {
      const state = states.get(folder)
      if (state === undefined) return `${folder} is not among the runs that are being recorded.`
      const refusal = await deps.add(folder, state.instrument)
      if (refusal === null) states.delete(folder)
      deps.onChange()
      return refusal
    },
    forget(folder) {
      if (states.delete(folder)) deps.onChange()
    },
    async stop() {
      stopped = true
      if (timer !== null) clearTimeout(timer)
      if (eventTimer !== null) clearTimeout(eventTimer)
      events.close()
      await running?.catch(() => undefined)
    },
  }
}
