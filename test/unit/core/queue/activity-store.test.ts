// Activity: one line for each outcome of a run with its steps folded below it, filters by person and day, and its export.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../../../electron/core/db/database.ts'
import { createActivityStore } from '../../../../electron/core/queue/activity-store.ts'
import { shownAs } from '../../../../electron/core/services/destinations/shown-names.ts'
import type { ListFacts } from '../../../../electron/core/queue/job-list.ts'
import { createListExport } from '../../../../electron/core/services/runs/export-list.ts'
import { setLanguage } from '../../../../shared/language/messages.ts'
import { say } from '../../../../shared/language/say.ts'
import type { ActivityQuery } from '../../../../shared/model/list-rows.ts'
import type { JobSummary } from '../../../../shared/model/model.ts'
import { headlineOf } from '../../../../shared/reasons.ts'
import { readTranslations } from '../../../helpers/catalogue.ts'

let db: Database
let store: ReturnType<typeof createActivityStore>
let time = 0
const A = { id: 1, instrument: 'SCOPE', run: 'A' }
const B = { id: 2, instrument: 'FLOW', run: 'B' }
const log = (job: typeof A, ...texts: readonly string[]): void => {
  for (const text of texts) {
    time += 1_000
    store.app(job, text.startsWith('Failed') ? 'error' : 'info', text)
  }
}
beforeAll(() => {
  db = openDatabase(':memory:')
  store = createActivityStore(db, { now: () => time })
  log(A, 'Added', 'Sending')
  log(B, 'Added')
  log(A, 'Checking', 'Verified')
  log(B, 'Sending', 'Failed: gone')
  time += 1_000
  store.person(B, 'Retried')
  log(B, 'Waiting', 'Sending')
})
afterAll(() => db.close())

const page = (more: Partial<ActivityQuery> = {}, offset = 0, limit = 50) =>
  store.page({ level: 'info', search: '', ...more }, offset, limit)
const shown = (more: Partial<ActivityQuery> = {}): string[] =>
  page(more).rows.map(
    ({ run, text, steps, isStep }) =>
      `${isStep ? '  ' : ''}${run} ${text}${steps === 0 ? '' : ` (${steps})`}`,
  )
const idOf = (text: string): number => page({ search: text }).rows[0]?.id ?? 0

const FOLDED = ['B Sending (1)', 'B Retried', 'B Failed: gone (2)', 'A Verified (3)']

it('has one line for each outcome, and what a run does now, with the number of its steps', () => {
  expect(shown({ unfolded: [] })).toEqual(FOLDED)
  expect(page({ unfolded: [] }).total).toBe(4)
})

it('unfolds the steps of a line below it, in any page', () => {
  const unfolded = [idOf('Verified')]
  const all = [...FOLDED, '  A Checking', '  A Sending', '  A Added']
  expect(shown({ unfolded })).toEqual(all)
  const paged = [0, 2, 4, 6].flatMap((offset) => page({ unfolded }, offset, 2).rows)
  expect(paged.map(({ text }) => text)).toEqual(page({ unfolded }).rows.map(({ text }) => text))
  expect(page({ unfolded }).total).toBe(7)
  expect(shown({ unfolded: [idOf('Failed')] }).slice(2, 5)).toEqual([
    'B Failed: gone (2)',
    '  B Sending',
    '  B Added',
  ])
})

it('does not fold what a search or a person stands for, and filters by person and day', () => {
  expect(shown({ unfolded: [], search: 'Sending' })).toEqual([
    'B Sending',
    'B Sending',
    'A Sending',
  ])
  expect(shown({ unfolded: [], source: 'person' })).toEqual(['B Retried'])
  expect(shown({ unfolded: [], source: 'app' })).toHaveLength(9)
  expect(shown({ since: 5_000, until: 7_000 })).toEqual(['B Sending', 'A Verified'])
  expect(shown({ unfolded: [], level: 'error' })).toEqual(['B Failed: gone (2)'])
})

it('is exported as it is filtered, with every step', () => {
  const { exportActivity } = createListExport({
    activity: store,
    list: { page: () => ({ jobs: [], total: 0 }) },
    listFacts: () => ({}) as ListFacts,
    summary: () => ({}) as JobSummary,
  })
  const csv = [...exportActivity({ level: 'info', search: '', instrument: 'SCOPE' }, 'csv')].join(
    '',
  )
  expect(csv.split('\r\n')).toEqual([
    '\u{feff}at,level,source,instrument,run,text',
    '1970-01-01T00:00:05.000Z,info,app,SCOPE,A,Verified',
    '1970-01-01T00:00:04.000Z,info,app,SCOPE,A,Checking',
    '1970-01-01T00:00:02.000Z,info,app,SCOPE,A,Sending',
    '1970-01-01T00:00:01.000Z,info,app,SCOPE,A,Added',
    '',
  ])
})

const LINES = [
  'Verified',
  'Waiting',
  'Moved in the queue',
  `Failed: ${headlineOf('credentials_rejected', 'dav:HPLC_01')}`,
  `Will be tried again: ${headlineOf('connection_refused', 'nas01')}`,
  'Speed limited to 12 Mb/s',
]
it.each(['de', 'fr', 'ja', 'zh'] as const)(
  'finds what the screen shows in the language of the window: %s',
  (language) => {
    const own = openDatabase(':memory:')
    const lines = createActivityStore(own, { now: () => 1 })
    for (const line of LINES) lines.app(A, 'info', line)
    setLanguage(language, readTranslations(language), true)
    try {
      const found = (search: string): string[] =>
        lines
          .page({ level: 'info', search }, 0, 50, (word) => shownAs(word, null))
          .rows.map(({ text }) => text)
      for (const line of LINES) {
        const said = say(line)
        if (!said.startsWith('Failed')) expect(said).not.toBe(line)
        // each word alone, and all of them in the other order
        const words = said.split(/[\s:：“”«»„]+/u).filter((word) => word !== '')
        for (const word of words) expect(found(word), word).toContain(line)
        expect(found(words.toReversed().slice(-8).join(' ')), said).toContain(line)
      }
      // words that only other lines have
      expect(found(say('Verified'))).toEqual(['Verified'])
      expect(found(say('Moved in the queue'))).toEqual(['Moved in the queue'])
      // the English words are found too: tickets have them
      expect(found('queue moved')).toEqual(['Moved in the queue'])
    } finally {
      setLanguage('en', {}, false)
      own.close()
    }
  },
)
