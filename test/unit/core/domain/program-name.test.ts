// Names of programs of the recording guard: which ones settings may have, and how they are compared on each system (docs/spec.md 7).
import { describe, expect, it } from 'vitest'
import { refuseProgramName, runningOf } from '../../../../electron/core/domain/program-name.ts'

describe('a name of guard_programs', () => {
  it.each(['ZEN.exe', 'micro-manager', 'Micro-Manager 2.0', '显微镜', '-rf', '$(reboot)'])(
    'can be %s: it is only compared',
    (name) => {
      expect(refuseProgramName(name)).toBeNull()
    },
  )
  it.each(['', '  ', '/usr/bin/zen', 'C:\\ZEN\\ZEN.exe', 'ZEN\n.exe', 'a\u202eb', 'z'.repeat(256)])(
    'cannot be %j',
    (name) => {
      expect(refuseProgramName(name)).toContain('such as ZEN.exe')
    },
  )
})

describe('a program runs', () => {
  it.each([
    ['win32', 'zen.EXE', 'ZEN.exe', true],
    ['win32', 'ZEN', 'ZEN.exe', true],
    ['win32', 'ZEN.exe', 'ZEN2.exe', false],
    // tasklist writes in the code page of the computer
    ['win32', 'Größe.exe', 'Gr\u0094\u00e1e.exe', true],
    ['darwin', 'micro-manager', 'Micro-Manager', true],
    ['darwin', 'Gro\u0308\u00dfe', 'Gr\u00f6\u00dfe', true],
    ['linux', 'zen', 'ZEN', false],
    ['linux', ' zen ', 'zen', true],
    ['linux', 'zen', 'zen-helper', false],
    ['linux', 'zen', 'my-zen', false],
  ] as const)('%s: %s, and %s is running: %s', (platform, name, running, found) => {
    expect(runningOf([name], ['init', running], platform)).toBe(found ? name : null)
  })
  it('is called as the settings call it, the first of several', () => {
    expect(runningOf(['a', 'b', 'c'], ['c', 'b'], 'linux')).toBe('b')
    expect(runningOf([], ['b'], 'linux')).toBeNull()
  })
})
