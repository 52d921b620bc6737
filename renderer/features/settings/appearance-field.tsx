// Light or dark in the settings. It is a person's own, so it is no key of config.yaml: it changes at once and no lock holds it.
import { SunMoon } from 'lucide-react'
import { type ReactElement, useEffect, useState } from 'react'
import type { Appearance } from '../../../shared/contract/app.ts'
import { APPEARANCE_MESSAGES } from '../../../shared/messages/settings.ts'
import { call } from '../../state/bridge.ts'
import { showError } from '../../state/notice-store.ts'

const CHOICES: readonly Appearance[] = ['system', 'light', 'dark']

export const AppearanceField = (): ReactElement => {
  const [choice, setChoice] = useState<Appearance>('system')
  useEffect(() => {
    let isCurrent = true
    void call('app.appearance', {}).then((answer) => {
      if (isCurrent && answer.ok) setChoice(answer.value.choice)
    })
    return () => {
      isCurrent = false
    }
  }, [])
  const choose = async (next: Appearance): Promise<void> => {
    const answer = await call('app.setAppearance', { choice: next })
    if (answer.ok) setChoice(next)
    else showError(answer)
  }
  return (
    <div className="setting">
      <label htmlFor="appearance">
        <SunMoon size={14} aria-hidden /> {APPEARANCE_MESSAGES.label}
      </label>
      <span className="control">
        <select
          id="appearance"
          className="select"
          value={choice}
          onChange={({ target }) =>
            void choose(CHOICES.find((one) => one === target.value) ?? 'system')
          }
        >
          {CHOICES.map((one) => (
            <option key={one} value={one}>
              {APPEARANCE_MESSAGES[one]}
            </option>
          ))}
        </select>
      </span>
      <p className="muted">{APPEARANCE_MESSAGES.hint}</p>
    </div>
  )
}
