// Language in the settings. It is a person's own, so it is no key of config.yaml: it changes at once and no lock holds it.
import { Languages } from 'lucide-react'
import type { ReactElement } from 'react'
import { LANGUAGES, isLanguage } from '../../../shared/language/languages.ts'
import { LANGUAGE_MESSAGES } from '../../../shared/messages/settings.ts'
import { chooseLanguage, useLanguage } from '../../state/language-store.ts'

export const LanguageField = (): ReactElement => {
  const choice = useLanguage((state) => state.choice)
  return (
    <div className="setting">
      <label htmlFor="language">
        <Languages size={14} aria-hidden /> {LANGUAGE_MESSAGES.label}
      </label>
      <span className="control">
        <select
          id="language"
          className="select"
          value={choice}
          onChange={({ target }) =>
            void chooseLanguage(isLanguage(target.value) ? target.value : 'system')
          }
        >
          <option value="system">{LANGUAGE_MESSAGES.system}</option>
          {Object.entries(LANGUAGES).map(([id, { tag, name }]) => (
            <option key={id} value={id} lang={tag}>
              {name}
            </option>
          ))}
        </select>
      </span>
      <p className="muted">{LANGUAGE_MESSAGES.hint}</p>
    </div>
  )
}
