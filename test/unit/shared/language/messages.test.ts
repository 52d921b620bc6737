import { afterEach, describe, expect, it } from 'vitest'
import { count, dayName, timeOfDay } from '../../../../shared/format.ts'
import { systemLanguage } from '../../../../shared/language/languages.ts'
import { setLocale } from '../../../../shared/language/locale.ts'
import {
  inEnglish,
  merged,
  messages,
  setLanguage,
  template,
} from '../../../../shared/language/messages.ts'
import { runs } from '../../../../shared/messages/common.ts'
import { RUNS_MESSAGES } from '../../../../shared/messages/runs.ts'
import { reasonText, saysOnlyHeadline, spokenMessage } from '../../../../shared/reasons.ts'
import { readTranslations } from '../../../helpers/catalogue.ts'

const TABLE = messages('testTable', {
  close: 'Close',
  quoted: "It''s {name}",
  group: { open: 'Open' },
  files: template('{n, plural, one {# file} other {# files}}', (n: number) => ({ n })),
  both: (n: number): string => `${TABLE.group.open} ${TABLE.files(n)}`,
})
const GERMAN = {
  'testTable.close': 'Schließen',
  'testTable.files': '{n, plural, one {# Datei} other {# Dateien}}',
}

afterEach(() => {
  setLocale('en-US')
  setLanguage('en', {}, false)
})

describe('a table of messages', () => {
  it('speaks the language of the moment, and English where a message has no translation', () => {
    const all = merged({ other: 1 }, TABLE)
    setLanguage('de', GERMAN, false)
    expect([TABLE.close, all.close, TABLE.group.open]).toEqual(['Schließen', 'Schließen', 'Open'])
    expect(TABLE.files(1_234)).toBe('1,234 Dateien')
    expect(TABLE.both(1)).toBe('Open 1 Datei')
    expect(inEnglish(() => TABLE.files(2))).toBe('2 files')
    setLanguage('en', {}, false)
    expect([TABLE.close, all.close, TABLE.files(1)]).toEqual(['Close', 'Close', '1 file'])
  })
  it('refuses a name that another table has', () => {
    expect(() => messages('testTable', { close: 'x' })).toThrow('testTable.close')
  })
  it('goes back to the language after an error in English work', () => {
    setLanguage('de', GERMAN, false)
    expect(() =>
      inEnglish(() => {
        throw new Error('x')
      }),
    ).toThrow('x')
    expect(TABLE.close).toBe('Schließen')
  })
})

describe('the language of the system', () => {
  it.each([
    [['de-AT', 'en'], 'de'],
    [['C'], 'en'],
    [[], 'en'],
    [['pt-BR', 'fr-CA'], 'fr'],
    [['zh-CN'], 'zh'],
    [['zh'], 'zh'],
    [['zh-Hant-TW', 'ja-JP'], 'ja'],
    [['zh-HK'], 'en'],
    [['%$', 'ja_JP'], 'en'],
  ] as const)('%j is %s', (tags, language) => expect(systemLanguage(tags)).toBe(language))
})

describe('numbers and dates', () => {
  const at = new Date(2026, 0, 31, 14, 5, 9).getTime()
  it('have the words of a chosen language in the order of the system’s region', () => {
    setLocale('de-DE')
    setLanguage('ja', {}, true)
    expect([dayName(1), timeOfDay(at)]).toEqual(['月', '14:05'])
    setLanguage('fr', {}, true)
    expect([dayName(1), count(1_234).replace(/\s/u, ' ')]).toEqual(['lun.', '1 234'])
    // what is stored has the system's own
    expect(inEnglish(() => [dayName(1), count(1_234)])).toEqual(['Mo', '1.234'])
  })
  it('are the regional format of the system where the system decides the language', () => {
    setLocale('de-DE')
    setLanguage('fr', {}, false)
    expect([dayName(1), count(1_234)]).toEqual(['Mo', '1.234'])
  })
})

describe('in German', () => {
  const speakGerman = (): void => setLanguage('de', readTranslations('de'), true)
  it('plurals and ordinals are German', () => {
    expect(RUNS_MESSAGES.place(3, '')).toBe('3rd')
    speakGerman()
    expect([runs(1), runs(2)]).toEqual(['1 Lauf', '2 Läufe'])
    expect(RUNS_MESSAGES.place(3, '')).toBe('3.')
  })
  it('a stored headline is German with its destination; other stored words stay as they are', () => {
    const stored = { reason: 'remote_disk_full', message: 'nas01 is full' }
    expect(spokenMessage(stored)).toBe('nas01 is full')
    speakGerman()
    expect(spokenMessage(stored)).toBe(
      reasonText('remote_disk_full')?.headline.replace('{destination}', 'nas01'),
    )
    expect(spokenMessage(stored)).not.toContain('full')
    const other = { reason: 'remote_disk_full', message: 'ENOSPC' }
    expect(spokenMessage(other)).toBe('ENOSPC')
    expect(spokenMessage({ reason: 'constructor', message: 'x' })).toBe('x')
  })
  it('a message that only repeats its headline is known as such in every language', () => {
    speakGerman()
    expect(saysOnlyHeadline('remote_disk_full', 'nas01 is full')).toBe(true)
    expect(saysOnlyHeadline('remote_disk_full', 'ENOSPC')).toBe(false)
    expect(saysOnlyHeadline('no_such_reason', 'x')).toBe(false)
  })
})
