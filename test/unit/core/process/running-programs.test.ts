// The list of the programs that run: from output in the form of Windows' tasklist and of macOS' ps, and from this computer.
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  type ProgramSystem,
  listPrograms,
  programSystem,
} from '../../../../electron/core/process/running-programs.ts'
import { needsPosix } from '../../../helpers/needs-posix.ts'

const printing = (platform: NodeJS.Platform, output: string | Error) => {
  const asked: (readonly string[])[] = []
  const system: ProgramSystem = {
    platform,
    env: { SystemRoot: 'D:\\Windows' },
    proc: '/nowhere',
    run(command) {
      asked.push(command)
      return typeof output === 'string' ? Promise.resolve(output) : Promise.reject(output)
    },
  }
  return { asked, system }
}
const folder = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'exlab-programs-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

/** In the documented form of tasklist, not recorded on a Windows; sizes are written as in German. */
const TASKLIST = `"System Idle Process","0","Services","0","8 K"
"System","4","Services","0","144 K"
"ZEN.exe","11812","Console","1","2.412.456 K"
"Micro-Manager, beta.exe","5120","Console","1","310.020 K"
"AcquisitionServerWithALongName64.exe","700","Services","0","1.024 K"
`.replaceAll('\n', '\r\n')

/** In the documented form of ps on macOS, not recorded there: whole paths, with blanks. */
const PS = `/sbin/launchd
/Applications/Micro-Manager-2.0/ImageJ.app/Contents/MacOS/JavaApplicationStub
/System/Library/CoreServices/loginwindow.app/Contents/MacOS/loginwindow
/Applications/Zen Blue.app/Contents/MacOS/Zen Blue
`

describe('the list of programs', () => {
  it('is asked of tasklist by its own path on Windows', async () => {
    const { asked, system } = printing('win32', TASKLIST)
    expect(await listPrograms(system)).toEqual({
      names: [
        'System Idle Process',
        'System',
        'ZEN.exe',
        'Micro-Manager, beta.exe',
        'AcquisitionServerWithALongName64.exe',
      ],
      fault: null,
    })
    expect(asked).toEqual([['D:\\Windows\\System32\\tasklist.exe', '/FO', 'CSV', '/NH']])
  })
  it('is asked of ps on macOS', async () => {
    const { asked, system } = printing('darwin', PS)
    expect((await listPrograms(system)).names).toEqual([
      'launchd',
      'JavaApplicationStub',
      'loginwindow',
      'Zen Blue',
    ])
    expect(asked).toEqual([['/bin/ps', '-axo', 'comm=']])
  })
  it.each([
    ['win32', Object.assign(new Error('x'), { code: 'ENOENT' }), '(ENOENT)'],
    // as tasklist says where the service that it asks does not run
    ['win32', 'ERROR: The RPC server is unavailable.\r\n', 'names no program'],
    ['darwin', '', 'names no program'],
    ['linux', '', '(ENOENT)'],
  ] as const)('says why there is none on %s', async (platform, output, words) => {
    const found = await listPrograms(printing(platform, output).system)
    expect(found.names).toEqual([])
    expect(found.fault).toContain(words)
  })

  it('has a program of this computer by its whole name, and no longer once it ended', async () => {
    if (needsPosix('a program is copied')) return
    const name = `exlab-acquisition-${process.pid}`
    const program = join(folder(), name)
    copyFileSync('/bin/sleep', program)
    chmodSync(program, 0o755)
    const child = spawn(program, ['600'])
    onTestFinished(() => void child.kill('SIGKILL'))
    await once(child, 'spawn')
    const list = () => listPrograms(programSystem(process.env))
    expect((await list()).names).toContain(name)
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect((await list()).names).not.toContain(name)
  })

  it('of Linux knows programs of Wine, scripts and long names, and says where others are hidden', async () => {
    const proc = folder()
    const put = (id: string, comm: string, cmdline: string): void => {
      mkdirSync(join(proc, id))
      writeFileSync(join(proc, id, 'comm'), `${comm}\n`)
      writeFileSync(join(proc, id, 'cmdline'), cmdline)
    }
    put('70', 'ZEN.exe', 'C:\\Program Files\\ZEN\\ZEN.exe\0/auto\0')
    put('71', 'acquire.py', '/usr/bin/python3\0/opt/lab/acquire.py\0')
    put('72', 'a-very-long-nam', '/opt/a-very-long-name-of-a-program\0')
    put('73', 'kworker/0:1', '')
    mkdirSync(join(proc, 'sys'))
    const system = { ...printing('linux', '').system, proc }
    const hidden = await listPrograms(system)
    expect(hidden.names).toEqual(
      expect.arrayContaining(['ZEN.exe', 'acquire.py', 'a-very-long-name-of-a-program']),
    )
    expect(hidden.fault).toContain('hidepid')
    put('1', 'init', '/sbin/init\0')
    expect((await listPrograms(system)).fault).toBeNull()
  })
})
