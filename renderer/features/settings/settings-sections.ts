// Sections of the settings and their fields, each with its path in config.yaml and its default.
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

/** Id of the section of an instrument. */
export const instrumentPage = (index: number): string => `instrument ${index}`

const signalChoices = Object.entries(SIGNAL_NAMES)

/** The section of one instrument, with its destination. `index`: its index in the file. */
export const instrumentSection = (instrument: unknown, index: number): Section => {
  const pathOf = (...rest: Path): Path => ['equipment', index, ...rest]
  const transport: unknown =
    typeof instrument === 'object' && instrument !== null
      ? Reflect.get(instrument, 'transport')
      : null
  const rclone = textOf(transport, 'type') !== 'rsync_ssh'
  const messages = SECTION_MESSAGES.instrument
  const signal = textOf(instrument, 'completeness_signal')
  const byTransport: Field[] = rclone
    ? [
        {
          path: pathOf('transport', 'rclone_remote'),
          label: messages.remote,
          kind: 'text',
          part: messages.destination,
          hint: messages.remoteHint,
        },
        {
          path: pathOf('transport', 'rclone_remote_path'),
          label: messages.remotePath,
          kind: 'text',
        },
        { path: pathOf('transport', 'rclone_config'), label: messages.rcloneConfig, kind: 'path' },
      ]
    : [
        {
          path: pathOf('transport', 'ssh_target'),
          label: messages.sshTarget,
          kind: 'text',
          part: messages.destination,
          hint: messages.sshTargetHint,
        },
        {
          path: pathOf('transport', 'ssh_key_path'),
          label: messages.sshKey,
          kind: 'path',
          hint: messages.sshKeyHint,
        },
        { path: pathOf('transport', 'remote_path'), label: messages.remotePath, kind: 'text' },
        {
          path: pathOf('transport', 'ssh_port'),
          label: messages.sshPort,
          kind: 'number',
          fallback: 22,
        },
        {
          path: pathOf('transport', 'ssh_known_hosts_file'),
          label: messages.knownHosts,
          kind: 'path',
        },
      ]
  return {
    id: instrumentPage(index),
    title: textOf(instrument, 'label') || textOf(instrument, 'id') || `${index + 1}`,
    text: messages.text,
    fields: [
      { path: pathOf('id'), label: messages.id, kind: 'text', hint: messages.idHint },
      { path: pathOf('label'), label: messages.label, kind: 'text' },
      { path: pathOf('local_root'), label: messages.folder, kind: 'path' },
      {
        path: pathOf('nas_root'),
        label: messages.nasRoot,
        kind: 'path',
        hint: messages.nasRootHint,
      },
      {
        path: pathOf('completeness_signal'),
        label: messages.signal,
        kind: 'choice',
        choices: signalChoices,
        fallback: 'button',
      },
      ...(signal === 'sentinel_file'
        ? [{ path: pathOf('sentinel_filename'), label: messages.sentinel, kind: 'text' as const }]
        : []),
      ...(signal === 'manifest'
        ? [{ path: pathOf('manifest_filename'), label: messages.manifest, kind: 'text' as const }]
        : []),
      ...(signal === 'quiet_period'
        ? [
            {
              path: pathOf('quiet_minutes'),
              label: messages.quiet,
              kind: 'number' as const,
              fallback: 10,
              unit: messages.minutes,
            },
          ]
        : []),
      ...byTransport,
      {
        path: pathOf('transport', 'bandwidth', 'upload_mbps'),
        label: messages.limit,
        kind: 'number',
        part: messages.speed,
        unit: SECTION_MESSAGES.mbps,
        hint: messages.limitHint,
        clears: pathOf('transport', 'bandwidth'),
      },
      {
        path: pathOf('transport', 'bandwidth', 'windows'),
        label: messages.windows,
        kind: 'windows',
        hint: messages.windowsHint,
      },
    ],
  }
}

/** The sections that are about no single instrument. */
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
