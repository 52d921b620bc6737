// Decides which desktop notifications are shown, and when: one per cause, several within two minutes as one, repeated only
// while nobody has acknowledged the problem (docs/ux.md D13). Pure: it shows nothing itself.
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../shared/duration.ts'
import { say } from '../../../shared/language/say.ts'
import { NOTIFICATION_MESSAGES } from '../../../shared/messages/desktop/notifications.ts'
import { helpWords } from '../../../shared/messages/disk-help.ts'
import { dateTime, timeLeft } from '../../../shared/format.ts'
import type { Cause } from '../../../shared/model/list-rows.ts'
import type { DestinationHold } from '../../../shared/model/hold.ts'
import type { Overview } from '../../../shared/model/overview.ts'
import { fill, reasonText, spokenMessage } from '../../../shared/reasons.ts'
import type { Forecast } from '../../../shared/model/reports.ts'
import { waitingFor } from '../../../shared/overall-status.ts'
import { type WeekWindow, isInsideAt } from '../../../shared/weekly-hours.ts'
import { type NotificationHistory, boundedHistory } from './notification-history.ts'

export interface AppNotification {
  readonly title: string
  readonly body: string
  /** A click opens the problem of this run; null: the list of problems. */
  readonly jobId: number | null
  /** A click opens the page of this instrument instead. */
  readonly instrument?: string
}

export interface NotificationFacts {
  readonly now: number
  readonly overview: Overview
  readonly causes: readonly Cause[]
  readonly forecast: readonly Forecast[]
  /** Somebody is looking at the window. */
  readonly focused: boolean
  readonly wants: {
    readonly problems: boolean
    readonly finished: boolean
    readonly workingHours: WeekWindow
  }
}

/** Failures within this time are one notification. */
const COALESCE_MS = 2 * MINUTE_MS
/** A destination is reported unreachable after this time. */
const UNREACHABLE_MS = 15 * MINUTE_MS
/** A disk is reported each time that less than one of these is left until it is full; ascending. */
const RUNWAY_STEPS_MS = [15 * MINUTE_MS, HOUR_MS, 4 * HOUR_MS]
/** A disk is reported again only after its time until full grew by this factor: estimates fluctuate. */
const RUNWAY_HYSTERESIS = 1.5

/** Reasons of a hold that is probed, although no waiting ends it. */
const NEEDS_PERSON: ReadonlySet<string> = new Set([
  'remote_disk_full',
  'remote_storage_error',
  'remote_path_missing',
])

/** Sign-in, trust, disk space and missing programs are reported at once, once for each destination. */
const isProblem = (reason: string): boolean =>
  NEEDS_PERSON.has(reason) || reasonText(reason)?.hold === 'click'

/** What needs a person: a cause, or a destination that accepts nothing. */
interface Problem {
  readonly key: string
  readonly runs: number
  readonly notification: AppNotification
}

const keyOf = (destination: string, reason: string): string => `${reason} ${destination}`

const headline = (reason: string, destination: string, otherwise: string): string => {
  const text = reasonText(reason)
  return text === null ? otherwise : fill(text.headline, { destination })
}

const ofCause = (cause: Cause): Problem => {
  const { reason, destination } = cause.key
  const meaning = reasonText(reason)?.meaning ?? ''
  return {
    key: keyOf(destination, reason),
    runs: cause.runs,
    notification: {
      title: headline(reason, cause.destination, spokenMessage(cause.error)),
      body:
        cause.runs === 1
          ? NOTIFICATION_MESSAGES.runNeeds(cause.newest.run)
          : NOTIFICATION_MESSAGES.runsNeed(
              cause.runs,
              fill(meaning, { destination: cause.destination }),
            ),
      jobId: cause.runs === 1 ? cause.newest.jobId : null,
    },
  }
}

const ofHold = (hold: DestinationHold, overview: Overview): Problem => {
  const waiting = waitingFor(hold, overview)
  return {
    key: keyOf(hold.connection, hold.reason),
    runs: waiting,
    notification: {
      title: spokenMessage(hold),
      body: waiting === 0 ? '' : NOTIFICATION_MESSAGES.waitSince(waiting, dateTime(hold.since)),
      jobId: null,
    },
  }
}

const ofFindings = (n: number): Problem => ({
  key: 'findings',
  runs: n,
  notification: {
    title: NOTIFICATION_MESSAGES.foldersNeed(n),
    body: NOTIFICATION_MESSAGES.foldersText,
    jobId: null,
  },
})

interface Notifications {
  /** What is to be shown now; asked every few seconds. */
  due(facts: NotificationFacts): AppNotification[]
}

