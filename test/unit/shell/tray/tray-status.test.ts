// The tray shows the worst first, with icons whose shapes differ and a menu for each moment (docs/ux.md D13).
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Resvg } from '@resvg/resvg-js'
import { describe, expect, it, vi } from 'vitest'
import { trayStatusOf } from '../../../../electron/shell/tray/tray-status.ts'
import type { Overview } from '../../../../shared/model/overview.ts'
import { tomorrowMorning } from '../../../../shared/pause-choices.ts'
import { NO_OVERVIEW } from '../../../../shared/constants.ts'

vi.mock('electron', () => ({ Menu: {}, Tray: {}, nativeImage: {} }))
const { trayMenu } = await import('../../../../electron/shell/tray/tray.ts')
const { STATUS_ICONS } = await import('../../../../electron/shell/tray/tray-icons.ts')

const NOW = new Date(2026, 0, 5, 12).getTime()
const ICONS = join(import.meta.dirname, '../../../../electron/shell/tray/icons')

const facts = (counts: Partial<Overview['counts']>, more: Partial<Overview> = {}) => ({
  now: 0,
  overview: { ...NO_OVERVIEW, ...more, counts: { ...NO_OVERVIEW.counts, ...counts } },
  forecasts: [],
  live: [],
  blocking: null,
  fault: null,
  instruments: 1,
  runwayMs: 4 * 3_600_000,
})

const NONE = {
  open: vi.fn(),
  showProblems: vi.fn(),
  retryFailed: vi.fn(),
  pause: vi.fn(),
  resume: vi.fn(),
  quit: vi.fn(),
}

const FAILED = {
  route: 'A',
  connection: 'rclone nas',
  destination: 'nas:raw',
  at: 0,
  step: 'A tiny run is sent',
  message: 'It did not answer.',
}

describe('the tray', () => {
  it.each([
    [facts({}), false, 'unknown'],
    [facts({ done: 9 }, { proven: 9 }), false, 'unknown'],
    [{ ...facts({}), instruments: 0 }, true, 'unknown'],
    [facts({ needs_you: 1, active: 3, done: 9 }, { unacknowledged: 1 }), true, 'error'],
    // a known problem is no tick
    [facts({ needs_you: 1, done: 9 }, { proven: 9 }), true, 'warning'],
    [facts({ active: 1 }), true, 'sending'],
    [facts({ waiting: 1 }), true, 'sending'],
    [facts({ waiting: 1 }, { paused: true }), true, 'paused'],
    [facts({ done: 2 }, { trouble: 'the disk is full' }), true, 'error'],
    [facts({ done: 2 }, { proven: 2 }), true, 'idle'],
    [facts({ done: 2 }, { proven: 2, unrehearsed: [FAILED] }), true, 'warning'],
  ] as const)('shows the worst first', (state, known, icon) => {
    expect(trayStatusOf(state, known).icon).toBe(icon)
  })
  it('says why the queue could not be opened', () => {
    expect(trayStatusOf({ ...facts({}), blocking: 'Another engine works it.' }, false)).toEqual({
      icon: 'unknown',
      sentence: 'Another engine works it.',
      beside: [],
    })
  })
  it('says a pause and a hold beside the runs that need somebody, in the menu too', () => {
    const now = new Date(2026, 0, 5, 14, 30).getTime()
    const pausedSince = new Date(2026, 0, 5, 14, 2).getTime()
    const held = facts({ needs_you: 1 }, { unacknowledged: 1, paused: true, pausedSince })
    const status = trayStatusOf({ ...held, now }, true)
    expect(status.sentence).toBe('1 run needs you')
    expect(status.beside).toEqual([expect.stringMatching(/^Paused by you since 0?2:02\sPM$/)])
    const menu = trayMenu(status, { paused: true, failed: 0, counts: { needs_you: 1 } }, NONE, now)
    expect(menu[1]).toMatchObject({ label: status.beside[0], enabled: false })
  })
  it('has another shape for each, also in one colour', () => {
    const shapes = STATUS_ICONS.map((icon) => {
      const svg = readFileSync(join(ICONS, `${icon}.svg`), 'utf8')
      const { pixels } = new Resvg(svg, { fitTo: { mode: 'width', value: 16 } }).render()
      return Array.from({ length: 256 }, (_, i) => ((pixels[i * 4 + 3] ?? 0) > 127 ? 1 : 0))
    })
    expect(readdirSync(ICONS).toSorted()).toEqual(STATUS_ICONS.map((i) => `${i}.svg`).toSorted())
    for (const [i, a] of shapes.entries())
      for (const b of shapes.slice(i + 1))
        expect(a.filter((pixel, at) => pixel !== b[at]).length).toBeGreaterThan(20)
  })
})

describe('the menu of the tray', () => {
  const actions = {
    open: vi.fn(),
    showProblems: vi.fn(),
    retryFailed: vi.fn(),
    pause: vi.fn(),
    resume: vi.fn(),
    quit: vi.fn(),
  }
  const status = { icon: 'sending', sentence: '1 run in progress', beside: [] } as const
  const menu = (paused: boolean, failed: number, problems: number) =>
    trayMenu(status, { paused, failed, counts: { needs_you: problems } }, actions, NOW)
  const labels = (items: readonly Electron.MenuItemConstructorOptions[]) =>
    items.filter((item) => item.type !== 'separator').map((item) => item.label)

  it('begins with the sentence; what there is nothing for is greyed', () => {
    const items = menu(false, 0, 0)
    expect(labels(items)).toEqual([
      '1 run in progress',
      'Open ExLab Sync',
      'Pause all',
      'Retry failed',
      'Show problems',
      'Quit',
    ])
    expect(items.filter((item) => item.enabled === false).map((item) => item.label)).toEqual([
      '1 run in progress',
      'Retry failed',
      'Show problems',
    ])
    expect(menu(false, 2, 3).filter((item) => item.enabled === false)).toHaveLength(1)
  })
  it('pauses for an hour, until tomorrow or until somebody resumes; then it resumes', () => {
    const pause = menu(false, 0, 0).find((item) => item.label === 'Pause all')
    const choices = pause?.submenu as Electron.MenuItemConstructorOptions[] // as trayMenu builds it
    expect(choices).toHaveLength(3)
    // Electron gives a click its item and window; these clicks look at neither
    for (const one of choices) Reflect.apply(one.click ?? vi.fn(), null, [])
    expect(actions.pause.mock.calls.slice(1)).toEqual([[tomorrowMorning(NOW)], [null]])
    expect(labels(menu(true, 0, 0))).toContain('Resume all')
  })
  it('tomorrow is eight in the morning of the next day, over the end of a month too', () => {
    const at = new Date(tomorrowMorning(new Date(2026, 0, 31, 23, 30).getTime()))
    expect([at.getMonth(), at.getDate(), at.getHours(), at.getMinutes()]).toEqual([1, 1, 8, 0])
  })
})
