// Keeps the computer from going to sleep while runs are being sent or proven; the screen may go dark (docs/ux.md D13).
import type { PowerSaveBlocker } from 'electron'
import type { Core } from '../../core/core.ts'

const CHECK_INTERVAL_MS = 10_000

/**
 * Checks the core every ten seconds and blocks or releases sleep accordingly; answers how to stop, which also releases it.
 * `blocker` is Electron's `powerSaveBlocker`.
 */
export const keepAwake = (
  core: Pick<Core, 'overview' | 'settings'>,
  blocker: Pick<PowerSaveBlocker, 'start' | 'stop'>,
): (() => void) => {
  let blockerId: number | null = null
  const release = (): void => {
    if (blockerId !== null) blocker.stop(blockerId)
    blockerId = null
  }
  const check = (): void => {
    const isBusy = core.settings().sync.keepAwake && core.overview().counts.active > 0
    if (!isBusy) release()
    else blockerId ??= blocker.start('prevent-app-suspension')
  }
  // not at once: the start of the app does not wait for it, and no computer goes to sleep within ten seconds
  const timer = setInterval(check, CHECK_INTERVAL_MS)
  return () => {
    clearInterval(timer)
    release()
  }
}
