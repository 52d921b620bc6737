// Notices late files and changed originals of proven runs: compares their folders with what was proven, some at each
// sweep in turn, those first in which something moved (docs/spec.md 5).
import { opendir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { msg } from '../../../../shared/language/msg.ts'
import { SECOND_MS } from '../../../../shared/duration.ts'
import { MANIFEST_GONE } from '../../../../shared/reasons.ts'
import type { Settings } from '../../domain/config.ts'
import { type Counterevidence, againstOriginals, isComparable } from '../../engine/cleanup/look.ts'
import { type WithdrawDeps, withdrawProof } from '../../engine/cleanup/withdraw-proof.ts'
import type { Folding } from '../../engine/folding/folding.ts'
import { manifestGoneText } from '../../engine/folding/manifest-gone.ts'
import type { HashPool } from '../../engine/hashing/hash-pool.ts'
import { checkOriginals } from '../../engine/scan/check-originals.ts'
import type { FileStore } from '../../files/file-store.ts'
import { yieldToEventLoop } from '../../lib/yield.ts'
import type { ExclusionStore } from '../../queue/exclusion-store.ts'
import type { FolderStore } from '../../queue/folder-store.ts'
import { RECORDS_FOLDER } from '../../wizard/records-folder.ts'
import { createFolderEvents } from './folder-events.ts'
import { withRealRoots } from './territory.ts'

interface OriginalsWatchDeps extends WithdrawDeps {
  readonly folders: Pick<FolderStore, 'proven'>
  readonly files: FileStore
  readonly exclusions: Pick<ExclusionStore, 'rules'>
  readonly pool: Pick<HashPool, 'hash'>
  readonly folding: Folding
  settings(): Settings | null
  /** A verify pass is due now. */
  wake(): void
  onBug(error: unknown): void
}

export interface OriginalsWatch {
  /** Checks runs in turn: as many as a sweep may cost, or all of them. Throws nothing. */
  round(scope: 'some' | 'all'): Promise<void>
  /** Checks these runs, where they are proven. Throws nothing. */
  check(jobIds: readonly number[]): Promise<void>
  /** Resolves when every check that was asked for has ended. */
  settled(): Promise<void>
  stop(): Promise<void>
}

type ProvenRun = ReturnType<FolderStore['proven']>[number]

/** Files whose metadata one round reads; a larger run is paid for by the rounds after it. */
const FILES_PER_ROUND = 20_000
/** Runs whose folder times one round compares. */
const COMPARED_PER_ROUND = 2_000
const COMPARED_AT_ONCE = 16
/** Most entries of a run's folder among which its subfolders are looked for. */
const MAX_TOP_ENTRIES = 200
/** Delay from the first file event to the round: events come in bursts. */
const EVENT_DELAY_MS = 1.5 * SECOND_MS
/** Most runs that are watched by events: those that were added last. */
const MAX_BY_EVENTS = 64

/**
 * When the run's folder and the folders right below it last got or lost an entry, as one text: cheap, and enough to see
 * most late files. null: it cannot be read now.
 */
const folderTimes = async (folder: string): Promise<string | null> => {
  try {
    const times = [(await stat(folder)).mtimeMs]
    let entries = 0
    for await (const entry of await opendir(folder)) {
      entries += 1
      if (entries > MAX_TOP_ENTRIES) break
      if (entry.isDirectory() && entry.name !== RECORDS_FOLDER)
        times.push((await stat(join(folder, entry.name))).mtimeMs)
    }
    return times.join(' ')
  } catch {
    return null
  }
}

export const createOriginalsWatch = (deps: OriginalsWatchDeps): OriginalsWatch => {
  const { folders, files } = deps
  const stopping = new AbortController()
  const { signal } = stopping
  /** The folder's times at the last check, by job. */
  const times = new Map<number, string | null>()
  /** Number of the last check, by job: the lowest is next. */
  const turns = new Map<number, number>()
  const suspects = new Set<number>()
  let turn = 0
  let credit = 0
  let statFrom = 0
  let last: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | null = null

  const events = createFolderEvents((folder) => {
    for (const run of folders.proven()) if (run.folder === folder) suspects.add(run.id)
    if (timer !== null || signal.aborted) return
    timer = setTimeout(() => {
      timer = null
      void round('some')
    }, EVENT_DELAY_MS)
    timer.unref()
  })

  /** Something moved in a folded run whose manifest is gone; null: it was said already, and a person decides. */
  const withoutManifest = (jobId: number, gone: string): Counterevidence | null => {
    if (deps.jobs.get(jobId)?.lastError?.reason === MANIFEST_GONE) return null
    const message = msg`Something changed in the run folder since the run was folded. ${manifestGoneText(gone)}`
    return { reason: MANIFEST_GONE, message, hasLateFiles: false }
  }

  const checkRun = async ({ id, folder, identity }: ProvenRun): Promise<void> => {
    const time = await folderTimes(folder)
    suspects.delete(id)
    turn += 1
    turns.set(id, turn)
    times.set(id, time)
    // an attempt looks for itself; a folder that is another one now says nothing about the run
    if (time === null || !(await isComparable(folder, identity)) || deps.isBusy(id)) return
    if (await deps.folding.isAsFolded({ id, folder }, signal)) return
    if (signal.aborted) return
    const checked = await deps.folding.withRows({ id, folder }, () =>
      checkOriginals({ id, folder }, { ...deps, mayWrite: true }, signal),
    )
    const against =
      'gone' in checked ? withoutManifest(id, checked.gone) : againstOriginals(checked.result)
    if (!signal.aborted && against !== null && withdrawProof(id, against, deps)) deps.wake()
  }

  /** Finds the runs in which a folder got or lost an entry since their last check. */
  const compareTimes = async (runs: readonly ProvenRun[]): Promise<void> => {
    const from = statFrom >= runs.length ? 0 : statFrom
    const compared = runs.slice(from, from + COMPARED_PER_ROUND)
    statFrom = from + compared.length
    for (let i = 0; i < compared.length && !signal.aborted; i += COMPARED_AT_ONCE)
      await Promise.all(
        compared.slice(i, i + COMPARED_AT_ONCE).map(async ({ id, folder }) => {
          if (times.has(id) && times.get(id) !== (await folderTimes(folder))) suspects.add(id)
        }),
      )
  }

  const forgetOthers = (runs: readonly ProvenRun[]): void => {
    const ids = new Set(runs.map(({ id }) => id))
    for (const id of turns.keys()) {
      if (ids.has(id)) continue
      turns.delete(id)
      times.delete(id)
      suspects.delete(id)
    }
  }

  const watchNewest = async (runs: readonly ProvenRun[]): Promise<void> => {
    const settings = deps.settings()
    const real = settings?.watch.enabled === true ? await withRealRoots(settings) : null
    events.beginSweep((real?.instruments ?? []).map(({ localRoot }) => localRoot))
    if (real !== null) for (const { folder } of runs.slice(-MAX_BY_EVENTS)) events.want(folder)
    events.endSweep()
  }

  const checkSome = async (runs: readonly ProvenRun[]): Promise<void> => {
    await compareTimes(runs)
    const next = runs.toSorted(
      (a, b) =>
        Number(suspects.has(b.id)) - Number(suspects.has(a.id)) ||
        (turns.get(a.id) ?? 0) - (turns.get(b.id) ?? 0),
    )
    credit = Math.min(FILES_PER_ROUND, credit + FILES_PER_ROUND)
    for (const [index, run] of next.entries()) {
      // one run in which something moved is checked however much the last rounds cost
      const isUrgent = index === 0 && suspects.has(run.id)
      if (signal.aborted || (credit <= 0 && !isUrgent)) return
      await checkRun(run)
      credit -= Math.max(1, files.total(run.id))
      await yieldToEventLoop()
    }
  }

  const makeRound = async (scope: 'some' | 'all'): Promise<void> => {
    const runs = folders.proven()
    forgetOthers(runs)
    await watchNewest(runs)
    if (scope === 'some') return checkSome(runs)
    for (const run of runs) {
      if (signal.aborted) return
      await checkRun(run)
      await yieldToEventLoop()
    }
  }

  /** Runs a piece of work; a bug in it does not end the others. */
  const guarded = async (work: () => Promise<void>): Promise<void> => {
    if (signal.aborted) return
    try {
      await work()
    } catch (error) {
      deps.onBug(error)
    }
  }

  const round = (scope: 'some' | 'all'): Promise<void> => {
    last = last.then(() => guarded(() => makeRound(scope)))
    return last
  }

  return {
    round,
    async check(jobIds) {
      const wanted = new Set(jobIds)
      const before = last
      // a person waits for it, so it does not wait for a round
      const checked = guarded(async () => {
        for (const run of folders.proven()) if (wanted.has(run.id)) await checkRun(run)
      })
      last = Promise.all([before, checked]).then(() => undefined)
      await checked
    },
    settled: () => last,
    async stop() {
      stopping.abort()
      if (timer !== null) clearTimeout(timer)
      events.close()
      await last
    },
  }
}
