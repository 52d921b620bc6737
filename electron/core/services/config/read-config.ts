// Parses the text of config.yaml into Settings, or lists every fault with its line and key (docs/spec.md 9).
import type { ConfigProblem } from '../../../../shared/model/settings.ts'
import { WEEK_DAYS, type WeekWindow, toMinute } from '../../../../shared/weekly-hours.ts'
import {
  type Bandwidth,
  DEFAULT_SETTINGS,
  type Destination,
  type Instrument,
  type Settings,
} from '../../domain/config.ts'
import { STANDARD_EXCLUSIONS } from '../../../../shared/constants.ts'
import { type RawConfig, type RawWindow, configSchema, splitTarget } from './config-schema.ts'
import { dottedPath, parseYaml } from './parse-yaml.ts'
import type { YamlPath } from './yaml-data.ts'

interface ConfigReading {
  /** null where the text has any fault. */
  readonly settings: Settings | null
  readonly problems: readonly ConfigProblem[]
}

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

type RawInstrument = NonNullable<RawConfig['equipment']>[number]

const toBandwidth = (raw: RawInstrument['transport']['bandwidth']): Bandwidth | null =>
  raw === null || raw === undefined
    ? null
    : { uploadMbps: raw.upload_mbps, windows: (raw.windows ?? []).map(toWindow) }

const toSettings = (raw: RawConfig, home: string): Settings => {
  const expandHome = (path: string): string =>
    path.startsWith('~/') ? `${home}${path.slice(1)}` : path
  const expandHomeOrNull = (path: string | null | undefined): string | null =>
    path === null || path === undefined ? null : expandHome(path)
  const toDestination = (t: RawInstrument['transport']): Destination =>
    t.type === 'rclone'
      ? {
          type: 'rclone',
          remote: t.rclone_remote,
          remotePath: t.rclone_remote_path,
          configFile: expandHomeOrNull(t.rclone_config),
          bandwidth: toBandwidth(t.bandwidth),
        }
      : {
          type: 'rsync_ssh',
          ...splitTarget(t.ssh_target),
          port: t.ssh_port ?? null,
          keyPath: expandHome(t.ssh_key_path),
          remotePath: t.remote_path,
          knownHostsFile: expandHomeOrNull(t.ssh_known_hosts_file),
          bandwidth: toBandwidth(t.bandwidth),
        }
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
    instruments: (raw.equipment ?? []).map((e) => ({
      id: e.id,
      label: e.label ?? e.id,
      localRoot: expandHome(e.local_root),
      nasRoot: expandHomeOrNull(e.nas_root),
      completeness: toCompleteness(e),
      runFolders: typeof e.run_folders === 'string' ? [e.run_folders] : (e.run_folders ?? []),
      exclude: e.exclude ?? STANDARD_EXCLUSIONS,
      destination: toDestination(e.transport),
    })),
    sync: {
      retryDelaysMs: raw.sync?.retry_delays_s?.map((s) => s * 1_000) ?? sync.retryDelaysMs,
      maxAttempts: raw.sync?.max_attempts ?? sync.maxAttempts,
      parallelJobs: raw.sync?.parallel_jobs ?? sync.parallelJobs,
      transfers: raw.sync?.transfers ?? sync.transfers,
      maxTransfers: raw.sync?.max_transfers ?? sync.maxTransfers,
      instrumentGuard: raw.sync?.instrument_guard ?? sync.instrumentGuard,
      keepAwake: raw.sync?.keep_awake ?? sync.keepAwake,
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
      enabled: raw.nas_cleanup?.enabled ?? cleanup.enabled,
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
      ignoreBefore:
        raw.watch?.ignore_before === undefined ? null : localMidnight(raw.watch.ignore_before),
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
    tools: {
      rclone: expandHomeOrNull(raw.tools?.rclone),
      rsync: expandHomeOrNull(raw.tools?.rsync),
      ssh: expandHomeOrNull(raw.tools?.ssh),
    },
  }
}

/** Most faults that are told at once. */
const MAX_PROBLEMS = 50

/** Whether a path is of our own settings; the others belong to ExLab-Wizard. */
export const isOurSetting = ([block]: YamlPath): boolean =>
  block === undefined || Object.hasOwn(configSchema.shape, block)

/** Parses config.yaml. `home`: what `~/` stands for. Never throws; lists the faults. */
export const readConfig = (text: string, home: string): ConfigReading => {
  const yaml = parseYaml(text, isOurSetting)
  if (yaml.problems.length > 0) return { settings: null, problems: yaml.problems }
  const parsed = configSchema.safeParse(yaml.value ?? {})
  /** One fault for each key. */
  const problems = new Map<string, ConfigProblem>()
  const addProblem = (path: readonly PropertyKey[], message: string): void => {
    const key = dottedPath(path)
    if (problems.size < MAX_PROBLEMS && !problems.has(key))
      problems.set(key, { line: yaml.lineOf(path), key, message })
  }
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const absent = issue.code === 'invalid_type' && issue.message.endsWith('received undefined')
      if (issue.path.length === 0)
        addProblem([], 'It must have blocks such as equipment:, each on a line of its own.')
      else addProblem(issue.path, absent ? 'is missing' : issue.message)
    }
    return { settings: null, problems: [...problems.values()] }
  }
  const ids = new Map<string, number>()
  parsed.data.equipment?.forEach((e, index) => {
    const first = ids.get(e.id)
    if (first !== undefined)
      addProblem(
        ['equipment', index, 'id'],
        `${e.id} is used already by equipment[${first}]: every id must be its own`,
      )
    else ids.set(e.id, index)
  })
  return problems.size > 0
    ? { settings: null, problems: [...problems.values()] }
    : { settings: toSettings(parsed.data, home), problems: [] }
}
