// The login item: written and removed as the setting says, of an installed program alone.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

const { app } = vi.hoisted(() => ({
  app: { isPackaged: true, getPath: (): string => '', setLoginItemSettings: vi.fn() },
}))
vi.mock('electron', () => ({ app }))
const { followLoginItem } = await import('../../../../electron/shell/system/login-item.ts')

let dir = ''
const entry = (): string => join(dir, 'autostart', 'exlab-sync.desktop')

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'exlab-login-'))
  Object.assign(app, { isPackaged: true, getPath: () => dir })
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

describe.runIf(process.platform === 'linux')('on Linux', () => {
  it('is an autostart entry that names this program, and goes with the setting', () => {
    const apply = followLoginItem()
    apply(true)
    expect(readFileSync(entry(), 'utf8')).toContain(`\nExec="${process.execPath}"\n`)
    apply(false)
    expect(existsSync(entry())).toBe(false)
  })
  it('that a person made by other means stays where the setting was never on', () => {
    mkdirSync(join(dir, 'autostart'))
    writeFileSync(entry(), 'own')
    followLoginItem()(false)
    expect(readFileSync(entry(), 'utf8')).toBe('own')
  })
  it('is not written again while the setting stays', () => {
    const apply = followLoginItem()
    apply(true)
    rmSync(entry())
    apply(true)
    expect(existsSync(entry())).toBe(false)
  })
})

it('is none of a checkout', () => {
  app.isPackaged = false
  followLoginItem()(true)
  expect(existsSync(entry())).toBe(false)
  expect(app.setLoginItemSettings).not.toHaveBeenCalled()
})
