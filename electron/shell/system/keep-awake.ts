// The computer does not fall asleep while runs are being sent or proven; the screen may (docs/ux.md D13).
import { powerSaveBlocker } from 'electron'
import type { Core } from '../../core/core.ts'

const CHECK_INTERVAL_MS = 10_000

/** Follows the core; answers how to stop. */
export const keepAwake = (core: Pick<Core, 'overview' | 'settings'>): (() => void) => {
  let blocker: number | null = null
  const release = (): void => {
    if (blocker !== null) powerSaveBlocker.stop(blocker)
    blocker = null
  }
  const look = (): void => {
    const busy = core.settings().sync.keepAwake && core.overview().counts.active > 0
    if (!busy) release()
    else blocker ??= powerSaveBlocker.start('prevent-app-suspension')
  }
  // not at once: the start of the app does not wait for it, and no computer falls asleep so soon
  const timer = setInterval(look, CHECK_INTERVAL_MS)
  return () => {
    clearInterval(timer)
    release()
  }
}
