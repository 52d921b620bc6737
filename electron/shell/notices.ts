// Which notices the system shows, and when: one per cause, collected, repeated only while nobody has taken note (UX D13). Pure but for what it remembers.
import type { Cause } from '../../shared/lists.ts'
import type { Overview } from '../../shared/model.ts'
import { fill, wordsOf } from '../../shared/reasons.ts'
import type { Foresight } from '../../shared/reports.ts'

export interface Note {
  readonly title: string
  readonly body: string
  /** What a click opens: that run's problem, or the list. */
  readonly jobId: number | null
}

export interface Facts {
  readonly now: number
  readonly overview: Overview
  readonly causes: readonly Cause[]
  readonly foresight: readonly Foresight[]
  /** Somebody is looking at the window. */
  readonly focused: boolean
  readonly wants: { readonly problems: boolean; readonly finished: boolean }
}

const MIN = 60_000
const HOUR = 60 * MIN
const DAY = 24 * HOUR
/** Failures within this time are one notice. */
const TOGETHER = 2 * MIN
const UNREACHABLE = 15 * MIN
const RUNWAYS = [15 * MIN, HOUR, 4 * HOUR]
const WORK_HOURS = { from: 8, to: 18 }

const runs = (n: number): string => (n === 1 ? '1 run' : `${n} runs`)

export const createNotices = () => {
  /** When a cause was told, and how often. */
  const told = new Map<string, { at: number; times: number }>()
  const unreachable = new Set<string>()
  const runway = new Map<string, number>()
  const silent = new Map<string, number>()
  let lastProblem = Number.NEGATIVE_INFINITY
  let wasBusy = false

  const isDue = (key: string, now: number): boolean => {
    const before = told.get(key)
    if (before === undefined) return true
    return now - before.at >= (before.times === 1 ? 4 * HOUR : DAY)
  }

  const problems = ({ now, causes, focused, wants }: Facts): Note[] => {
    const open = causes.filter((cause) => cause.unacknowledged > 0)
    const keys = new Set(open.map((cause) => JSON.stringify(cause.key)))
    for (const key of told.keys()) if (!keys.has(key)) told.delete(key)
    const due = open.filter((cause) => isDue(JSON.stringify(cause.key), now))
    if (due.length === 0) return []
    // the first is told at once; what follows within two minutes is told together
    if (now - lastProblem < TOGETHER) return []
    lastProblem = now
    for (const cause of due) {
      const key = JSON.stringify(cause.key)
      told.set(key, { at: now, times: (told.get(key)?.times ?? 0) + 1 })
    }
    if (focused || !wants.problems) return []
    const [only] = due
    const count = due.reduce((sum, cause) => sum + cause.runs, 0)
    if (due.length > 1 || only === undefined)
      return [
        { title: `${runs(count)} need you`, body: 'Open ExLab Sync to see why.', jobId: null },
      ]
    const words = wordsOf(only.key.reason)
    return [
      {
        title:
          words === null
            ? only.error.message
            : fill(words.headline, { destination: only.destination }),
        body:
          only.runs === 1
            ? `${only.newest.run} needs you.`
            : `${runs(only.runs)} need you. ${words?.meaning ?? ''}`,
        jobId: only.runs === 1 ? only.newest.jobId : null,
      },
    ]
  }

  const destinations = ({ now, overview }: Facts): Note[] => {
    const notes: Note[] = []
    const held = new Map(overview.holds.map((hold) => [hold.key, hold]))
    for (const [key, hold] of held) {
      if (unreachable.has(key) || now - hold.since < UNREACHABLE || overview.counts.waiting === 0)
        continue
      unreachable.add(key)
      const waiting = runs(overview.counts.waiting)
      notes.push({ title: hold.message, body: `${waiting} waiting since then.`, jobId: null })
    }
    for (const key of unreachable) {
      if (held.has(key)) continue
      unreachable.delete(key)
      notes.push({ title: 'A destination takes runs again', body: 'Sending goes on.', jobId: null })
    }
    return notes
  }

  const disks = ({ now, foresight }: Facts): Note[] =>
    foresight.flatMap(({ instrument, runway: disk }) => {
      const left = disk?.fullAt === null || disk === null ? null : disk.fullAt - now
      const step = left === null ? undefined : RUNWAYS.find((limit) => left <= limit)
      if (step === undefined) {
        runway.delete(instrument)
        return []
      }
      if ((runway.get(instrument) ?? Infinity) <= step) return []
      runway.set(instrument, step)
      const hours = Math.max(1, Math.round((left ?? 0) / MIN))
      return [
        {
          title: `The data disk of ${instrument} is nearly full`,
          body: `At this rate it is full in about ${hours >= 90 ? `${Math.round(hours / 60)} h` : `${hours} min`}.`,
          jobId: null,
        },
      ]
    })

  const silences = ({ now, foresight }: Facts): Note[] => {
    const hour = new Date(now).getHours()
    if (hour < WORK_HOURS.from || hour >= WORK_HOURS.to) return []
    return foresight.flatMap(({ instrument, words }) => {
      if (words === null) {
        silent.delete(instrument)
        return []
      }
      if (now - (silent.get(instrument) ?? Number.NEGATIVE_INFINITY) < DAY) return []
      silent.set(instrument, now)
      return [{ title: words, body: 'Nothing has arrived to be sent.', jobId: null }]
    })
  }

  const finished = ({ overview, wants }: Facts): Note[] => {
    const { active, waiting, needs_you: bad } = overview.counts
    const busy = active + waiting > 0
    const ended = wasBusy && !busy && bad === 0
    wasBusy = busy
    return ended && wants.finished
      ? [{ title: 'All runs are sent and verified', body: '', jobId: null }]
      : []
  }

  return {
    /** What is to be shown now; to be asked every few seconds. */
    look: (facts: Facts): Note[] => [
      ...problems(facts),
      ...destinations(facts),
      ...disks(facts),
      ...silences(facts),
      ...finished(facts),
    ],
  }
}
