// Loads the translations of a language, which no process needs before it speaks that language.
import type { Language } from './languages.ts'
import { type Catalogue, setLanguage } from './messages.ts'

const LOADERS: Readonly<Record<Language, () => Promise<Catalogue>>> = {
  // English stands in the tables of messages
  en: () => Promise.resolve({}),
  de: async () => (await import('../locales/de.json', { with: { type: 'json' } })).default,
  fr: async () => (await import('../locales/fr.json', { with: { type: 'json' } })).default,
  ja: async () => (await import('../locales/ja.json', { with: { type: 'json' } })).default,
  zh: async () => (await import('../locales/zh.json', { with: { type: 'json' } })).default,
}

/** From now on every message of this process is in the language. `isChosen`: by a person, and not by the system. */
export const speak = async (language: Language, isChosen: boolean): Promise<void> =>
  setLanguage(language, await LOADERS[language](), isChosen)
