// The default data folder of each platform, and the move of Windows' out of the roaming profile.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { accountFolder, defaultDataDir } from '../../../../electron/core/lib/data-dir.ts'
import { needsPosix } from '../../../helpers/needs-posix.ts'

let home = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'exlab-home-'))
})
afterEach(() => rmSync(home, { recursive: true }))

const onWindows = (): string =>
  defaultDataDir(
    'win32',
    { APPDATA: join(home, 'Roaming'), LOCALAPPDATA: join(home, 'Local') },
    home,
  )
const local = (): string => join(home, 'Local', 'ExLab Sync')
const roaming = (): string => join(home, 'Roaming', 'ExLab Sync')
const fill = (folder: string, text: string): void => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'queue.db'), text)
}

describe('the data folder on Windows', () => {
  it('is in the local profile, and nothing is made by asking for it', () => {
    expect(onWindows()).toBe(local())
    expect(existsSync(local())).toBe(false)
    expect(defaultDataDir('win32', {}, home)).toBe(join(home, 'AppData/Local/ExLab Sync'))
  })

  it('is moved out of the roaming profile with all that is in it, once', () => {
    fill(roaming(), 'runs')
    expect(onWindows()).toBe(local())
    expect(readFileSync(join(local(), 'queue.db'), 'utf8')).toBe('runs')
    expect(existsSync(roaming())).toBe(false)
    fill(roaming(), 'of another computer')
    expect(onWindows()).toBe(local())
    expect(readFileSync(join(local(), 'queue.db'), 'utf8')).toBe('runs')
  })

  it('is used where it is while it cannot be moved', () => {
    fill(roaming(), 'runs')
    // no folder can be made there
    writeFileSync(join(home, 'Local'), '')
    expect(onWindows()).toBe(roaming())
    expect(readFileSync(join(roaming(), 'queue.db'), 'utf8')).toBe('runs')
  })
})

it('other systems have one profile', () => {
  fill(roaming(), 'runs')
  const env = { APPDATA: join(home, 'Roaming'), XDG_CONFIG_HOME: join(home, 'xdg') }
  expect(defaultDataDir('linux', env, home)).toBe(join(home, 'xdg', 'exlab-sync'))
  expect(defaultDataDir('darwin', env, home)).toBe(
    join(home, 'Library', 'Application Support', 'ExLab Sync'),
  )
  expect(existsSync(roaming())).toBe(true)
})

describe('a data folder for the whole computer', () => {
  const from =
    (text: string) =>
    (file: string): string => {
      if (/exlab-sync.data-dir$|ExLab Sync.data-dir(?:\.txt)?$/.test(file)) return text
      throw new Error('ENOENT')
    }
  it.each(['win32', 'linux', 'darwin'] as const)(
    'is the one that an administrator named: %s',
    (platform) => {
      expect(defaultDataDir(platform, {}, home, from(`${home}/shared\n`))).toBe(`${home}/shared`)
    },
  )
  it.each(['', 'not/absolute'])('is none where the file names no folder: "%s"', (text) => {
    expect(defaultDataDir('linux', {}, home, from(text))).toBe(join(home, '.config/exlab-sync'))
  })
})

describe('what is of one account alone', () => {
  const named = (file: string): string => {
    if (file.includes('data-dir')) return `${home}/shared`
    throw new Error('ENOENT')
  }
  const none = (): string => {
    throw new Error('ENOENT')
  }
  it('lies in the data folder, unless an administrator named that for all accounts', () => {
    const env = { LOCALAPPDATA: join(home, 'Local') }
    const folderOf = (dataDir: string, read: (file: string) => string): string =>
      accountFolder(dataDir, 'win32', env, home, read)
    expect(folderOf(local(), none)).toBe(local())
    expect(folderOf(local(), named)).toBe(local())
    expect(folderOf(join(home, 'shared'), named)).toBe(join(local(), 'shared'))
  })
  it.skipIf(needsPosix('rights as numbers'))('or made that for a group', () => {
    const dataDir = join(home, 'data')
    mkdirSync(dataDir, { mode: 0o700 })
    expect(accountFolder(dataDir, 'linux', {}, home, none)).toBe(dataDir)
    chmodSync(dataDir, 0o2770)
    expect(accountFolder(dataDir, 'linux', {}, home, none)).toBe(
      join(home, '.config', 'exlab-sync', 'shared'),
    )
  })
})

it("the folder of all accounts may be named by Windows' place for the data of programs", () => {
  const read = (): string => '%ProgramData%\\ExLab Sync\r\n'
  const folder = (env: Readonly<Record<string, string>>): string =>
    defaultDataDir('win32', env, home, read)
  // a path that is absolute on every system
  expect(folder({ ProgramData: home })).toBe(`${home}\\ExLab Sync`)
})
