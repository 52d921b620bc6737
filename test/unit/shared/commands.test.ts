// Shortcuts: each has one meaning on every platform, and similar key presses are distinguished.
import { describe, expect, it } from 'vitest'
import { COMMAND_LIST, isPress, keysOf, shownKeys } from '../../../shared/commands.ts'

const press = (
  key: string,
  more: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {},
) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...more,
})

describe('shortcuts', () => {
  it.each(['linux', 'win32', 'darwin'])('mean one thing each on %s', (platform) => {
    const all = COMMAND_LIST.map(([id]) => keysOf(id, platform)).filter((keys) => keys !== null)
    expect(new Set(all).size).toBe(all.length)
  })
  it.each([
    ['CmdOrCtrl+1', press('1', { ctrlKey: true }), 'linux', true],
    ['CmdOrCtrl+1', press('1', { metaKey: true }), 'darwin', true],
    ['CmdOrCtrl+1', press('1', { ctrlKey: true }), 'darwin', false],
    ['CmdOrCtrl+C', press('C', { ctrlKey: true, shiftKey: true }), 'linux', false],
    ['CmdOrCtrl+Shift+C', press('C', { ctrlKey: true, shiftKey: true }), 'linux', true],
    ['/', press('/', { shiftKey: true }), 'linux', true],
    ['/', press('/', { ctrlKey: true }), 'linux', false],
    ['CmdOrCtrl+/', press('/', { ctrlKey: true }), 'linux', true],
    ['F8', press('F8', { shiftKey: true }), 'linux', false],
    ['Shift+F8', press('F8', { shiftKey: true }), 'linux', true],
    ['Alt+Enter', press('Enter', { altKey: true }), 'linux', true],
    ['CmdOrCtrl+Enter', press('Enter'), 'linux', false],
  ])('%s and a press', (keys, pressed, platform, hit) => {
    expect(isPress(keys, pressed, platform)).toBe(hit)
  })
  it('reads as people write it', () => {
    expect(shownKeys('CmdOrCtrl+Shift+Enter', 'linux')).toBe('Ctrl+Shift+Enter')
    expect(shownKeys('CmdOrCtrl+O', 'darwin')).toBe('Cmd+O')
  })
})
