// What a provider, a server or rclone itself may answer while a connection is made: each ends in a sentence, never in an error of
// the program, and nothing of it leads out of the connection.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { dispatch } from '../../../electron/ipc/dispatch.ts'
import type { Handlers } from '../../../shared/contract/index.ts'
import { makeLab } from '../../helpers/lab.ts'

vi.mock('@napi-rs/keyring', () => import('../../helpers/keychain.ts'))

const question = (option: object): string =>
  JSON.stringify({ State: '*next', Option: option, Error: '', Result: '' })

const option = (more: object = {}): object => ({
  Name: 'drive_id',
  Help: 'Choose',
  Default: '',
  DefaultStr: '',
  Examples: [],
  Required: false,
  IsPassword: false,
  Type: 'string',
  Exclusive: true,
  ...more,
})

const MANY = Array.from({ length: 5_000 }, (_, i) => ({
  Value: `drive-${i}`,
  Help: `\u202Edrive ${i} of a large account`,
}))

/** rclone's answers about a connection are those of the file `answer`, its backends those of `providers` where that is there. */
const setUp = async () => {
  const lab = makeLab()
  const [answer, providers] = [join(lab.dir, 'answer'), join(lab.dir, 'providers')]
  const nas = join(lab.dir, 'nas')
  mkdirSync(nas)
  const conf = join(lab.dir, 'rclone.conf')
  writeFileSync(conf, `[nas]\ntype = alias\nremote = ${nas}\n`)
  const script = `if [ "$1 $2" = "config update" ]; then cat '${answer}'; exit 0; fi
if [ "$1 $2" = "config providers" ] && [ -e '${providers}' ]; then cat '${providers}'; exit 0; fi`
  lab.configure(
    [{ id: 'A', transport: ['type: rclone', 'rclone_remote: nas', `rclone_config: ${conf}`] }],
    `tools: { rclone: ${lab.wrap('rclone', script)} }\n`,
  )
  const { handlers } = await lab.open()
  const bugs: unknown[] = []
  const call = (method: string, input: unknown) =>
    dispatch(
      {
        handlers: handlers as Partial<Handlers> as Handlers,
        onBug(error) {
          bugs.push(error)
          return 'E-1'
        },
        onRefused: () => undefined,
        checkOutput: true,
      },
      method,
      input,
    )
  const begin = (text: string) => {
    writeFileSync(answer, text)
    return call('connections.begin', { type: 'drive', options: { scope: 'drive' }, from: null })
  }
  return { lab, nas, conf, providers, bugs, call, begin }
}

it('an answer of rclone that cannot be read is said, and a long one is read', async () => {
  const { lab, providers, bugs, call, begin } = await setUp()
  for (const text of ['', 'not JSON', '{}', '[{"Name":1}]', '[1]']) {
    writeFileSync(providers, text)
    expect(await call('connections.kinds', {}), text).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('rclone') },
    })
  }
  rmSync(providers)
  for (const text of ['', 'not JSON', '[]', '{"State":5}', question({ Name: 7 }), '{"State":"x"'])
    expect(await begin(text), text).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('rclone') },
    })
  expect(bugs).toEqual([])
  expect(readdirSync(join(lab.dataDir, 'drafts'))).toEqual([])
  const long = await begin(question(option({ Examples: MANY })))
  expect(long).toMatchObject({
    ok: true,
    value: { step: { kind: 'question', field: { name: 'drive_id' } } },
  })
  expect(bugs).toEqual([])
})

it('folders of a connection with names of every kind are listed, and none leads out of it', async () => {
  const { nas, conf, bugs, call } = await setUp()
  const names = ['-x', '..x', 'a b', '$(touch hacked)', '\u202Egpj', 'Ω', "it's", 'a:b']
  for (const name of names) mkdirSync(join(nas, name))
  const browse = (path: string) =>
    call('connections.browse', { connection: { conf, remote: 'nas' }, path })
  const top = await browse('')
  expect(top).toMatchObject({ ok: true })
  const rows = top.ok ? (top.value as { rows: { name: string }[] }).rows : []
  expect(rows.map(({ name }) => name).toSorted()).toEqual(names.toSorted())
  for (const path of ['..', '../..', 'a b/../..', 'x\ny', '\0', '/etc', '-x/..', 'a'.repeat(5_000)])
    expect((await browse(path)).ok, path).toBe(false)
  expect(bugs).toEqual([])
})
