// Language of the window, the tray, the menu and the notifications: the system's, or the one that a person chose, which
// window.json keeps. The command line, logs, receipts and the support bundle stay English.
import { app } from 'electron'
import {
  type Language,
  type LanguageChoice,
  systemLanguage,
} from '../../../shared/language/languages.ts'
import { setLocale } from '../../../shared/language/locale.ts'
import { speak } from '../../../shared/language/speak.ts'
import type { WindowState } from './window-state.ts'

export interface ShellLanguage {
  /** What the person chose, and the language that follows from it. */
  current(): { readonly choice: LanguageChoice; readonly language: Language }
  /** Changes it at once, here; the window follows by itself. */
  choose(choice: LanguageChoice): Promise<{ language: Language }>
}

/** The language is spoken once the promise is resolved. */
export const openLanguage = async (deps: {
  readonly windowState: WindowState
  /** The system's regional format. */
  readonly locale: string
  /** Draws the menu again. */
  onChange(): void
}): Promise<ShellLanguage> => {
  const { windowState } = deps
  setLocale(deps.locale)
  let choice: LanguageChoice = windowState.read().language ?? 'system'
  const language = (): Language =>
    choice === 'system' ? systemLanguage(app.getPreferredSystemLanguages()) : choice
  await speak(language(), choice !== 'system')
  return {
    current: () => ({ choice, language: language() }),
    async choose(next) {
      choice = next
      windowState.write({ language: next })
      await speak(language(), next !== 'system')
      deps.onChange()
      return { language: language() }
    },
  }
}
