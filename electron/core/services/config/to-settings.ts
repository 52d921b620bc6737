// Turns what the schema of config.yaml accepted into Settings, with the defaults of what is not set (docs/spec.md 9).
import { sep } from 'node:path'
import { msg } from '../../../../shared/language/msg.ts'
import { STANDARD_EXCLUSIONS } from '../../../../shared/constants.ts'
import { WEEK_DAYS, type WeekWindow, toMinute } from '../../../../shared/weekly-hours.ts'
import {
  type Bandwidth,
  DEFAULT_SETTINGS,
  type Destination,
  type DestinationName,
  type Instrument,
  type Settings,
} from '../../domain/config.ts'
import type { RawConfig } from './config-schema.ts'
import { type RawWindow, splitTarget, transportSchema } from './transport-schema.ts'
import { dottedPath } from './parse-yaml.ts'

/** Bytes of each unit of a size. */
const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1024,
  m: 1024 ** 2,
  g: 1024 ** 3,
  t: 1024 ** 4,
}

const toBytes = (value: number | string): number => {
  if (typeof value === 'number') return value
  const [, number = '0', unit = ''] = /^([\d.]+) ?([A-Za-z]?)/.exec(value) ?? []
  return Math.floor(Number(number) * (UNITS[unit.toLowerCase()] ?? 1))
}

const toWindow = ({ days, from, to }: RawWindow): WeekWindow => ({
  days: days.map((day) => WEEK_DAYS.indexOf(day)),
  fromMinute: toMinute(from),
  toMinute: toMinute(to),
})

/** Midnight of a date such as 2026-01-31 where this computer is, epoch ms: a person means the day on the wall. */
const localMidnight = (date: string): number => {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  return new Date(year, month - 1, day).getTime()
}

const midnightOrNull = (date: string | null | undefined): number | null =>
  typeof date === 'string' ? localMidnight(date) : null

type RawInstrument = NonNullable<RawConfig['equipment']>[number]

const toBandwidth = (raw: RawInstrument['transport']['bandwidth']): Bandwidth | null =>
  raw === null || raw === undefined
    ? null
    : { uploadMbps: raw.upload_mbps, windows: (raw.windows ?? []).map(toWindow) }

/** Whether `nas_root` is no folder of this computer but a name that ExLab-Wizard shows: only Windows opens a share by its name. */
const isShareName = (path: string | null | undefined): boolean =>
  sep === '/' && path?.startsWith('//') === true

/** A folder's path without a separator at its end; a root keeps it. */
const withoutEnd = (path: string): string =>
  /^(?:\/|[A-Za-z]:[\\/])$/.test(path) ? path : path.replace(/[\\/]+$/, '')

/** A path of config.yaml, in which `~/` stands for the home folder. */
export const expand =
  (home: string) =>
  (path: string): string =>
    /^~[\\/]/.test(path) ? `${home}${path.slice(1)}` : path

const orNull =
  (change: (path: string) => string) =>
  (path: string | null | undefined): string | null =>
    path === null || path === undefined ? null : change(path)

const toDestination = (t: RawInstrument['transport'], home: string): Destination => {
  const limit = toBandwidth(t.bandwidth)
  switch (t.type) {
    case 'rclone':
      return {
        type: 'rclone',
        remote: t.rclone_remote,
        remotePath: t.rclone_remote_path,
        configFile: orNull(expand(home))(t.rclone_config),
        bandwidth: limit,
      }
    case 'rsync_ssh':
      return {
        type: 'rsync_ssh',
        ...splitTarget(t.ssh_target),
        port: t.ssh_port ?? null,
        keyPath: expand(home)(t.ssh_key_path),
        remotePath: t.remote_path,
        knownHostsFile: orNull(expand(home))(t.ssh_known_hosts_file),
        bandwidth: limit,
      }
    case 'folder':
      return { type: 'folder', path: withoutEnd(expand(home)(t.path)), bandwidth: limit }
  }
}

const toNames = (raw: RawConfig['destinations'], home: string): DestinationName[] =>
  (raw ?? []).flatMap((one): DestinationName[] => {
    const { name, rclone_remote: remote, ssh_target: target, path } = one
    if (typeof remote === 'string')
      return [
        {
          name,
          of: { type: 'rclone', remote, configFile: orNull(expand(home))(one.rclone_config) },
        },
      ]
    if (typeof target === 'string')
      return [
        { name, of: { type: 'ssh', host: splitTarget(target).host, port: one.ssh_port ?? null } },
      ]
    return typeof path === 'string'
      ? [{ name, of: { type: 'folder', path: withoutEnd(expand(home)(path)) } }]
      : []
  })

/** A destination from a `transport` as config.yaml would say it; a text that says what is wrong with it. */
export const readTransport = (raw: unknown, home: string): Destination | string => {
  const parsed = transportSchema.safeParse(raw)
  if (parsed.success) return toDestination(parsed.data, home)
  const [issue] = parsed.error.issues
  return `${dottedPath(issue?.path ?? [])}: ${issue?.message ?? msg`is not valid`}`
}

/** Settings that do not stand in a value of the schema. */
export type Gathered = Pick<Settings, 'wizardConfig' | 'staged' | 'pausedIn'> & {
  /** The file is ExLab-Wizard's, whose default deletes. */
  readonly isTheirs: boolean
}

