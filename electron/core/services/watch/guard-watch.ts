// Finds out for the recording guard which instruments record: from runs that are being recorded, from programs that run, and from
// what the instruments' folders gain (docs/spec.md 7). It asks only while the guard is on and a run is sent or waits for it.
import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { msg } from '../../../../shared/language/msg.ts'
import { SECOND_MS } from '../../../../shared/duration.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Instrument, Settings } from '../../domain/config.ts'
import { runningOf } from '../../domain/program-name.ts'
import { MEGABYTE, recordingCause } from '../../domain/recording-guard.ts'
import { type WriteRate, createWriteRate } from '../../domain/write-rate.ts'
import { errorCode } from '../../errors.ts'
import type { ProgramList } from '../../process/running-programs.ts'
import type { RecordingCauseStore } from '../../queue/recording-cause-store.ts'
import type { DiscoveryDeps } from './discover.ts'
import { territoryOf, withRealRoots } from './territory.ts'
import { type WriteMeter, createWriteMeter } from './write-meter.ts'

interface GuardWatchDeps {
  readonly clock: Clock
  settings(): Settings | null
  /** True while a run is sent or waits for it, and work is not paused. */
  hasWork(): boolean
  /** True while a run of that instrument is being written. */
  isRecording(instrument: string): boolean
  /** Lists the programs that run. Never rejects. */
  programs(): Promise<ProgramList>
  readonly platform: NodeJS.Platform
  readonly discovery: Pick<DiscoveryDeps, 'dataDir' | 'isQueued'>
  readonly recordingCauses: RecordingCauseStore
  /** An instrument began or ceased to record, or the reason why it counts so is another one. */
  onChange(): void
  onBug(error: unknown): void
}

interface GuardWatch {
  /** Why an instrument counts as recording now, as a phrase; null: it does not. */
  causeOf(instrument: string): string | null
  /** False while it is being asked which programs run, before the first run is sent. */
  isKnown(): boolean
  /** What cannot be found out, as a sentence; null: nothing that the settings ask for. */
  fault(): string | null
  /** Resolves when nothing is being asked or looked at any more. */
  settled(): Promise<void>
  stop(): Promise<void>
}

const TICK_MS = 5 * SECOND_MS
const PROGRAMS_EVERY_MS = 15 * SECOND_MS
/** Pause between two looks at a folder, in durations of the last: they cost a twentieth of the time. */
const PAUSE_FACTOR = 19

/** What is known of an instrument's folder. */
interface Measured {
  readonly rate: WriteRate
  meter: WriteMeter | null
  /** What the meter was made for. */
  root: string | null
  settings: Settings | null
  isLooking: boolean
  /** When the last look began, and when the next one is due, ms. */
  lookedAt: number
  dueAt: number
}

const UNKNOWN: ProgramList = { names: [], fault: null }

const isOn = (settings: Settings | null): settings is Settings =>
  settings !== null && settings.sync.instrumentGuard !== 'off'

const namesPrograms = (settings: Settings | null): boolean =>
  isOn(settings) && settings.instruments.some((one) => one.guardPrograms.length > 0)

/** The folder in which an instrument's runs are made; null: it is not there. `real`: with real paths. */
const folderOf = async (
  instrument: Instrument,
  real: Settings,
  isShared: boolean,
): Promise<string | null> => {
  const { localRoot } = real.instruments.find(({ id }) => id === instrument.id) ?? instrument
  const own = join(localRoot, instrument.id)
  const hasOwn = await lstat(own).then(
    (stat) => stat.isDirectory(),
    () => false,
  )
  return hasOwn ? own : isShared ? null : localRoot
}

