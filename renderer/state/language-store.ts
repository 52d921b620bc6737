// Language of the window: the main process keeps it, the settings change it.
import { create } from 'zustand'
import { LANGUAGES, type Language, type LanguageChoice } from '../../shared/language/languages.ts'
import { speak } from '../../shared/language/speak.ts'
import { call } from './bridge.ts'
import { showError } from './notice-store.ts'

interface LanguageState {
  readonly choice: LanguageChoice
  readonly language: Language
}

/** What is drawn in a language is drawn anew when this changes. */
export const useLanguage = create<LanguageState>(() => ({ choice: 'system', language: 'en' }))

const follow = async (choice: LanguageChoice, language: Language): Promise<void> => {
  await speak(language, choice !== 'system')
  document.documentElement.lang = LANGUAGES[language].tag
  useLanguage.setState({ choice, language })
}

/** Speaks the language that the main process speaks; English where it does not answer. */
export const loadLanguage = async (): Promise<void> => {
  const answer = await call('app.language', {})
  if (answer.ok) await follow(answer.value.choice, answer.value.language)
}

/** Changes the language of window, menu and tray. */
export const chooseLanguage = async (choice: LanguageChoice): Promise<void> => {
  const answer = await call('app.setLanguage', { choice })
  if (!answer.ok) return showError(answer)
  await follow(choice, answer.value.language)
}