/** `before`: the history of earlier starts; `save` gets the history whenever it changed. */
export const createNotifications = (
  before: NotificationHistory,
  save: (history: NotificationHistory) => void,
): Notifications => {
  const history = {
    problems: new Map(Object.entries(before.problems)),
    away: new Map(Object.entries(before.away)),
    disks: new Map(Object.entries(before.disks)),
    silent: new Map(Object.entries(before.silent)),
  }
  let saved = JSON.stringify(before)
  let lastProblem = Number.NEGATIVE_INFINITY
  /** Verified runs when sending began; null: nothing is sent. */
  let provenBefore: number | null = null

  const isDue = (key: string, now: number): boolean => {
    const one = history.problems.get(key)
    return one === undefined || now - one.at >= (one.times === 1 ? 4 * HOUR_MS : DAY_MS)
  }

  const openProblems = ({ causes, overview }: NotificationFacts): Problem[] => {
    // a run that somebody acknowledged acknowledges its destination too
    const known = new Set(causes.map((cause) => ofCause(cause).key))
    return [
      ...causes.filter((cause) => cause.unacknowledged > 0).map(ofCause),
      ...overview.holds
        .filter((hold) => isProblem(hold.reason))
        .map((hold) => ofHold(hold, overview))
        .filter((problem) => !known.has(problem.key)),
      ...(overview.findings > 0 ? [ofFindings(overview.findings)] : []),
    ]
  }

  const problems = (facts: NotificationFacts): AppNotification[] => {
    const { now, focused, wants } = facts
    const all = openProblems(facts)
    const keys = new Set(all.map((problem) => problem.key))
    for (const key of history.problems.keys()) if (!keys.has(key)) history.problems.delete(key)
    const due = all.filter((problem) => isDue(problem.key, now))
    const [only] = due
    // the first is shown at once; what follows within two minutes is shown as one
    if (only === undefined || now - lastProblem < COALESCE_MS) return []
    lastProblem = now
    for (const { key } of due)
      history.problems.set(key, { at: now, times: (history.problems.get(key)?.times ?? 0) + 1 })
    if (focused || !wants.problems) return []
    if (due.length === 1) return [only.notification]
    const count = due.reduce((sum, problem) => sum + problem.runs, 0)
    return [
      {
        title: NOTIFICATION_MESSAGES.several(count, facts.overview.findings),
        body: NOTIFICATION_MESSAGES.severalText,
        jobId: null,
      },
    ]
  }

  const destinations = ({ now, overview, wants }: NotificationFacts): AppNotification[] => {
    const shown: AppNotification[] = []
    const held = new Set(overview.holds.map((hold) => hold.key))
    for (const hold of overview.holds) {
      const waiting = waitingFor(hold, overview)
      const isNew = !isProblem(hold.reason) && !history.away.has(hold.key)
      if (!isNew || now - hold.since < UNREACHABLE_MS || waiting === 0 || !wants.problems) continue
      history.away.set(hold.key, hold.destination)
      const body = NOTIFICATION_MESSAGES.waitSince(waiting, dateTime(hold.since))
      shown.push({ title: spokenMessage(hold), body, jobId: null })
    }
    for (const [key, name] of history.away) {
      if (held.has(key)) continue
      history.away.delete(key)
      shown.push({
        title: NOTIFICATION_MESSAGES.back(name),
        body: NOTIFICATION_MESSAGES.backText,
        jobId: null,
      })
    }
    return shown
  }

  const disks = ({ now, forecast, wants }: NotificationFacts): AppNotification[] =>
    forecast.flatMap(({ instrument, runway, helps }) => {
      // an unknown time is no reason to report a disk, and none to take the report back
      if (runway === null || runway.fullAt === null) return []
      const left = runway.fullAt - now
      const grownTo = RUNWAY_STEPS_MS.find((limit) => left <= limit * RUNWAY_HYSTERESIS)
      const before = history.disks.get(instrument)
      if (grownTo === undefined) history.disks.delete(instrument)
      else if (before !== undefined && grownTo > before) history.disks.set(instrument, grownTo)
      const step = RUNWAY_STEPS_MS.find((limit) => left <= limit)
      if (step === undefined || (history.disks.get(instrument) ?? Infinity) <= step) return []
      history.disks.set(instrument, step)
      if (!wants.problems) return []
      const [help] = helps ?? []
      const text = NOTIFICATION_MESSAGES.diskText(timeLeft(Math.max(0, left) / 1_000))
      const body = help === undefined ? text : `${text} ${helpWords(help)}`
      return [{ title: NOTIFICATION_MESSAGES.diskFull(instrument), body, jobId: null, instrument }]
    })

  const silences = ({ now, forecast, wants }: NotificationFacts): AppNotification[] =>
    forecast.flatMap(({ instrument, words: message }) => {
      if (message === null) {
        history.silent.delete(instrument)
        return []
      }
      const before = history.silent.get(instrument) ?? Number.NEGATIVE_INFINITY
      const isTime = isInsideAt(wants.workingHours, new Date(now))
      if (!isTime || !wants.problems || now - before < DAY_MS) return []
      history.silent.set(instrument, now)
      return [{ title: say(message), body: NOTIFICATION_MESSAGES.silentText, jobId: null }]
    })

  const finished = ({ overview, wants }: NotificationFacts): AppNotification[] => {
    const { active, waiting, needs_you: bad } = overview.counts
    if (active + waiting > 0) {
      provenBefore ??= overview.proven
      return []
    }
    const proven = provenBefore === null ? 0 : overview.proven - provenBefore
    provenBefore = null
    // cancelled runs, and runs that need a person, are no success
    if (proven <= 0 || bad > 0 || !wants.finished) return []
    return [
      {
        title: NOTIFICATION_MESSAGES.finished,
        body: NOTIFICATION_MESSAGES.finishedText(proven),
        jobId: null,
      },
    ]
  }

  return {
    due(facts) {
      const shown = [
        ...problems(facts),
        ...destinations(facts),
        ...disks(facts),
        ...silences(facts),
        ...finished(facts),
      ]
      const now = boundedHistory({
        problems: Object.fromEntries(history.problems),
        away: Object.fromEntries(history.away),
        disks: Object.fromEntries(history.disks),
        silent: Object.fromEntries(history.silent),
      })
      const text = JSON.stringify(now)
      if (text !== saved) save(now)
      saved = text
      return shown
    },
  }
}