/** `home`: what `~/` stands for. */
export const toSettings = (raw: RawConfig, home: string, gathered: Gathered): Settings => {
  const expandHome = expand(home)
  const expandHomeOrNull = orNull(expandHome)
  const toCompleteness = (e: RawInstrument): Instrument['completeness'] => {
    if (e.completeness_signal === 'sentinel_file')
      return { signal: 'sentinel_file', filename: e.sentinel_filename ?? '' }
    if (e.completeness_signal === 'manifest')
      return { signal: 'manifest', filename: e.manifest_filename ?? '' }
    return e.completeness_signal === 'quiet_period'
      ? { signal: 'quiet_period', minutes: e.quiet_minutes ?? 10 }
      : { signal: 'button' }
  }
  const { sync, verify, cleanup, logging, watch, notify, app } = DEFAULT_SETTINGS
  return {
    wizardConfig: gathered.wizardConfig,
    staged: gathered.staged.map((one) => ({ ...one, localRoot: expandHome(one.localRoot) })),
    pausedIn: gathered.pausedIn,
    instruments: (raw.equipment ?? []).map((e) => ({
      id: e.id,
      label: e.label ?? e.id,
      localRoot: expandHome(e.local_root),
      nasRoot: isShareName(e.nas_root) ? null : expandHomeOrNull(e.nas_root),
      completeness: toCompleteness(e),
      runFolders: typeof e.run_folders === 'string' ? [e.run_folders] : (e.run_folders ?? []),
      exclude: e.exclude ?? STANDARD_EXCLUSIONS,
      ignoreBefore: midnightOrNull(e.ignore_before),
      onlyAfter: typeof e.only_after === 'string' ? Date.parse(e.only_after) : null,
      destination: toDestination(e.transport, home),
      also: (e.also ?? []).map(({ name, required, transport }) => ({
        name,
        isRequired: required,
        destination: toDestination(transport, home),
      })),
    })),
    destinationNames: toNames(raw.destinations, home),
    sync: {
      retryDelaysMs: raw.sync?.retry_delays_s?.map((s) => s * 1_000) ?? sync.retryDelaysMs,
      maxAttempts: raw.sync?.max_attempts ?? sync.maxAttempts,
      parallelJobs: raw.sync?.parallel_jobs ?? sync.parallelJobs,
      transfers: raw.sync?.transfers ?? sync.transfers,
      maxTransfers: raw.sync?.max_transfers ?? sync.maxTransfers,
      instrumentGuard: raw.sync?.instrument_guard ?? sync.instrumentGuard,
      keepAwake: raw.sync?.keep_awake ?? sync.keepAwake,
      rehearseDays: raw.sync?.rehearse_days ?? sync.rehearseDays,
      guardMbps: raw.sync?.guard_mbps ?? sync.guardMbps,
      inactivityMs: (raw.sync?.inactivity_s ?? sync.inactivityMs / 1_000) * 1_000,
    },
    verify: {
      maxStreamBytes:
        raw.verify?.max_stream_bytes === undefined
          ? verify.maxStreamBytes
          : toBytes(raw.verify.max_stream_bytes),
      repeatDays: raw.verify?.repeat_days ?? verify.repeatDays,
    },
    cleanup: {
      enabled: !gathered.isTheirs && (raw.nas_cleanup?.enabled ?? cleanup.enabled),
      minVerifyPasses: raw.nas_cleanup?.min_verify_passes ?? cleanup.minVerifyPasses,
      minAgeHours: raw.nas_cleanup?.min_age_hours ?? cleanup.minAgeHours,
      retainCache: raw.nas_cleanup?.retain_cache ?? cleanup.retainCache,
    },
    logging: {
      keepDays: raw.logging?.keep_days ?? logging.keepDays,
      maxBytes:
        raw.logging?.max_bytes === undefined ? logging.maxBytes : toBytes(raw.logging.max_bytes),
    },
    watch: {
      enabled: raw.watch?.enabled ?? watch.enabled,
      sweepMs: (raw.watch?.sweep_seconds ?? watch.sweepMs / 1_000) * 1_000,
      settleMs: (raw.watch?.settle_seconds ?? watch.settleMs / 1_000) * 1_000,
      ignoreBefore: midnightOrNull(raw.watch?.ignore_before),
    },
    notify: {
      problems: raw.notify?.problems ?? notify.problems,
      finished: raw.notify?.finished ?? notify.finished,
      workingHours:
        raw.notify?.working_hours === undefined || raw.notify.working_hours === null
          ? notify.workingHours
          : toWindow(raw.notify.working_hours),
    },
    app: {
      closeToTray: raw.app?.close_to_tray ?? app.closeToTray,
      startAtLogin: raw.app?.start_at_login ?? app.startAtLogin,
    },
    updates: { feedUrl: raw.updates?.feed_url ?? null },
    tools: {
      rclone: expandHomeOrNull(raw.tools?.rclone),
      rsync: expandHomeOrNull(raw.tools?.rsync),
      ssh: expandHomeOrNull(raw.tools?.ssh),
    },
  }
}
