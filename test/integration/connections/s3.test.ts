// Object storage from nothing to a proven run, by the calls that the window makes, against a server that checks each
// signature; and what of every kind of planted secret is written or shown on the way.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { keptSecrets } from '../../helpers/keychain.ts'
import { makeLab, work } from '../../helpers/lab.ts'
import { filesWith, watchCommandLines } from '../../helpers/planted-secrets.ts'
import { startS3 } from '../../helpers/s3.ts'

vi.mock('@napi-rs/keyring', () => import('../../helpers/keychain.ts'))

it('a bucket is connected, a wrong key refused, and runs are proven there', async () => {
  const lab = makeLab()
  const right = 'planted secret/key+of S3'
  const { port, text } = await startS3('lab-access', right, ['lab-data'])
  lab.configure([])
  const run = lab.run('FLOW_01', 'Run_1', { 'a.tif': 'one', 'sub/b.tif': 'two' })
  const core = await lab.open()
  const { handlers } = core
  const commandLines = watchCommandLines()

  const wrong = 'planted-wrong-key-of-S3'
  const { draftId, step } = await handlers['connections.begin']({
    type: 's3',
    options: {
      provider: 'Other',
      access_key_id: 'lab-access',
      secret_access_key: wrong,
      endpoint: `http://127.0.0.1:${port}`,
    },
    from: null,
  })
  expect(step).toEqual({ kind: 'complete' })
  const connection = { draftId }
  await expect(handlers['connections.browse']({ connection, path: '' })).rejects.toThrow(
    'did not accept',
  )
  await handlers['connections.change']({ draftId, options: { secret_access_key: right } })
  expect((await handlers['connections.browse']({ connection, path: '' })).rows).toEqual([
    { name: 'lab-data', path: 'lab-data', share: false },
  ])
  await handlers['connections.makeFolder']({ connection, path: 'lab-data/raw' })
  const transport = { type: 'rclone', rclone_remote_path: 'lab-data/raw' }
  const draft = {
    instrumentId: 'FLOW_01',
    localRoot: join(lab.dir, 'acquisition', 'FLOW_01'),
    transport,
    draftId,
  }
  for (const what of ['connection', 'rehearsal'] as const) {
    const report = await handlers['connections.test']({ ...draft, what })
    expect(report.steps.filter((one) => one.outcome === 'failed')).toEqual([])
    expect(report.proof).toBe('read_back')
  }
  const { place } = await handlers['connections.save']({ draftId, name: 'Object store' })
  const { version } = await handlers['config.document']({})
  await handlers['config.save']({
    edits: [
      {
        path: ['equipment'],
        value: [
          {
            id: 'FLOW_01',
            local_root: draft.localRoot,
            completeness_signal: 'button',
            transport: { ...transport, rclone_remote: place.remote, rclone_config: 'app' },
          },
        ],
      },
    ],
    version,
  })
  const job = await work(core, run)
  expect(job.state).toBe('verified')
  expect(text('lab-data/raw/Run_1/sub/b.tif')).toBe('two')
  // other kinds of secrets, each in a draft that is tried and in a connection that is kept
  const others = {
    pass: 'planted-password-1',
    bearer_token: 'planted-bearer-token-2',
    key_file_pass: 'planted-passphrase-3',
  }
  const kept: readonly (readonly [type: string, options: Record<string, string>])[] = [
    ['webdav', { url: 'http://127.0.0.1:9', user: 'lab', pass: others.pass }],
    ['webdav', { url: 'http://127.0.0.1:9', bearer_token: others.bearer_token }],
    ['sftp', { host: '127.0.0.1', port: '9', key_file_pass: others.key_file_pass }],
  ]
  for (const [n, [type, options]] of kept.entries()) {
    const one = await handlers['connections.begin']({ type, options, from: null })
    await handlers['connections.browse']({ connection: one, path: '' }).then(
      () => expect.unreachable(),
      (error: unknown) => expect(String(error)).not.toContain('planted'),
    )
    await handlers['connections.save']({ draftId: one.draftId, name: `Kept ${n}` })
  }
  const shown = JSON.stringify([
    await handlers['connections.list']({}),
    await handlers['destinations.list']({}),
    await handlers['config.document']({}),
  ])
  await core.writeBundle(join(lab.dir, 'bundle.zip'), false)
  for (const form of ['text', 'json', 'html'] as const)
    writeFileSync(
      join(lab.dir, `receipt.${form}`),
      [...(await core.receiptOf(job.id, form))].join(''),
    )

  const [[, key] = ['', '']] = keptSecrets()
  const planted = [wrong, right, key, ...Object.values(others)]
  expect(planted.every((secret) => secret !== '')).toBe(true)
  expect(filesWith(lab.dir, planted)).toEqual([])
  expect(planted.filter((secret) => shown.includes(secret))).toEqual([])
  const lines = commandLines()
  expect(lines.some((line) => line.includes('rclone copy'))).toBe(true)
  expect(lines.filter((line) => planted.some((secret) => line.includes(secret)))).toEqual([])

  // the look is one that finds what is there
  expect(readdirSync(lab.dir)).toContain('bundle.zip')
  const leak = join(lab.dataDir, 'logs', 'leak.log')
  mkdirSync(join(lab.dataDir, 'logs'), { recursive: true })
  for (const form of [right, JSON.stringify({ right }), encodeURIComponent(right)]) {
    writeFileSync(leak, `x ${form} y`)
    expect(filesWith(lab.dir, planted)).toEqual([leak])
  }
})
