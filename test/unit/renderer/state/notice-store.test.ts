// Notices: good news leaves by itself, a problem stays until it is closed, and what somebody reads stays too.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import {
  holdNotice,
  notify,
  notifyWithUndo,
  releaseNotice,
  useNotice,
} from '../../../../renderer/state/notice-store.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  notify(null)
  vi.useRealTimers()
})

const shown = (): string | undefined => useNotice.getState().notice?.title
const after = (ms: number): string | undefined => {
  vi.advanceTimersByTime(ms)
  return shown()
}

it('takes good news away after four seconds, and after ten where it has more to say', () => {
  notify({ tone: 'info', title: 'Saved', lines: [] })
  expect([after(3_900), after(200)]).toEqual(['Saved', undefined])
  notify({ tone: 'info', title: 'Added', lines: ['Run 1 is known'] })
  expect([after(9_900), after(200)]).toEqual(['Added', undefined])
})

it('leaves a problem until it is closed, and a way back for ten seconds', () => {
  notify({ tone: 'problem', title: 'Refused', lines: [] })
  expect(after(3_600_000)).toBe('Refused')
  notify(null)
  const undo = vi.fn()
  notifyWithUndo('Taken off', [], undo)
  expect([after(9_900), after(200)]).toEqual(['Taken off', undefined])
  notifyWithUndo('Taken off', [], undo)
  useNotice.getState().notice?.undo?.()
  expect([shown(), undo.mock.calls.length]).toEqual([undefined, 1])
})

it('keeps what somebody points at, and gives each notice its own time', () => {
  notify({ tone: 'info', title: 'First', lines: [] })
  expect(after(3_000)).toBe('First')
  holdNotice()
  expect(after(60_000)).toBe('First')
  releaseNotice()
  expect(after(3_900)).toBe('First')
  notify({ tone: 'info', title: 'Second', lines: [] })
  expect([after(3_900), after(200)]).toEqual(['Second', undefined])
})
