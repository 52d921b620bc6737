// A connection by the command line alone, with the oldest rclone and the newest one: made, tested, changed, its password replaced,
// removed. Secrets come by standard input, and stand on no command line and in no file.
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { cliWithInput } from '../../helpers/cli.ts'
import { makeLab } from '../../helpers/lab.ts'
import { newestRclone } from '../../helpers/newest-rclone.ts'
import { filesWith, watchCommandLines } from '../../helpers/planted-secrets.ts'
import { serveFolder } from '../../helpers/serve.ts'

vi.mock('@napi-rs/keyring', () => import('../../helpers/keychain.ts'))

const newest = newestRclone()
const RIGHT = 'planted-right-password'
const WRONG = 'planted-wrong-password'

const connect = async (rclone: string): Promise<void> => {
  const lab = makeLab()
  const served = join(lab.dir, 'served')
  mkdirSync(join(served, 'raw'), { recursive: true })
  const port = await serveFolder('webdav', served, { asksForAccount: true, password: RIGHT })
  lab.configure([], `tools: { rclone: ${rclone} }\n`)
  const commandLines = watchCommandLines()
  const say = (input: string, ...args: string[]) => cliWithInput(input, lab, 'connection', ...args)
  const listed = async (): Promise<unknown> => JSON.parse((await say('', 'list', '--json')).out)

  const webdav = ['--type', 'webdav', '--option', `url=http://127.0.0.1:${port}`, 'user=lab']
  const shown = await say('', 'add', 'Lab NAS', ...webdav, `pass=${WRONG}`)
  expect(shown).toMatchObject({ code: 2, err: expect.stringContaining('--secret pass') as string })
  const refused = await say(`${WRONG}\n`, 'add', 'Lab NAS', ...webdav, '--secret', 'pass')
  expect(refused.code).toBe(2)
  expect(refused.err).toContain('did not accept')
  expect(await listed()).toMatchObject({ connections: [] })

  const made = await say(`${RIGHT}\n`, 'add', 'Lab NAS', ...webdav, '--secret', 'pass')
  expect(made, made.err).toMatchObject({ code: 0 })
  expect(made.out).toContain('rclone_remote: lab-nas, rclone_config: app')
  const tested = await say('', 'test', 'Lab NAS', '--folder', 'raw')
  expect(tested.code, tested.out).toBe(0)
  expect(await say('', 'test', 'Lab NAS', '--folder', 'none')).toMatchObject({ code: 1 })

  const other = await say(`${WRONG}\n`, 'password', 'Lab NAS')
  expect(other).toMatchObject({ code: 2, err: expect.stringContaining('is kept') as string })
  expect(await say(`${RIGHT}\n`, 'password', 'Lab NAS')).toMatchObject({ code: 0 })
  const edited = await say('', 'edit', 'Lab NAS', '--rename', 'Archive', '--option', 'vendor=other')
  expect(edited, edited.err).toMatchObject({ code: 0 })
  expect(await listed()).toMatchObject({
    connections: [
      { name: 'Archive', type: 'webdav', secrets: ['pass'], options: { vendor: 'other' } },
    ],
  })
  expect(readFileSync(join(lab.dataDir, 'rclone.conf'), 'utf8')).toContain('RCLONE_ENCRYPT_V0:')
  expect(await say('', 'remove', 'Archive')).toMatchObject({ code: 0 })
  expect(await listed()).toMatchObject({ connections: [] })

  expect(filesWith(lab.dir, [RIGHT, WRONG])).toEqual([])
  const ours = commandLines().filter((line) => !line.includes(' serve '))
  expect(ours.some((line) => line.includes(rclone))).toBe(true)
  expect(ours.filter((line) => line.includes('planted'))).toEqual([])
}

it('the oldest supported rclone connects, is tested, edited and removed', () =>
  connect('/usr/bin/rclone'))

it.skipIf(newest === null)(
  `the newest rclone does the same${newest === null ? ' (it can not be fetched from Debian)' : ''}`,
  () => connect(newest ?? ''),
)
