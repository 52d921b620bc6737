// The computer stays awake while runs are sent or proven, and no longer (docs/ux.md D13).
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { DEFAULT_SETTINGS } from '../../../../electron/core/domain/config.ts'
import { keepAwake } from '../../../../electron/shell/system/keep-awake.ts'
import { NO_OVERVIEW } from '../../../../shared/constants.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const setUp = () => {
  const state = { active: 0, wanted: true }
  const blocked = new Set<number>()
  const blocker = {
    start: vi.fn((_kind: 'prevent-app-suspension' | 'prevent-display-sleep') => {
      blocked.add(blocked.size + 1)
      return blocked.size
    }),
    stop: vi.fn((id: number) => blocked.delete(id)),
  }
  const core = {
    overview: () => ({ ...NO_OVERVIEW, counts: { ...NO_OVERVIEW.counts, active: state.active } }),
    settings: () => ({
      ...DEFAULT_SETTINGS,
      sync: { ...DEFAULT_SETTINGS.sync, keepAwake: state.wanted },
    }),
  }
  const stop = keepAwake(core, blocker)
  /** A minute passes with so many active runs: is sleep blocked then? */
  const after = (active: number): boolean => {
    state.active = active
    vi.advanceTimersByTime(60_000)
    return blocked.size > 0
  }
  return { state, blocked, blocker, after, stop }
}

describe('the computer', () => {
  it('is kept awake while runs are active; its screen may go dark', () => {
    const { blocker, after } = setUp()
    expect([after(0), after(2), after(1), after(0)]).toEqual([false, true, true, false])
    expect(blocker.start.mock.calls).toEqual([['prevent-app-suspension']])
    expect(after(1)).toBe(true)
  })
  it('may sleep where the settings say so, also from then on', () => {
    const { state, after } = setUp()
    expect(after(1)).toBe(true)
    state.wanted = false
    expect(after(1)).toBe(false)
  })
  it('may sleep once the app stops watching', () => {
    const { blocked, after, stop } = setUp()
    expect(after(1)).toBe(true)
    stop()
    expect(blocked.size).toBe(0)
    expect(after(1)).toBe(false)
  })
})
