// The catalogue of messages for tests: the English texts of every table of shared and of the core, and the translations.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Language } from '../../shared/language/languages.ts'
import { type Catalogue, englishTexts } from '../../shared/language/messages.ts'
import { filesBelow } from './import-graph.ts'
import { markedTexts } from './marked-texts.ts'

const ROOT = join(import.meta.dirname, '../..')

/** The English text of every message by key. Tables register themselves when their files are loaded; the core marks its texts. */
export const readEnglish = async (): Promise<Catalogue> => {
  for (const file of filesBelow('shared')) if (file.endsWith('.ts')) await import(join(ROOT, file))
  return { ...englishTexts(), ...markedTexts() }
}

export const localeFile = (language: Language): string =>
  join(ROOT, 'shared/locales', `${language}.json`)

/** What translators wrote for a language. */
export const readTranslations = (language: Language): Catalogue =>
  JSON.parse(readFileSync(localeFile(language), 'utf8')) as Catalogue // checked by test/unit/shared/language/catalogue.test.ts
