// Which settings there are, section by section; each with its place in config.yaml and what holds without it.
import { SECTION_MESSAGES, SIGNAL_NAMES } from '../../../shared/messages/settings.ts'
import type { Path } from './setting-edits.ts'
import type { Field } from './settings-fields.tsx'

export interface Section {
  readonly id: string
  readonly title: string
  readonly text?: string
  readonly fields: readonly Field[]
}

const textOf = (value: unknown, key: string): string => {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : ''
  return typeof found === 'string' ? found : ''
}

/** What the pages of instruments are called in the address of a section. */
export const instrumentPage = (at: number): string => `instrument ${at}`

const signalChoices = Object.entries(SIGNAL_NAMES)

/** The section of one instrument, with its destination; `at`: its place in the file. */
export const instrumentSection = (instrument: unknown, at: number): Section => {
  const own = (...rest: Path): Path => ['equipment', at, ...rest]
  const transport: unknown =
    typeof instrument === 'object' && instrument !== null
      ? Reflect.get(instrument, 'transport')
      : null
  const rclone = textOf(transport, 'type') !== 'rsync_ssh'
  const words = SECTION_MESSAGES.instrument
  const signal = textOf(instrument, 'completeness_signal')
  const byTransport: Field[] = rclone
    ? [
        {
          path: own('transport', 'rclone_remote'),
          label: words.remote,
          kind: 'text',
          part: words.destination,
          hint: words.remoteHint,
        },
        { path: own('transport', 'rclone_remote_path'), label: words.remotePath, kind: 'text' },
        { path: own('transport', 'rclone_config'), label: words.rcloneConfig, kind: 'path' },
      ]
    : [
        {
          path: own('transport', 'ssh_target'),
          label: words.sshTarget,
          kind: 'text',
          part: words.destination,
          hint: words.sshTargetHint,
        },
        {
          path: own('transport', 'ssh_key_path'),
          label: words.sshKey,
          kind: 'path',
          hint: words.sshKeyHint,
        },
        { path: own('transport', 'remote_path'), label: words.remotePath, kind: 'text' },
        { path: own('transport', 'ssh_port'), label: words.sshPort, kind: 'number', fallback: 22 },
        { path: own('transport', 'ssh_known_hosts_file'), label: words.knownHosts, kind: 'path' },
      ]
  return {
    id: instrumentPage(at),
    title: textOf(instrument, 'label') || textOf(instrument, 'id') || `${at + 1}`,
    text: words.text,
    fields: [
      { path: own('id'), label: words.id, kind: 'text', hint: words.idHint },
      { path: own('label'), label: words.label, kind: 'text' },
      { path: own('local_root'), label: words.folder, kind: 'path' },
      { path: own('nas_root'), label: words.nasRoot, kind: 'path', hint: words.nasRootHint },
      {
        path: own('completeness_signal'),
        label: words.signal,
        kind: 'choice',
        choices: signalChoices,
        fallback: 'button',
      },
      ...(signal === 'sentinel_file'
        ? [{ path: own('sentinel_filename'), label: words.sentinel, kind: 'text' as const }]
        : []),
      ...(signal === 'manifest'
        ? [{ path: own('manifest_filename'), label: words.manifest, kind: 'text' as const }]
        : []),
      ...(signal === 'quiet_period'
        ? [
            {
              path: own('quiet_minutes'),
              label: words.quiet,
              kind: 'number' as const,
              fallback: 10,
              unit: words.minutes,
            },
          ]
        : []),
      ...byTransport,
      {
        path: own('transport', 'bandwidth', 'upload_mbps'),
        label: words.limit,
        kind: 'number',
        part: words.speed,
        unit: SECTION_MESSAGES.mbps,
        hint: words.limitHint,
        clears: own('transport', 'bandwidth'),
      },
      {
        path: own('transport', 'bandwidth', 'windows'),
        label: words.windows,
        kind: 'windows',
        hint: words.windowsHint,
      },
    ],
  }
}

