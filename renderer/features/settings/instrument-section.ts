// Section of one instrument in the settings: its fields depend on its transport and its completion signal.
import { choicesOf } from '../../../shared/language/messages.ts'
import { STANDARD_EXCLUSIONS } from '../../../shared/constants.ts'
import {
  SECTION_MESSAGES,
  SETTINGS_MESSAGES,
  SIGNAL_NAMES,
} from '../../../shared/messages/settings.ts'
import type { Path } from './setting-edits.ts'
import type { Field } from './settings-fields.tsx'
import type { Section } from './settings-sections.ts'

const textOf = (value: unknown, key: string): string => {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : ''
  return typeof found === 'string' ? found : ''
}

/** Id of the section of an instrument. */
export const instrumentPage = (index: number): string => `instrument ${index}`

/** The fields of a destination, by its type. */
const destinationFields = (
  type: string,
  pathOf: (...rest: Path) => Path,
  part: string = SECTION_MESSAGES.instrument.destination,
): Field[] => {
  const messages = SECTION_MESSAGES.instrument
  switch (type) {
    case 'rsync_ssh':
      return [
        {
          path: pathOf('transport', 'ssh_target'),
          label: messages.sshTarget,
          kind: 'text',
          part,
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
          hint: messages.sshPortHint,
          kind: 'number',
        },
        {
          path: pathOf('transport', 'ssh_known_hosts_file'),
          label: messages.knownHosts,
          kind: 'path',
        },
      ]
    case 'folder':
      return [
        {
          path: pathOf('transport', 'path'),
          label: messages.folderPath,
          kind: 'path',
          chooses: 'folder',
          part,
          hint: messages.folderPathHint,
        },
      ]
    default:
      return [
        {
          path: pathOf('transport', 'rclone_remote'),
          label: messages.remote,
          kind: 'text',
          part,
          hint: messages.remoteHint,
        },
        {
          path: pathOf('transport', 'rclone_remote_path'),
          label: messages.remotePath,
          kind: 'text',
        },
        {
          path: pathOf('transport', 'rclone_config'),
          label: messages.rcloneConfig,
          kind: 'path',
          chooses: 'rclone_config',
          hint: messages.byDialog,
        },
      ]
  }
}

/** The further destinations of an instrument, as config.yaml has them. */
export const furtherOf = (instrument: unknown): readonly unknown[] => {
  const also: unknown = Reflect.get(Object(instrument), 'also')
  return Array.isArray(also) ? also : []
}

/** The fields of each further destination. */
const furtherFields = (instrument: unknown, pathOf: (...rest: Path) => Path): Field[] =>
  furtherOf(instrument).flatMap((one, at) => {
    const below = (...rest: Path): Path => pathOf('also', at, ...rest)
    const transport: unknown = Reflect.get(Object(one), 'transport')
    return [
      ...destinationFields(
        textOf(transport, 'type'),
        below,
        SETTINGS_MESSAGES.furtherOf(textOf(one, 'name')),
      ),
      {
        path: below('required'),
        label: SETTINGS_MESSAGES.furtherRequired,
        kind: 'switch' as const,
        fallback: true,
        hint: SETTINGS_MESSAGES.furtherRequiredHint,
      },
      {
        path: below('transport', 'bandwidth', 'upload_mbps'),
        label: SECTION_MESSAGES.instrument.limit,
        kind: 'number' as const,
        unit: SECTION_MESSAGES.mbps,
        clears: below('transport', 'bandwidth'),
      },
    ]
  })

/** The sections of all instruments; those that share a name are told apart by their IDs. */
export const toldApart = (
  sections: readonly Section[],
  instruments: readonly unknown[],
): Section[] =>
  sections.map((one, at) =>
    sections.some((other) => other.id !== one.id && other.title === one.title)
      ? { ...one, apart: textOf(instruments[at], 'id') }
      : one,
  )

/** The section of one instrument, with its destinations. `index`: its index in the file. */
export const instrumentSection = (instrument: unknown, index: number): Section => {
  const pathOf = (...rest: Path): Path => ['equipment', index, ...rest]
  const transport: unknown =
    typeof instrument === 'object' && instrument !== null
      ? Reflect.get(instrument, 'transport')
      : null
  const messages = SECTION_MESSAGES.instrument
  const signal = textOf(instrument, 'completeness_signal')
  const byTransport = destinationFields(textOf(transport, 'type'), pathOf)
  return {
    id: instrumentPage(index),
    title: textOf(instrument, 'label') || textOf(instrument, 'id') || `${index + 1}`,
    text: messages.text,
    fields: [
      { path: pathOf('id'), label: messages.id, kind: 'text', hint: messages.idHint },
      { path: pathOf('label'), label: messages.label, kind: 'text' },
      { path: pathOf('local_root'), label: messages.folder, kind: 'path', chooses: 'folder' },
      {
        path: pathOf('nas_root'),
        label: messages.nasRoot,
        kind: 'path',
        chooses: 'folder',
        hint: messages.nasRootHint,
      },
      {
        path: pathOf('run_folders'),
        label: messages.runFolders,
        kind: 'names',
        hint: messages.runFoldersHint,
      },
      {
        path: pathOf('exclude'),
        label: messages.exclude,
        kind: 'names',
        fallback: STANDARD_EXCLUSIONS.join(', '),
        hint: messages.excludeHint,
      },
      {
        path: pathOf('completeness_signal'),
        label: messages.signal,
        kind: 'choice',
        choices: choicesOf(SIGNAL_NAMES),
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
      ...furtherFields(instrument, pathOf),
    ],
  }
}
