// Languages of the product, and which of them a person reads.

/** Each language with its tag (BCP 47) and its own name. */
export const LANGUAGES = {
  en: { tag: 'en', name: 'English' },
  de: { tag: 'de', name: 'Deutsch' },
  fr: { tag: 'fr', name: 'Français' },
  ja: { tag: 'ja', name: '日本語' },
  zh: { tag: 'zh-Hans', name: '简体中文' },
} as const

export type Language = keyof typeof LANGUAGES

/** What a person chooses: a language, or the one of the system. */
export type LanguageChoice = Language | 'system'

export const isLanguage = (text: string): text is Language => Object.hasOwn(LANGUAGES, text)

/** The language of a tag such as `de-AT`; null: there is none for it. Traditional Chinese is not Simplified. */
const languageOf = (tag: string): Language | null => {
  try {
    const { language, script } = new Intl.Locale(tag).maximize()
    if (language === 'zh') return script === 'Hans' ? 'zh' : null
    return language !== undefined && isLanguage(language) ? language : null
  } catch {
    return null
  }
}

/** The first of the tags for which there is a language; English where there is none. */
export const systemLanguage = (tags: readonly string[]): Language =>
  tags.map(languageOf).find((one) => one !== null) ?? 'en'
