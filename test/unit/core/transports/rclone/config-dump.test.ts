// rclone.conf is read by rclone once for each state of its file.
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { RcloneDestination } from '../../../../../electron/core/domain/config.ts'
import { configDump, mayHold } from '../../../../../electron/core/transports/rclone/config-dump.ts'
import type { ToolDeps } from '../../../../../electron/core/transports/run-tool.ts'
import { silentIo } from '../../../../../electron/core/transports/transport.ts'

let home = ''
let asked = 0
let meanwhile = (): void => undefined

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'config-dump-'))
  writeFileSync(join(home, 'rclone'), '', { mode: 0o755 })
  asked = 0
  meanwhile = () => undefined
})
afterEach(() => {
  vi.useRealTimers()
  rmSync(home, { recursive: true })
})

const deps = (): ToolDeps => ({
  env: { HOME: home, PATH: home },
  tools: { rclone: join(home, 'rclone'), rsync: null, ssh: null },
  bundled: null,
  inactivityMs: 1_000,
})

const at = (configFile: string | null): RcloneDestination =>
  ({ remote: 'nas', remotePath: '', configFile }) as RcloneDestination

const dump = (configFile: string | null): Promise<string> =>
  configDump(
    at(configFile),
    deps(),
    async (_argv, _io, onLine) => {
      asked += 1
      onLine(`answer ${asked}`)
      meanwhile()
    },
    silentIo(new AbortController().signal),
  )

/** Writes a file and lets an hour pass. */
const write = (name: string, text: string): string => {
  const file = join(home, name)
  writeFileSync(file, text)
  vi.useFakeTimers({ now: Date.now() + 3_600_000, toFake: ['Date'] })
  return file
}

test('the same state of a file is asked about once, a changed one again, be its size and time the same', async () => {
  const file = write('a.conf', 'one')
  expect(await dump(file)).toBe('answer 1\n')
  expect(await dump(file)).toBe('answer 1\n')
  write('a.conf', 'two')
  utimesSync(file, 1, 1)
  expect(await dump(file)).toBe('answer 2\n')
  write('a.conf', 'six')
  utimesSync(file, 1, 1)
  expect(await dump(file)).toBe('answer 3\n')
})

test('a file that changed just now, or while rclone read it, is asked about again', async () => {
  const file = join(home, 'b.conf')
  writeFileSync(file, 'one')
  await dump(file)
  expect(await dump(file)).toBe('answer 2\n')
  write('b.conf', 'two')
  meanwhile = () => writeFileSync(file, 'six')
  await dump(file)
  meanwhile = () => undefined
  write('b.conf', 'two')
  expect(await dump(file)).toBe('answer 4\n')
})

test('without a file in the settings, each place where rclone looks counts', async () => {
  write('.rclone.conf', 'one')
  await dump(null)
  expect(await dump(null)).toBe('answer 1\n')
  write('rclone.conf', 'beside the program')
  expect(await dump(null)).toBe('answer 2\n')
  expect(await dump(null)).toBe('answer 2\n')
})

test('a word is missing only where every file that counts was read and has it not', () => {
  const holds = (file: string | null): boolean => mayHold('sftp', at(file), deps())
  const conf = join(home, 'c.conf')
  expect(holds(conf)).toBe(false)
  writeFileSync(conf, '[nas]\ntype = alias\nremote = /mnt/nas\n')
  expect(holds(conf)).toBe(false)
  expect(holds(null)).toBe(false)
  writeFileSync(conf, '[nas]\ntype = SFTP\n')
  expect(holds(conf)).toBe(true)
  writeFileSync(conf, '# Encrypted rclone configuration File\n\nRCLONE_ENCRYPT_V0:\nAAAA\n')
  expect(holds(conf)).toBe(true)
  writeFileSync(join(home, '.rclone.conf'), '[a]\ntype = alias\nremote = :sftp,host=nas:\n')
  expect(holds(null)).toBe(true)
  // a folder in its place cannot be read
  expect(holds(home)).toBe(true)
})
