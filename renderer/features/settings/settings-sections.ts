// Sections of the settings and their fields, each with its path in config.yaml and its default.
import { choicesOf } from '../../../shared/language/messages.ts'
import { SECTION_MESSAGES } from '../../../shared/messages/settings.ts'
import type { Field } from './settings-fields.tsx'

export interface Section {
  readonly id: string
  readonly title: string
  /** The ID of an instrument of which another one has the name too. */
  readonly apart?: string
  readonly text?: string
  readonly fields: readonly Field[]
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
        fallback: SECTION_MESSAGES.chosenTransfers,
        ...SECTION_MESSAGES.fields.transfers,
      },
      {
        path: ['sync', 'max_transfers'],
        kind: 'number',
        fallback: 16,
        ...SECTION_MESSAGES.fields.maxTransfers,
      },
      {
        path: ['sync', 'instrument_guard'],
        kind: 'choice',
        fallback: 'off',
        choices: choicesOf(SECTION_MESSAGES.guards),
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
        path: ['sync', 'rehearse_days'],
        kind: 'number',
        fallback: 30,
        unit: SECTION_MESSAGES.days,
        ...SECTION_MESSAGES.fields.rehearse,
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
      {
        path: ['tools', 'rclone'],
        kind: 'path',
        chooses: 'rclone',
        ...SECTION_MESSAGES.fields.rclone,
      },
      {
        path: ['tools', 'rsync'],
        kind: 'path',
        chooses: 'rsync',
        ...SECTION_MESSAGES.fields.rsync,
      },
      { path: ['tools', 'ssh'], kind: 'path', chooses: 'ssh', ...SECTION_MESSAGES.fields.ssh },
      { path: ['exlab_wizard_config'], kind: 'path', ...SECTION_MESSAGES.fields.wizardConfig },
    ],
  },
]
