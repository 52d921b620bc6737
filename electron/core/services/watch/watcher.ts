// Finds complete runs: sweeps every instrument's folder from time to time, and soon after file events (docs/spec.md 6).
import { basename, sep } from 'node:path'
import { msg } from '../../../../shared/language/msg.ts'
import { MINUTE_MS } from '../../../../shared/duration.ts'
import type { Recording } from '../../../../shared/model/reports.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Instrument, Settings } from '../../domain/config.ts'
import { isSameFolder } from '../../domain/folder-path.ts'
import { RECORDING_IDLE_MS } from '../../domain/recording-guard.ts'
import type { FindingStore, NewFinding } from '../../queue/finding-store.ts'
import { type DiscoveryDeps, discover } from './discover.ts'
import { MAX_PASSED, findingOf, notAdded } from './findings.ts'
import { createFolderEvents } from './folder-events.ts'
import { type RecordingState, inspectRun } from './inspect-run.ts'
import { createLeftAlone } from './left-alone.ts'
import type { ManifestMemory } from './manifest-signal.ts'
import { withRealRoots } from './territory.ts'

interface WatcherDeps {
  readonly clock: Clock
  settings(): Settings | null
  /** True where that folder is in the queue already, under this or another name. */
  isKnown(folder: string, instrument: string): Promise<boolean>
  /** Queues a run; answers why it was refused, or null. */
  add(folder: string, instrument: string): Promise<string | null>
  readonly findings: Pick<FindingStore, 'replace' | 'settled'>
  readonly discovery: Omit<DiscoveryDeps, 'onLevel'>
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
  /**
   * Time until every run that only has to be seen once more a settle time later can be complete, ms; null: there is none.
   * Such a run is queued by the sweep after that.
   */
  settlesInMs(): number | null
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
  /** Finished runs that were refused: they are offered again at each sweep, and not walked for it. */
  let refused = new Set<string>()
  const manifests: ManifestMemory = new Map()
  const leftAlone = createLeftAlone()
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

  interface Sweep {
    readonly recordings: Map<string, RecordingState>
    readonly refused: Set<string>
    readonly findings: NewFinding[]
  }

  /** Looks at a folder that is a run, and queues it where it is complete. */
  const lookAtRun = async (
    folder: string,
    instrument: Instrument,
    settings: Settings,
    sweeping: Sweep,
  ): Promise<void> => {
    if (await deps.isKnown(folder, instrument.id)) return
    const before = states.get(folder) ?? null
    if (!refused.has(folder)) {
      const alone = await leftAlone.look(folder, instrument, settings.watch, clock.now())
      if (alone.still) return
      const inspection = await inspectRun(
        folder,
        instrument,
        settings,
        before,
        clock.now(),
        manifests,
      )
      if (inspection === 'left_alone') alone.remember()
      if (inspection === null || inspection === 'left_alone') return
      if (!inspection.complete) {
        sweeping.recordings.set(folder, inspection.state)
        events.want(folder)
        return
      }
    }
    const refusal = await deps.add(folder, instrument.id)
    if (refusal === null) return
    sweeping.refused.add(folder)
    sweeping.findings.push(notAdded(instrument, folder, refusal))
  }

  const sweepInstruments = async (settings: Settings): Promise<Sweep> => {
    const sweeping: Sweep = { recordings: new Map(), refused: new Set(), findings: [] }
    deps.onSweep()
    const discovery = { ...deps.discovery, onLevel: events.want }
    const real = await withRealRoots(settings)
    events.beginSweep(real.instruments.map(({ localRoot }) => localRoot))
    for (const [index, instrument] of real.instruments.entries()) {
      const spelled = settings.instruments[index] ?? instrument
      let passed = 0
      for await (const found of discover(instrument, real, discovery)) {
        if (stopped) return sweeping
        const finding = findingOf(
          spelled,
          found,
          isSameFolder(found.folder, instrument.localRoot, sep === '\\'),
        )
        if (finding === null) await lookAtRun(found.folder, instrument, settings, sweeping)
        else if (finding.kind !== 'passed' || (passed += 1) <= MAX_PASSED)
          sweeping.findings.push(finding)
      }
    }
    return sweeping
  }

  const sweepOnce = async (): Promise<void> => {
    const settings = deps.settings()
    if (settings === null || !settings.watch.enabled) {
      states = new Map()
      if (deps.findings.replace([], clock.now())) deps.onChange()
      return
    }
    const sweeping = await sweepInstruments(settings)
    events.endSweep()
    const { recordings } = sweeping
    const isSame =
      recordings.size === states.size &&
      [...recordings].every(([folder, state]) => states.get(folder)?.waitsFor === state.waitsFor)
    states = recordings
    refused = sweeping.refused
    for (const folder of manifests.keys()) if (!states.has(folder)) manifests.delete(folder)
    const isKnown = stopped || !deps.findings.replace(sweeping.findings, clock.now())
    if (!isSame || !isKnown) deps.onChange()
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
    settlesInMs() {
      const settleMs = deps.settings()?.watch.settleMs ?? 0
      const due = [...states.values()]
        .map(({ dueInMs }) => dueInMs)
        .filter((ms) => ms !== null && ms <= settleMs)
      return due.reduce((longest, ms) => Math.max(longest ?? 0, ms ?? 0), null)
    },
    isRecording: (instrument) =>
      [...states.values()].some(
        (state) =>
          state.instrument === instrument && clock.now() - state.movedAt < RECORDING_IDLE_MS,
      ),
    async finish(folder) {
      const state = states.get(folder)
      if (state === undefined) return msg`${folder} is not among the runs that are being recorded.`
      const refusal = await deps.add(folder, state.instrument)
      if (refusal === null) states.delete(folder)
      deps.onChange()
      return refusal
    },
    forget(folder) {
      states.delete(folder)
      refused.delete(folder)
      deps.findings.settled(folder)
      deps.onChange()
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
