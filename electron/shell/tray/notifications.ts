// Which notices the system shows, and when: one per cause, collected, repeated only while nobody has taken note (docs/ux.md D13). Pure.
import { NOTIFICATION_MESSAGES } from '../../../shared/messages/notifications.ts'
import { dateTime, timeLeft } from '../../../shared/format.ts'
import type { Cause } from '../../../shared/model/list-rows.ts'
import type { DestinationHold, Overview } from '../../../shared/model/model.ts'
import { fill, reasonText } from '../../../shared/reasons.ts'
import type { Forecast } from '../../../shared/model/reports.ts'
import { waitingFor } from '../../../shared/overall-status.ts'
import { type WeekWindow, isInsideAt } from '../../../shared/weekly-hours.ts'
import { type NotificationHistory, bounded } from './notification-history.ts'

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
  readonly foresight: readonly Forecast[]
  /** Somebody is looking at the window. */
  readonly focused: boolean
  readonly wants: {
    readonly problems: boolean
    readonly finished: boolean
    readonly workingHours: WeekWindow
  }
}

const MIN = 60_000
const HOUR = 60 * MIN
const DAY = 24 * HOUR
/** Failures within this time are one notice. */
const TOGETHER = 2 * MIN
const UNREACHABLE = 15 * MIN
const RUNWAYS = [15 * MIN, HOUR, 4 * HOUR]
/** A disk is spoken of again only once it had so much more room than when it was. */
const EASED = 1.5

/** Reasons for which a destination is held that no waiting mends, though it is probed. */
const MAX_LINE_LENGTH: ReadonlySet<string> = new Set([
  'remote_disk_full',
  'remote_storage_error',
  'remote_path_missing',
])

/** Sign-in, trust, room, tool: told at once, and once for each destination. */
const isOpen = (reason: string): boolean =>
  MAX_LINE_LENGTH.has(reason) || reasonText(reason)?.hold === 'click'

/** One thing that needs somebody: a cause, or a destination that takes nothing. */
interface Problem {
  readonly key: string
  readonly runs: number
  readonly note: Note
}

const keyOf = (destination: string, reason: string): string => `${reason} ${destination}`

const headline = (reason: string, destination: string, otherwise: string): string => {
  const words = reasonText(reason)
  return words === null ? otherwise : fill(words.headline, { destination })
}

const ofCause = (cause: Cause): Problem => {
  const { reason, destination } = cause.key
  const meaning = reasonText(reason)?.meaning ?? ''
  return {
    key: keyOf(destination, reason),
    runs: cause.runs,
    note: {
      title: headline(reason, cause.destination, cause.error.message),
      body:
        cause.runs === 1
          ? NOTIFICATION_MESSAGES.runNeeds(cause.newest.run)
          : NOTIFICATION_MESSAGES.runsNeed(cause.runs, fill(meaning, { destination: cause.destination })),
      jobId: cause.runs === 1 ? cause.newest.jobId : null,
    },
  }
}

const ofHold = (hold: DestinationHold, overview: Overview): Problem => {
  const waiting = waitingFor(hold, overview)
  return {
    key: keyOf(hold.key, hold.reason),
    runs: waiting,
    note: {
      title: hold.message,
      body: waiting === 0 ? '' : NOTIFICATION_MESSAGES.waitSince(waiting, dateTime(hold.since)),
      jobId: null,
    },
  }
}

