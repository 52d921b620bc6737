// Pause all: asks for how long, as the tray does; while everything is paused the button resumes (docs/ux.md D2, D13).
import { ChevronDown, Pause, Play } from 'lucide-react'
import type { ReactElement } from 'react'
import { timeOfDay } from '../../../shared/format.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { pauseName, pauseText } from '../../../shared/messages/status.ts'
import { pauseChoices } from '../../../shared/pause-choices.ts'
import { useApp } from '../../state/app-store.ts'
import { setPaused } from '../../state/engine-commands.ts'
import { MenuButton } from '../../ui/menu.tsx'

/** Marks the button, so that the command can open its menu. */
const PAUSE_CLASS = 'pause-all'

/** What the command of the keyboard does: resumes, or asks for how long to pause. */
export const askOrResume = (): void => {
  if (useApp.getState().overview.paused) return void setPaused(false)
  const button = document.querySelector<HTMLElement>(`.${PAUSE_CLASS}`)
  button?.focus()
  button?.click()
}

/** `isNext`: resuming is what is to be done next. */
export const PauseButton = ({ isNext }: { readonly isNext: boolean }): ReactElement => {
  const overview = useApp((state) => state.overview)
  const now = useApp((state) => state.now)
  if (overview.paused)
    return (
      <button
        type="button"
        className={isNext ? 'button primary' : 'button'}
        title={pauseText(overview, now)}
        onClick={() => void setPaused(false)}
      >
        <Play size={14} aria-hidden />
        {MESSAGES.resumeAll}
      </button>
    )
  return (
    <MenuButton
      className={`button ${PAUSE_CLASS}`}
      label={MESSAGES.pauseAll}
      entries={pauseChoices(now).map(({ kind, until }) => ({
        label: pauseName(kind, until === null ? '' : timeOfDay(until)),
        run: () => void setPaused(true, until),
      }))}
    >
      <Pause size={14} aria-hidden />
      {MESSAGES.pauseAll}
      <ChevronDown size={12} aria-hidden />
    </MenuButton>
  )
}
