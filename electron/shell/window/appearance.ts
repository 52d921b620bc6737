// Light or dark: as the system, or as a person chose, which window.json keeps.
import { nativeTheme } from 'electron'
import type { Appearance } from '../../../shared/contract/app.ts'
import type { WindowState } from './window-state.ts'

export interface ShellAppearance {
  current(): Appearance
  /** Changes it at once: pages follow by `prefers-color-scheme`. */
  choose(choice: Appearance): void
}

/** Takes what was chosen before; called before the first window, so that it opens in its colours. */
export const openAppearance = (windowState: WindowState): ShellAppearance => {
  nativeTheme.themeSource = windowState.read().appearance ?? 'system'
  return {
    current: () => nativeTheme.themeSource,
    choose(choice) {
      nativeTheme.themeSource = choice
      windowState.write({ appearance: choice })
    },
  }
}
