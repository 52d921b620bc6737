// The consent of an administrator: given only where the system's own program says yes; a program that is not there is a no.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { askAdministrator } from '../../../../electron/shell/system/administrator.ts'
import { REFUSAL_MESSAGES } from '../../../../shared/messages/desktop/shell.ts'

let bin = ''
beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), 'exlab-admin-'))
  vi.stubEnv('PATH', bin)
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  rmSync(bin, { recursive: true, force: true })
})

/** The account of the test, and what the system's program answers; null: there is none. */
const asked = (uid: number, exitCode: number | null): Promise<string | null> => {
  vi.spyOn(process, 'getuid').mockReturnValue(uid)
  if (exitCode !== null) {
    writeFileSync(join(bin, 'pkexec'), `#!/bin/sh\nexit ${exitCode}\n`)
    chmodSync(join(bin, 'pkexec'), 0o755)
  }
  return askAdministrator()
}

describe.runIf(process.platform === 'linux')('an administrator', () => {
  it('who agrees unlocks the settings', async () => {
    expect(await asked(1000, 0)).toBeNull()
  })
  it.each([
    ['who refuses', 126],
    ['whom no program can ask', null],
  ])('%s leaves them locked, with a sentence', async (_who, exitCode) => {
    expect(await asked(1000, exitCode)).toBe(REFUSAL_MESSAGES.noAdministrator)
  })
  it('need not be asked by root', async () => {
    expect(await asked(0, 1)).toBeNull()
  })
})