export const createGuardWatch = (deps: GuardWatchDeps): GuardWatch => {
  const { clock, settings: current } = deps
  const measured = new Map<string, Measured>()
  /** UNKNOWN until they were listed. */
  let programs = UNKNOWN
  let isListing = false
  /** The program that was found for each instrument, while list and settings are the same. */
  let found: { of: ProgramList; by: Settings; names: Map<string, string | null> } | null = null
  let listAt = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | null = null
  /** When the next turn is due, ms; it may come before the timer, after the computer slept. */
  let tickAt = Number.NEGATIVE_INFINITY
  /** The guard is on, and a run is sent or waits for it. */
  let isNeeded = false
  let stopped = false
  const pending = new Set<Promise<void>>()
  let said = '[true]'

  /** Of a clock that nobody sets, where there is one. */
  const elapsed = (): number => clock.uptime?.().ms ?? clock.now()

  const follow = (work: Promise<void>): void => {
    const followed = work.catch(deps.onBug).finally(() => pending.delete(followed))
    pending.add(followed)
  }
  const settled = async (): Promise<void> => void (await Promise.all(pending))

  const programOf = ({ id, guardPrograms }: Instrument, settings: Settings): string | null => {
    if (found?.of !== programs || found.by !== settings)
      found = { of: programs, by: settings, names: new Map() }
    const known = found.names.get(id)
    if (known !== undefined) return known
    const program = runningOf(guardPrograms, programs.names, deps.platform)
    found.names.set(id, program)
    return program
  }

  const causeNow = (id: string): string | null => {
    const settings = current()
    const instrument = isOn(settings)
      ? settings.instruments.find((one) => one.id === id)
      : undefined
    if (!isOn(settings) || instrument === undefined) return null
    const limit = settings.sync.guardWriteMbS * MEGABYTE
    return recordingCause(id, {
      records: deps.isRecording(id),
      program: programOf(instrument, settings),
      writing: limit === 0 ? null : (measured.get(id)?.rate.writing(limit, elapsed()) ?? null),
    })
  }

  const fault = (): string | null => {
    const settings = current()
    return namesPrograms(settings) && programs.fault !== null
      ? msg`${programs.fault} The recording guard takes a program that is not listed for one that does not run.`
      : null
  }

  const announce = (): void => {
    const ids = isNeeded ? (current()?.instruments ?? []).map((one) => one.id) : []
    const causes = new Map(
      ids.flatMap((id): [string, string][] => {
        const cause = causeNow(id)
        return cause === null ? [] : [[id, cause]]
      }),
    )
    const state = JSON.stringify([
      programs === UNKNOWN,
      ...causes,
      ...(fault() === null ? [] : [fault()]),
    ])
    try {
      deps.recordingCauses.replace(causes, clock.now())
    } catch {
      // the disk cannot be written, which the engine says; only processes beside it lack the cause
    }
    if (state === said) return
    said = state
    deps.onChange()
  }

  const listPrograms = async (): Promise<void> => {
    isListing = true
    const list = await deps.programs()
    isListing = false
    listAt = elapsed() + PROGRAMS_EVERY_MS
    if (stopped || !isNeeded) return
    programs = list
    announce()
  }

  const look = async (instrument: Instrument, settings: Settings, of: Measured): Promise<void> => {
    const from = elapsed()
    of.isLooking = true
    try {
      const real = await withRealRoots(settings)
      const own = real.instruments.find(({ id }) => id === instrument.id) ?? instrument
      const territory = territoryOf(own, real, deps.discovery.dataDir)
      const root = await folderOf(instrument, real, territory.isShared)
      if (root !== of.root || of.settings !== settings || of.meter === null)
        of.meter =
          root === null
            ? null
            : createWriteMeter(root, {
                isTaken: (folder) => territory.takenBy(folder) !== null,
                isQueued: (folder) => deps.discovery.isQueued(folder, instrument.id),
              })
      Object.assign(of, { root, settings })
      const bytes = (await of.meter?.look(clock.now())) ?? null
      if (bytes !== null) of.rate.add({ at: from, ms: from - of.lookedAt, bytes })
    } catch (error) {
      // a folder that is not there or cannot be read is a finding of the sweeps
      if (errorCode(error) === 'UNKNOWN') deps.onBug(error)
      of.meter = null
      of.rate.add(null)
    }
    of.isLooking = false
    of.lookedAt = from
    of.dueAt = elapsed() + Math.max(TICK_MS, (elapsed() - from) * PAUSE_FACTOR)
    if (!stopped && isNeeded) announce()
  }

  const lookAtFolders = (settings: Settings): void => {
    for (const instrument of settings.instruments) {
      const of = measured.get(instrument.id) ?? {
        rate: createWriteRate(),
        meter: null,
        root: null,
        settings: null,
        isLooking: false,
        lookedAt: elapsed(),
        dueAt: elapsed(),
      }
      measured.set(instrument.id, of)
      if (!of.isLooking && of.dueAt <= elapsed()) follow(look(instrument, settings, of))
    }
  }

  const tickIn = (ms: number): void => {
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(tick, ms)
    timer.unref()
    tickAt = elapsed() + TICK_MS
  }

  const tick = (): void => {
    timer = null
    const settings = current()
    if (stopped) return
    isNeeded = isOn(settings) && deps.hasWork()
    if (!isOn(settings) || !isNeeded) {
      programs = UNKNOWN
      listAt = Number.NEGATIVE_INFINITY
      measured.clear()
      return announce()
    }
    tickIn(TICK_MS)
    if (!namesPrograms(settings)) programs = UNKNOWN
    else if (!isListing && listAt <= elapsed()) follow(listPrograms())
    if (settings.sync.guardWriteMbS > 0) lookAtFolders(settings)
    else measured.clear()
    announce()
  }

  /** Begins to ask, where the next turn is due; called whenever the engine looks for work. */
  const ask = (): void => {
    if (!stopped && isOn(current()) && (timer === null || tickAt <= elapsed())) tickIn(0)
  }

  return {
    causeOf(instrument) {
      ask()
      return causeNow(instrument)
    },
    isKnown() {
      ask()
      return programs !== UNKNOWN || !namesPrograms(current()) || !deps.hasWork()
    },
    fault,
    settled,
    stop() {
      stopped = true
      if (timer !== null) clearTimeout(timer)
      return settled()
    },
  }
}
