// What the core answers crosses to the window in its language; what also goes into a ticket for IT crosses as it is.
import { afterEach, describe, expect, it } from 'vitest'
import { type Method, contract } from '../../../shared/contract/index.ts'
import { setLanguage } from '../../../shared/language/messages.ts'
import { ok, refused } from '../../../shared/model/result.ts'
import { spokenAnswer, spokenBatch } from '../../../electron/ipc/spoken-answers.ts'
import { jobSummary } from '../../../shared/model/model.ts'
import { overview } from '../../../shared/model/overview.ts'
import '../../../shared/reasons.ts'
import { sentence } from '../../../shared/model/sentence.ts'
import { readTranslations } from '../../helpers/catalogue.ts'
import * as z from 'zod'

const speakGerman = (): void => setLanguage('de', readTranslations('de'), true)
afterEach(() => setLanguage('en', {}, false))

describe('an answer', () => {
  it('of English stays as the core made it', () => {
    const answer = refused('conflict', 'Not on the NAS.')
    expect(spokenAnswer('jobs.get', answer)).toBe(answer)
  })
  it('that refuses is in the language of the window, whatever was called', () => {
    speakGerman()
    for (const method of ['jobs.get', null] as const)
      expect(spokenAnswer(method, refused('conflict', 'Not on the NAS.'))).toEqual(
        refused('conflict', 'Nicht auf dem NAS.'),
      )
  })
  it('has its sentences in the language, at any depth, and the core keeps its own', () => {
    speakGerman()
    const row = { at: 1, text: 'Failed: Not on the NAS: a.', run: 'Not on the NAS.', steps: 0 }
    const value = { rows: [row], total: 1 }
    expect(spokenAnswer('activity.page', ok(value))).toEqual(
      ok({ rows: [{ ...row, text: 'Fehlgeschlagen: Nicht auf dem NAS: a.' }], total: 1 }),
    )
    expect(row.text).toBe('Failed: Not on the NAS: a.')
  })
  it('has none in a step of a test, a stored failure and a hold, which IT is told in English', () => {
    speakGerman()
    const step = { title: 'Free space', message: 'It can be used.', outcome: 'passed' }
    const answer = ok({ rows: [step], current: 'Free space' })
    expect(spokenAnswer('destinations.steps', answer)).toEqual(answer)
  })
})

it('a batch of changes is in the language of the window', () => {
  speakGerman()
  const batch = {
    jobs: [{ id: 1, heldBy: 'nas01 is full' }],
    overview: { trouble: 'Not on the NAS.' },
  }
  expect(spokenBatch(batch as never)).toEqual({
    jobs: [{ id: 1, heldBy: 'nas01 ist voll' }],
    overview: { trouble: 'Nicht auf dem NAS.' },
  })
})

/** Fields whose text is a name, a path, a code, or what people and tools wrote. */
const DATA = new Set(
  `account answer by command conf configFile connection current dataDir day description destination destinationName file
  fingerprint folder folders help host hostName id instance instead instrument instruments key label localPath localRoot
  name nasName nasRoot note operator options password path place paths pattern pausedBy phrase program proof providers publicKey reason
  remote remotes remotePath remoteSha256 route run secrets sha256 slot source standard station stderr subject system target tested
  tests touched type unclear url value version`.split(/\s+/),
)
/** Fields that are called like words of ours: the core's English for IT, lines of a log, of config.yaml and of the letter. */
const ENGLISH = new Set([
  'diff.text',
  'lines.text',
  'ssh.letter.text',
  'error.message',
  'lastError.message',
  'holds.message',
  'rows.message',
  'rows.problem',
  'rows.title',
  'steps.message',
  'steps.title',
])

const stringsOf = (schema: unknown, path: readonly string[]): string[][] => {
  if (schema === sentence) return []
  if (schema instanceof z.ZodString) return [[...path]]
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional)
    return stringsOf(schema.unwrap(), path)
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((one) => stringsOf(one, path))
  if (schema instanceof z.ZodArray) return stringsOf(schema.element, path)
  if (schema instanceof z.ZodRecord) return stringsOf(schema.valueType, path)
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).flatMap(([name, one]) => stringsOf(one, [...path, name]))
  return []
}

it('every text of an answer is a sentence, or is known to be data', () => {
  const found = new Set(
    [
      ...Object.keys(contract).flatMap((method) =>
        stringsOf(contract[method as Method].output, [method]),
      ),
      ...stringsOf(overview, ['overview']),
      ...stringsOf(jobSummary, ['jobs']),
    ].map((path) => path.slice(-2).join('.')),
  )
  const unknown = [...found].filter(
    (path) =>
      !ENGLISH.has(path) &&
      !DATA.has(
        path
          .slice(path.indexOf('.') + 1)
          .split('.')
          .at(-1) ?? '',
      ),
  )
  expect(unknown).toEqual([])
  expect([...ENGLISH].filter((path) => !found.has(path))).toEqual([])
})
