// A rename waits for a program that holds the file on Windows, and for a limited time only.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { renameRetrying, renameWaiting } from '../../../../electron/core/lib/rename-retrying.ts'

/** A rename that another program refuses so many times; answers the tries that were made. */
const tries = (code: string, refusals: number, platform: NodeJS.Platform): number => {
  let made = 0
  let waited = 0
  try {
    renameRetrying('from', 'to', () => true, {
      platform,
      rename() {
        made += 1
        if (made <= refusals) throw Object.assign(new Error(code), { code })
      },
      pause(ms) {
        waited += ms
      },
    })
  } catch (error) {
    expect(error).toMatchObject({ code })
  }
  expect(waited).toBeLessThan(1_000)
  return made
}

describe('a rename', () => {
  it.each(['EPERM', 'EACCES', 'EBUSY'])('%s passes on Windows', (code) => {
    expect(tries(code, 2, 'win32')).toBe(3)
  })
  it('is given up after some tries', () => {
    expect(tries('EPERM', 1_000, 'win32')).toBe(8)
  })
  it.each([
    ['another fault', 'ENOSPC', 'win32'],
    ['another system', 'EACCES', 'linux'],
  ] as const)('is tried once: %s', (_, code, platform) => {
    expect(tries(code, 1_000, platform)).toBe(1)
  })

  it('does not replace what another program wrote while it was held', () => {
    let asked = 0
    const renamed = renameRetrying('from', 'to', () => (asked += 1) < 3, {
      platform: 'win32',
      rename: () => {
        throw Object.assign(new Error('held'), { code: 'EBUSY' })
      },
      pause: () => undefined,
    })
    expect(renamed).toBe(false)
    expect(asked).toBe(3)
  })

  it.each([
    ['passes on Windows', 'win32', 'EBUSY', 3],
    ['is tried once elsewhere', 'linux', 'EBUSY', 1],
    ['is tried once for another fault', 'win32', 'ENOSPC', 1],
  ] as const)('that waits %s', async (_, platform, code, expected) => {
    let made = 0
    const move = async (): Promise<void> => {
      made += 1
      if (made <= 2) throw Object.assign(new Error(code), { code })
    }
    const moved = renameWaiting('from', 'to', async () => true, platform, move)
    if (expected === 3) expect(await moved).toBe(true)
    else await expect(moved).rejects.toMatchObject({ code })
    expect(made).toBe(expected)
  })

  it('that waits does not replace what another program wrote meanwhile', async () => {
    let asked = 0
    const held = async (): Promise<void> => {
      throw Object.assign(new Error('held'), { code: 'EBUSY' })
    }
    const isCurrent = async (): Promise<boolean> => (asked += 1) < 3
    expect(await renameWaiting('from', 'to', isCurrent, 'win32', held)).toBe(false)
    expect(asked).toBe(3)
  })

  it('waits without blocking the thread', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'exlab-rename-'))
    onTestFinished(() => rmSync(dir, { recursive: true }))
    const [from, to] = [join(dir, 'from'), join(dir, 'to')]
    writeFileSync(from, 'new')
    const isCurrent = (): Promise<boolean> => Promise.resolve(true)
    expect(await renameWaiting(from, to, isCurrent, 'win32')).toBe(true)
    await expect(renameWaiting(from, to, isCurrent, 'win32')).rejects.toMatchObject({
      code: 'ENOENT',
    })
  })
})
