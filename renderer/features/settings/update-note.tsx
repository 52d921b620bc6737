// Says in the settings of the program what is known of a newer version (docs/deploy.md 6).
import { type ReactElement, useEffect, useState } from 'react'
import { SECOND_MS } from '../../../shared/duration.ts'
import { SETTINGS_MESSAGES } from '../../../shared/messages/settings.ts'
import { call } from '../../state/bridge.ts'

export const UpdateNote = (): ReactElement | null => {
  const [sentence, setSentence] = useState<string | null>(null)
  useEffect(() => {
    let shown = true
    const ask = (): void =>
      void call('app.info', {}).then((info) => {
        if (shown && info.ok) setSentence(info.value.update)
      })
    ask()
    // what it waits for changes while the page is open
    const timer = setInterval(ask, 30 * SECOND_MS)
    return () => {
      shown = false
      clearInterval(timer)
    }
  }, [])
  return <p className="muted">{sentence ?? SETTINGS_MESSAGES.noUpdates}</p>
}
