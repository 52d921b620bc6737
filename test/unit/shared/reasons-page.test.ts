// docs/reasons.md is generated from the table of reasons, from which the screen and the command
// line take their text too; `vitest -u` writes it.
import { expect, it } from 'vitest'
import { TRANSPORT_ERROR_KINDS } from '../../../shared/model/states.ts'
import {
  type HoldEffect,
  REASONS,
  type ReasonText,
  type Who,
  fill,
} from '../../../shared/reasons.ts'

const WHO: Readonly<Record<Who, string>> = {
  you: 'You can fix this.',
  it: 'Needs IT.',
  wait: 'Nothing to do: it is tried again by itself.',
}

const holdText = (hold: HoldEffect): string => {
  if (hold === 'probe')
    return 'The destination is held: its runs wait without spending tries, and a small test lifts the hold.'
  return hold === 'click'
    ? 'The destination is held until a setting changes or somebody tries again.'
    : 'Nothing is held: other runs go on.'
}

const section = ([reason, words]: readonly [string, ReasonText]): string[] => [
  `### \`${reason}\``,
  '',
  `**${fill(words.headline, { destination: 'the NAS' })}**`,
  '',
  `${words.explanation} ${words.meaning}`,
  '',
  `- What to do: ${words.remedy}`,
  `- Who: ${WHO[words.who]}`,
  `- Destination: ${holdText(words.hold)}`,
  '',
]

const KIND_LABELS = {
  network: 'tried again after 30 s, 2 min, 8 min, 30 min and 2 h',
  auth: 'Failed at once',
  hash_mismatch: 'the differing files are sent once more, then Failed',
  local_file_vanished: 'the other files are sent and proven, then Failed',
  unknown: 'as `network`',
  none: 'the program could not be started: tried once more, then Failed',
} as const

const page = (): string => {
  const entries = Object.entries<ReasonText>(REASONS)
  const kinds = [...TRANSPORT_ERROR_KINDS, null]
  return [
    '# What can go wrong, and what to do',
    '',
    'Every cause that ExLab Sync can name: the words on the screen, in `exlab-sync explain` and here are one table',
    '(`shared/reasons.ts`).',
    '',
    ...kinds.flatMap((kind) => [
      `## ${kind === null ? 'No kind' : `\`${kind}\``}: ${KIND_LABELS[kind ?? 'none']}`,
      '',
      ...entries.filter(([, words]) => words.kind === kind).flatMap(section),
    ]),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n')
}

it('docs/reasons.md says what the table says', async () => {
  await expect(page()).toMatchFileSnapshot('../../../docs/reasons.md')
})
