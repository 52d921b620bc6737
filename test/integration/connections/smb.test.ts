// A Windows share from nothing to a proven run, by the calls that the window makes: real Samba, real rclone; and what of the
// secrets is written or shown on the way.
import { mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { keptSecrets } from '../../helpers/keychain.ts'
import { makeLab, work } from '../../helpers/lab.ts'
import { filesWith, watchCommandLines } from '../../helpers/planted-secrets.ts'
import { startSamba } from '../../helpers/samba.ts'

vi.mock('@napi-rs/keyring', () => import('../../helpers/keychain.ts'))

it('a share is connected, browsed, tested, saved, and runs are proven there', async () => {
  const lab = makeLab()
  const share = join(lab.dir, 'share')
  mkdirSync(share)
  const { port } = await startSamba(join(lab.dir, 'samba'), share)
  lab.configure([])
  const run = lab.run('FLOW_01', 'Run_1', { 'a.tif': 'one' })
  const core = await lab.open()
  const { handlers } = core
  const commandLines = watchCommandLines()

  const { rows: kinds } = await handlers['connections.kinds']({})
  expect(kinds.slice(0, 4).map((one) => one.type)).toEqual(['smb', 'sftp', 'webdav', 's3'])
  const { fields } = await handlers['connections.form']({ type: 'smb' })
  expect(fields.filter((one) => one.secret).map((one) => one.name)).toEqual(['pass'])

  const wrong = 'a wrong-planted-secret'
  const { draftId, step } = await handlers['connections.begin']({
    type: 'smb',
    options: { host: '127.0.0.1', port: String(port), user: userInfo().username, pass: wrong },
    from: null,
  })
  expect(step).toEqual({ kind: 'complete' })
  const connection = { draftId }
  await expect(handlers['connections.browse']({ connection, path: '' })).rejects.toThrow(
    '127.0.0.1 did not accept',
  )
  const right = 'lab-password'
  await handlers['connections.change']({ draftId, options: { pass: right } })
  expect(await handlers['connections.browse']({ connection, path: '' })).toEqual({
    rows: [{ name: 'data', path: 'data', share: true }],
    more: false,
  })
  await handlers['connections.makeFolder']({ connection, path: 'data/raw' })
  expect((await handlers['connections.browse']({ connection, path: 'data' })).rows).toEqual([
    { name: 'raw', path: 'data/raw', share: false },
  ])

  const transport = { type: 'rclone', rclone_remote_path: 'data/raw' }
  const localRoot = join(lab.dir, 'acquisition', 'FLOW_01')
  const report = await handlers['connections.test']({
    instrumentId: 'FLOW_01',
    localRoot,
    transport,
    draftId,
    what: 'connection',
  })
  expect(report.steps.filter((one) => one.outcome === 'failed')).toEqual([])
  expect(report.proof).toBe('read_back')
  // nothing is stored before
  expect(readdirSync(lab.dataDir)).not.toContain('rclone.conf')
  expect(readFileSync(lab.configFile, 'utf8')).not.toContain('Lab NAS')

  const { place } = await handlers['connections.save']({ draftId, name: 'Lab NAS' })
  expect(place).toEqual({ conf: 'app', remote: 'lab-nas' })
  expect(readFileSync(lab.configFile, 'utf8')).toContain(
    '- { name: Lab NAS, rclone_remote: lab-nas, rclone_config: app }',
  )
  const conf = join(lab.dataDir, 'rclone.conf')
  expect(readFileSync(conf, 'utf8')).toContain('RCLONE_ENCRYPT_V0:')
  expect(statSync(conf).mode & 0o777).toBe(0o600)
  expect(readdirSync(join(lab.dataDir, 'drafts'))).toEqual([])

  const { version } = await handlers['config.document']({})
  await handlers['config.save']({
    edits: [
      {
        path: ['equipment'],
        value: [
          {
            id: 'FLOW_01',
            local_root: localRoot,
            transport: {
              type: 'rclone',
              rclone_remote: place.remote,
              rclone_config: 'app',
              rclone_remote_path: 'data/raw',
            },
          },
        ],
      },
    ],
    version,
  })
  // the test of the draft counts for what was saved
  const { rows: destinations } = await handlers['destinations.list']({})
  expect(destinations[0]).toMatchObject({
    stale: false,
    report: { destination: 'lab-nas:data/raw' },
  })
  expect((await work(core, run)).state).toBe('verified')
  expect(readFileSync(join(share, 'raw/Run_1/a.tif'), 'utf8')).toBe('one')

  const { rows } = await handlers['connections.list']({})
  expect(rows).toEqual([
    expect.objectContaining({
      name: 'Lab NAS',
      secrets: ['pass'],
      password: 'pass',
      instruments: ['FLOW_01'],
      options: { host: '127.0.0.1', port: String(port), user: userInfo().username },
    }),
  ])
  await expect(handlers['connections.remove']({ place })).rejects.toThrow(
    'FLOW_01 sends there: let it send somewhere else first.',
  )
  await expect(
    handlers['connections.setPassword']({ place, option: null, password: wrong }),
  ).rejects.toThrow('The password that was there is kept.')
  await handlers['connections.setPassword']({ place, option: null, password: right })

  // the one secret that opens the others is in the keychain; nothing else of them is anywhere
  const [[account, key] = ['', '']] = keptSecrets()
  expect(account).toBe(`ExLab Sync rclone.conf ${conf}`)
  const obscured = /^[\w-]{20,}$/
  const planted = [wrong, right, key]
  expect(key).toMatch(obscured)
  expect(filesWith(lab.dataDir, planted)).toEqual([])
  expect(filesWith(lab.dir, [wrong, key])).toEqual([])
  const lines = commandLines()
  expect(lines.some((line) => line.includes('rclone'))).toBe(true)
  expect(lines.filter((line) => planted.some((text) => line.includes(text)))).toEqual([])
})
