// A search finds the states of runs by the words of the window's language, and by the English ones.
import { afterEach, expect, it } from 'vitest'
import { searchConditions } from '../../../../electron/core/queue/job-search.ts'
import { STATE_FILTERS } from '../../../../electron/core/queue/job-views.ts'
import type { Language } from '../../../../shared/language/languages.ts'
import { setLanguage } from '../../../../shared/language/messages.ts'
import { readTranslations } from '../../../helpers/catalogue.ts'

afterEach(() => setLanguage('en', {}, false))

const finds = (language: Language, word: string): boolean => {
  setLanguage(language, language === 'en' ? {} : readTranslations(language), true)
  const facts = { instrumentsNamed: () => [], shownAs: () => [], runsWithFile: () => [] }
  return searchConditions(word, facts).where.join(' ').includes(STATE_FILTERS.failed)
}

it.each([
  ['en', 'failed', true],
  ['en', 'fehlgeschlagen', false],
  ['de', 'Fehlgeschlagen', true],
  ['de', 'fehl', true],
  ['de', 'failed', true],
  ['de', 'fe', false],
  ['ja', '失敗', true],
  ['ja', '失', false],
  ['ja', 'failed', true],
  ['zh', '失败', true],
] as const)('%s: %s', (language, word, isFound) => expect(finds(language, word)).toBe(isFound))