/** The sections that are not about one instrument. */
export const sections = (): Section[] => [
  {
    id: 'speed',
    ...SECTION_MESSAGES.speed,
    fields: [
      {
        path: ['sync', 'parallel_jobs'],
        kind: 'number',
        fallback: 2,
        ...SECTION_MESSAGES.fields.parallel,
      },
      {
        path: ['sync', 'transfers'],
        kind: 'number',
        fallback: 4,
        ...SECTION_MESSAGES.fields.transfers,
      },
      {
        path: ['sync', 'instrument_guard'],
        kind: 'choice',
        fallback: 'off',
        choices: SECTION_MESSAGES.guards,
        ...SECTION_MESSAGES.fields.guard,
      },
      {
        path: ['sync', 'guard_mbps'],
        kind: 'number',
        fallback: 8,
        unit: SECTION_MESSAGES.mbps,
        ...SECTION_MESSAGES.fields.guardMbps,
      },
      {
        path: ['sync', 'max_attempts'],
        kind: 'number',
        fallback: 5,
        ...SECTION_MESSAGES.fields.attempts,
      },
      {
        path: ['sync', 'retry_delays_s'],
        kind: 'list',
        fallback: '30, 120, 480, 1800, 7200',
        ...SECTION_MESSAGES.fields.delays,
      },
      {
        path: ['sync', 'inactivity_s'],
        kind: 'number',
        fallback: 600,
        unit: SECTION_MESSAGES.seconds,
        ...SECTION_MESSAGES.fields.inactivity,
      },
    ],
  },
  {
    id: 'verify',
    ...SECTION_MESSAGES.verify,
    fields: [
      {
        path: ['verify', 'max_stream_bytes'],
        kind: 'text',
        fallback: '1GiB',
        ...SECTION_MESSAGES.fields.stream,
      },
      {
        path: ['verify', 'repeat_days'],
        kind: 'number',
        unit: SECTION_MESSAGES.days,
        ...SECTION_MESSAGES.fields.repeat,
      },
    ],
  },
  {
    id: 'cleanup',
    ...SECTION_MESSAGES.cleanup,
    fields: [
      {
        path: ['nas_cleanup', 'enabled'],
        kind: 'switch',
        fallback: false,
        ...SECTION_MESSAGES.fields.cleanup,
      },
      {
        path: ['nas_cleanup', 'min_verify_passes'],
        kind: 'number',
        fallback: 2,
        ...SECTION_MESSAGES.fields.passes,
      },
      {
        path: ['nas_cleanup', 'min_age_hours'],
        kind: 'number',
        fallback: 24,
        unit: SECTION_MESSAGES.hours,
        ...SECTION_MESSAGES.fields.age,
      },
      {
        path: ['nas_cleanup', 'retain_cache'],
        kind: 'switch',
        fallback: true,
        ...SECTION_MESSAGES.fields.retain,
      },
    ],
  },
  {
    id: 'notify',
    ...SECTION_MESSAGES.notify,
    fields: [
      {
        path: ['notify', 'problems'],
        kind: 'switch',
        fallback: true,
        ...SECTION_MESSAGES.fields.problems,
      },
      {
        path: ['notify', 'finished'],
        kind: 'switch',
        fallback: false,
        ...SECTION_MESSAGES.fields.finished,
      },
      { path: ['notify', 'working_hours'], kind: 'hours', ...SECTION_MESSAGES.fields.workingHours },
    ],
  },
  {
    id: 'logging',
    ...SECTION_MESSAGES.logging,
    fields: [
      {
        path: ['logging', 'keep_days'],
        kind: 'number',
        fallback: 365,
        unit: SECTION_MESSAGES.days,
        ...SECTION_MESSAGES.fields.keep,
      },
      {
        path: ['logging', 'max_bytes'],
        kind: 'text',
        fallback: '10GiB',
        ...SECTION_MESSAGES.fields.most,
      },
    ],
  },
  {
    id: 'app',
    ...SECTION_MESSAGES.app,
    fields: [
      {
        path: ['app', 'start_at_login'],
        kind: 'switch',
        fallback: false,
        ...SECTION_MESSAGES.fields.login,
      },
      {
        path: ['app', 'close_to_tray'],
        kind: 'switch',
        fallback: true,
        ...SECTION_MESSAGES.fields.tray,
      },
      {
        path: ['sync', 'keep_awake'],
        kind: 'switch',
        fallback: true,
        ...SECTION_MESSAGES.fields.awake,
      },
    ],
  },
  {
    id: 'advanced',
    ...SECTION_MESSAGES.advanced,
    fields: [
      {
        path: ['watch', 'enabled'],
        kind: 'switch',
        fallback: true,
        ...SECTION_MESSAGES.fields.watch,
      },
      {
        path: ['watch', 'sweep_seconds'],
        kind: 'number',
        fallback: 60,
        unit: SECTION_MESSAGES.seconds,
        ...SECTION_MESSAGES.fields.sweep,
      },
      {
        path: ['watch', 'settle_seconds'],
        kind: 'number',
        fallback: 20,
        unit: SECTION_MESSAGES.seconds,
        ...SECTION_MESSAGES.fields.settle,
      },
      { path: ['watch', 'ignore_before'], kind: 'text', ...SECTION_MESSAGES.fields.ignore },
      { path: ['tools', 'rclone'], kind: 'path', ...SECTION_MESSAGES.fields.rclone },
      { path: ['tools', 'rsync'], kind: 'path', ...SECTION_MESSAGES.fields.rsync },
      { path: ['tools', 'ssh'], kind: 'path', ...SECTION_MESSAGES.fields.ssh },
    ],
  },
]
