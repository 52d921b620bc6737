// The window state survives a restart, and what cannot be read counts as none.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openWindowState } from '../../../../electron/shell/window/window-state.ts'

let dir = ''
const file = (): string => join(dir, 'window.json')
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'exlab-window-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const HISTORY = { problems: { 'k d': { at: 1, times: 2 } }, away: {}, disks: {}, silent: {} }
const BOUNDS = { x: 1, y: 2, width: 1_000, height: 700 }

it('is read back as it was written, one value at a time', () => {
  openWindowState(dir).write({ bounds: BOUNDS, maximized: false })
  openWindowState(dir).write({ trayExplained: true, notificationHistory: HISTORY })
  expect(openWindowState(dir).read()).toEqual({
    bounds: BOUNDS,
    maximized: false,
    trayExplained: true,
    notificationHistory: HISTORY,
  })
})
it('keeps the names of the file', () => {
  openWindowState(dir).write({ trayExplained: true, notificationHistory: HISTORY })
  expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({ saidTray: true, told: HISTORY })
})
it('is empty where the file is missing or damaged; a damaged history costs only itself', () => {
  expect(openWindowState(dir).read()).toEqual({})
  writeFileSync(file(), '{')
  expect(openWindowState(dir).read()).toEqual({})
  writeFileSync(file(), JSON.stringify({ withoutTray: 'quit', told: 7 }))
  expect(openWindowState(dir).read()).toEqual({ withoutTray: 'quit' })
})
