// Programs that settings name: only a file that nobody else can exchange is run, and no part of a run or the NAS.
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  namingFault,
  programFault,
  protectedFolders,
} from '../../../../electron/core/process/program-check.ts'

let dir = ''
let program = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'exlab-program-'))
  mkdirSync(join(dir, 'bin'))
  program = join(dir, 'bin/rclone')
  writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 })
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

describe.runIf(process.platform !== 'win32')('a program that settings name', () => {
  it('is run where it is a file of this account or of root, also behind a link', () => {
    symlinkSync(program, join(dir, 'link'))
    expect(programFault(program, [])).toBeNull()
    expect(programFault(join(dir, 'link'), [])).toBeNull()
    expect(programFault('/bin/sh', [])).toBeNull()
  })
  it.each<[string, () => void, string]>([
    ['is missing', () => rmSync(program), 'is not there'],
    ['is a folder', () => (rmSync(program), mkdirSync(program)), 'is no file'],
    ['may not be run', () => chmodSync(program, 0o644), 'no program'],
    ['can be written by all', () => chmodSync(program, 0o757), 'chmod go-w'],
    ['can be written by a group', () => chmodSync(program, 0o775), 'chmod go-w'],
    [
      'lies in a folder of all',
      () => chmodSync(join(dir, 'bin'), 0o777),
      'other accounts can write',
    ],
    [
      'lies in a folder of a group',
      () => chmodSync(join(dir, 'bin'), 0o2770),
      'other accounts can write',
    ],
  ])('is refused where it %s', (_, make, words) => {
    make()
    expect(programFault(program, [])).toContain(words)
  })
  it('is refused below a folder of runs or of the NAS, also by way of a link', () => {
    expect(programFault(program, [join(dir, 'bin')])).toContain('where runs are')
    symlinkSync(join(dir, 'bin'), join(dir, 'runs'))
    symlinkSync(program, join(dir, 'innocent'))
    expect(programFault(join(dir, 'innocent'), [join(dir, 'runs')])).toContain('where runs are')
    expect(programFault(program, [join(dir, 'bi'), join(dir, 'none')])).toBeNull()
  })
  it.runIf(process.getuid?.() === 0)('is refused where it belongs to another account', () => {
    chownSync(program, 65_534, 65_534)
    expect(programFault(program, [])).toContain('another account')
  })
})

describe('on Windows, which does not tell who may write a file', () => {
  it('one account may name any program, several only one that they cannot exchange', () => {
    const elsewhere = join(dir, 'elsewhere')
    mkdirSync(elsewhere)
    expect(programFault(program, [], null, 'win32')).toBeNull()
    expect(programFault(program, [], [join(dir, 'bin')], 'win32')).toBeNull()
    expect(programFault(program, [], [elsewhere], 'win32')).toContain('other accounts may write')
    expect(namingFault(program, [elsewhere], 'win32')).toContain('other accounts may write')
    expect(namingFault(program, [join(dir, 'bin')], 'win32')).toBeNull()
  })
  it('the protected folders are the profile, programs and the system', () => {
    const env = { ProgramFiles: 'C:\\Program Files', SystemRoot: 'C:\\Windows', TEMP: 'C:\\Temp' }
    expect(protectedFolders(env, 'C:\\Users\\a')).toEqual([
      'C:\\Users\\a',
      'C:\\Program Files',
      'C:\\Windows',
    ])
  })
})