/** `keep` is called with what was told whenever that changed. */
export const createNotices = (
  before: NotificationHistory,
  keep: (told: NotificationHistory) => void,
) => {
  const told = {
    problems: new Map(Object.entries(before.problems)),
    away: new Map(Object.entries(before.away)),
    disks: new Map(Object.entries(before.disks)),
    silent: new Map(Object.entries(before.silent)),
  }
  let kept = JSON.stringify(before)
  let lastProblem = Number.NEGATIVE_INFINITY
  /** Verified runs when sending began; null: nothing is sent. */
  let provenBefore: number | null = null

  const isDue = (key: string, now: number): boolean => {
    const one = told.problems.get(key)
    return one === undefined || now - one.at >= (one.times === 1 ? 4 * HOUR : DAY)
  }

  const open = ({ causes, overview }: Facts): Problem[] => {
    // a run that somebody has taken note of speaks for its destination too
    const known = new Set(causes.map((cause) => ofCause(cause).key))
    return [
      ...causes.filter((cause) => cause.unacknowledged > 0).map(ofCause),
      ...overview.holds
        .filter((hold) => isOpen(hold.reason))
        .map((hold) => ofHold(hold, overview))
        .filter((problem) => !known.has(problem.key)),
    ]
  }

  const problems = (facts: Facts): Note[] => {
    const { now, focused, wants } = facts
    const all = open(facts)
    const keys = new Set(all.map((problem) => problem.key))
    for (const key of told.problems.keys()) if (!keys.has(key)) told.problems.delete(key)
    const due = all.filter((problem) => isDue(problem.key, now))
    const [only] = due
    // the first is told at once; what follows within two minutes is told together
    if (only === undefined || now - lastProblem < TOGETHER) return []
    lastProblem = now
    for (const { key } of due)
      told.problems.set(key, { at: now, times: (told.problems.get(key)?.times ?? 0) + 1 })
    if (focused || !wants.problems) return []
    if (due.length === 1) return [only.note]
    const count = due.reduce((sum, problem) => sum + problem.runs, 0)
    return [{ title: NOTIFICATION_MESSAGES.several(count), body: NOTIFICATION_MESSAGES.severalText, jobId: null }]
  }

  const destinations = ({ now, overview, wants }: Facts): Note[] => {
    const notes: Note[] = []
    const held = new Set(overview.holds.map((hold) => hold.key))
    for (const hold of overview.holds) {
      const waiting = waitingFor(hold, overview)
      const isNew = !isOpen(hold.reason) && !told.away.has(hold.key)
      if (!isNew || now - hold.since < UNREACHABLE || waiting === 0 || !wants.problems) continue
      told.away.set(hold.key, hold.destination)
      const body = NOTIFICATION_MESSAGES.waitSince(waiting, dateTime(hold.since))
      notes.push({ title: hold.message, body, jobId: null })
    }
    for (const [key, name] of told.away) {
      if (held.has(key)) continue
      told.away.delete(key)
      notes.push({ title: NOTIFICATION_MESSAGES.back(name), body: NOTIFICATION_MESSAGES.backText, jobId: null })
    }
    return notes
  }

  const disks = ({ now, foresight, wants }: Facts): Note[] =>
    foresight.flatMap(({ instrument, runway }) => {
      // an unknown time says neither that it is near nor that it is not
      if (runway === null || runway.fullAt === null) return []
      const left = runway.fullAt - now
      const eased = RUNWAYS.find((limit) => left <= limit * EASED)
      const before = told.disks.get(instrument)
      if (eased === undefined) told.disks.delete(instrument)
      else if (before !== undefined && eased > before) told.disks.set(instrument, eased)
      const step = RUNWAYS.find((limit) => left <= limit)
      if (step === undefined || (told.disks.get(instrument) ?? Infinity) <= step) return []
      told.disks.set(instrument, step)
      if (!wants.problems) return []
      const body = NOTIFICATION_MESSAGES.diskText(timeLeft(Math.max(0, left) / 1_000))
      return [{ title: NOTIFICATION_MESSAGES.diskFull(instrument), body, jobId: null }]
    })

  const silences = ({ now, foresight, wants }: Facts): Note[] =>
    foresight.flatMap(({ instrument, words }) => {
      if (words === null) {
        told.silent.delete(instrument)
        return []
      }
      const before = told.silent.get(instrument) ?? Number.NEGATIVE_INFINITY
      const isTime = isInsideAt(wants.workingHours, new Date(now))
      if (!isTime || !wants.problems || now - before < DAY) return []
      told.silent.set(instrument, now)
      return [{ title: words, body: NOTIFICATION_MESSAGES.silentText, jobId: null }]
    })

  const finished = ({ overview, wants }: Facts): Note[] => {
    const { active, waiting, needs_you: bad } = overview.counts
    if (active + waiting > 0) {
      provenBefore ??= overview.proven
      return []
    }
    const proven = provenBefore === null ? 0 : overview.proven - provenBefore
    provenBefore = null
    // runs that were cancelled, or wait for somebody, are no reason to say that all is well
    if (proven <= 0 || bad > 0 || !wants.finished) return []
    return [{ title: NOTIFICATION_MESSAGES.finished, body: NOTIFICATION_MESSAGES.finishedText(proven), jobId: null }]
  }

  return {
    /** What is to be shown now; to be asked every few seconds. */
    look(facts: Facts): Note[] {
      const notes = [
        ...problems(facts),
        ...destinations(facts),
        ...disks(facts),
        ...silences(facts),
        ...finished(facts),
      ]
      const now = bounded({
        problems: Object.fromEntries(told.problems),
        away: Object.fromEntries(told.away),
        disks: Object.fromEntries(told.disks),
        silent: Object.fromEntries(told.silent),
      })
      const text = JSON.stringify(now)
      if (text !== kept) keep(now)
      kept = text
      return notes
    },
  }
}
