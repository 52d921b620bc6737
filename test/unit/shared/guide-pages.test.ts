// Pages of the operator guide that are generated from the tables of the window; `vitest -u` writes them.
import { expect, it } from 'vitest'
import {
  FILE_LABEL_KEYS,
  FILE_MEANINGS,
  RECORDING,
  RUN_LABELS,
  RUN_MEANINGS,
  fileLabel,
} from '../../../shared/state-labels.ts'
import { instrumentSection } from '../../../renderer/features/settings/instrument-section.ts'
import type { Field } from '../../../renderer/features/settings/settings-fields.tsx'
import { sections } from '../../../renderer/features/settings/settings-sections.ts'

const note = '<!-- drawn from the tables of the program; `npm run unit -- -u` draws it anew -->'

it('docs/guide/states.md has every state with its meaning', async () => {
  const text = [
    '# What the states mean',
    '',
    note,
    '',
    'Each state has a shape and a word; colour is only the third cue. The shapes are in the window under _Help, States and their shapes_.',
    '',
    '## Runs',
    '',
    `- **${RECORDING.word}**: ${RECORDING.meaning}`,
    ...RUN_LABELS.map((word) => `- **${word}**: ${RUN_MEANINGS[word]}`),
    '',
    '## Files',
    '',
    ...FILE_LABEL_KEYS.map((look) => `- **${fileLabel(look)}**: ${FILE_MEANINGS[look]}`),
    '',
  ].join('\n')
  await expect(text).toMatchFileSnapshot('../../../docs/guide/states.md')
})

/** Patterns stand in the pages as they are, and not as emphasis. */
const plain = (text: string): string => text.replaceAll(/[*~]/g, '\\$&')

const line = ({ label, hint, path, fallback, unit }: Field): string => {
  const key = path.filter((part) => typeof part === 'string').join('.')
  const without =
    fallback === undefined
      ? ''
      : ` Without it: ${plain(String(fallback))}${unit === undefined ? '' : ` ${unit}`}.`
  return `- **${label}** (\`${key}\`).${hint === undefined ? '' : ` ${plain(hint)}`}${without}`
}

it('docs/guide/settings.md has every setting with its key', async () => {
  const rclone = instrumentSection(
    { id: 'x', transport: { type: 'rclone' }, completeness_signal: 'sentinel_file' },
    0,
  )
  const ssh = instrumentSection(
    { id: 'x', transport: { type: 'rsync_ssh' }, completeness_signal: 'manifest' },
    0,
  )
  const quiet = instrumentSection(
    { id: 'x', transport: { type: 'rclone' }, completeness_signal: 'quiet_period' },
    0,
  )
  const own = [...rclone.fields, ...ssh.fields, ...quiet.fields].filter(
    (field, at, all) => all.findIndex((one) => one.path.join('.') === field.path.join('.')) === at,
  )
  const text = [
    '# Settings',
    '',
    note,
    '',
    'Settings stand in `config.yaml`; the window changes that file and keeps its comments. A change is shown as a difference before it is saved, and a connection that it touches is tested afterwards. More in [../config.md](../config.md).',
    '',
    '## Instruments and destinations',
    '',
    ...own.map(line),
    ...sections().flatMap((section) => [
      '',
      `## ${section.title}`,
      '',
      ...(section.text === undefined ? [] : [section.text, '']),
      ...section.fields.map(line),
    ]),
    '',
  ].join('\n')
  await expect(text).toMatchFileSnapshot('../../../docs/guide/settings.md')
})
