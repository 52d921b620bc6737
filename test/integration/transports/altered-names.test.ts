// Names that a server stores under other characters, or as one: real Samba and WebDAV on loopback.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { act, filesOf, get, localNas, logOf, makeLab, work } from '../../helpers/lab.ts'
import { newestRclone } from '../../helpers/newest-rclone.ts'
import { startSamba } from '../../helpers/samba.ts'
import { serveFolder } from '../../helpers/serve.ts'

/** Names that Samba, on its defaults, stores under look-alike characters. */
const ALTERED = {
  '10:22:05.tif': '10：22：05.tif',
  'a|b.tif': 'a｜b.tif',
  '"q".tif': '＂q＂.tif',
  '*?.tif': '＊？.tif',
  'dot.': 'dot．',
  'blank ': 'blank␠',
  'sub: folder/<x>.tif': 'sub： folder/＜x＞.tif',
}

const INSTALLED = '/usr/bin/rclone'
const newest = newestRclone()

const sambaLab = async (rclone = INSTALLED, extra: readonly string[] = []) => {
  const lab = makeLab()
  const share = join(lab.dir, 'share')
  const samba = await startSamba(join(lab.dir, 'samba'), share, extra)
  const conf = join(lab.dir, 'rclone.conf')
  writeFileSync(conf, samba.rcloneConf)
  const transport = ['type: rclone', 'rclone_remote: nas', `rclone_config: ${conf}`]
  lab.configure(
    [{ id: 'SCOPE_01', transport: [...transport, 'rclone_remote_path: data'] }],
    `tools: { rclone: ${rclone} }\n`,
  )
  return { lab, share }
}

describe('a server that stores names under look-alike characters', () => {
  it('has the run proven, tells the names, and its manifest is right there', async () => {
    const { lab, share } = await sambaLab()
    const core = await lab.open()
    const names = [...Object.keys(ALTERED), 'plain.tif', 'full：width.tif']
    const folder = lab.run(
      'SCOPE_01',
      'Run',
      Object.fromEntries(names.map((name, i) => [name, `content ${i}`])),
    )
    const job = await work(core, folder)
    expect(job).toMatchObject({ state: 'verified', proof: 'read_back', lastError: null })
    const files = new Map((await filesOf(core, job.id)).map((file) => [file.path, file.nasName]))
    for (const [name, stored] of Object.entries(ALTERED)) expect(files.get(name)).toBe(stored)
    expect(files.get('plain.tif')).toBeNull()
    expect(await logOf(core, job.id)).toContain('is stored on the NAS as')
    const receipt = [...(await core.receiptOf(job.id, 'text'))].join('')
    expect(receipt).toContain('10:22:05.tif  (on the NAS: 10：22：05.tif)')
    expect(receipt).toContain('Other files in its folder on the NAS: none')
    const test = await core.handlers['destinations.test']({ instrumentId: 'SCOPE_01' })
    expect(test.steps.find((step) => step.id === 'names')).toMatchObject({
      outcome: 'passed',
      message: expect.stringContaining('10:22 as 10：22'),
    })
    // as somebody does who checks the share itself
    const checked = execFileSync(
      'sha256sum',
      ['-c', '--strict', '.exlab-wizard/checksums.sha256'],
      {
        cwd: join(share, 'Run'),
        encoding: 'utf8',
      },
    )
    expect(checked.split('\n').filter((line) => line.endsWith(': OK'))).toHaveLength(names.length)
    // and here, with the names of here
    execFileSync('sha256sum', ['-c', '--strict', '.exlab-wizard/checksums.sha256'], { cwd: folder })
  })

  it('a name that is found again under another form of its letters is proven, and said', async () => {
    const { lab, share } = await sambaLab()
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run', { 'Caf\u00e9.tif': 'x', 'b.tif': 'b' }))
    expect(job.state).toBe('verified')
    const there = join(share, 'Run')
    // what a server does that stores decomposed letters, such as an older Mac
    writeFileSync(join(there, 'Cafe\u0301.tif'), readFileSync(join(there, 'Caf\u00e9.tif')))
    rmSync(join(there, 'Caf\u00e9.tif'))
    await act(core, job.id, 'verify')
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({ state: 'verified', lastError: null })
    const [first] = (await filesOf(core, job.id)).filter((file) => file.path.startsWith('Caf'))
    expect(first?.nasName).toBe('Cafe\u0301.tif')
    expect(existsSync(join(there, 'Caf\u00e9.tif'))).toBe(false)
  })
})

describe('a list of digests that leaves a file out', () => {
  it('does not make it missing where it lies there: it is not proven, and is not sent again', async () => {
    const lab = makeLab()
    const dav = join(lab.dir, 'dav')
    const port = await serveFolder('webdav', dav)
    const conf = join(lab.dir, 'rclone.conf')
    writeFileSync(conf, `[dav]\ntype = webdav\nurl = http://127.0.0.1:${port}\nvendor = other\n`)
    const without = 'if [ "$1" = hashsum ]; then /usr/bin/rclone "$@" | grep -v a.tif; exit 0; fi'
    const transport = ['type: rclone', 'rclone_remote: dav', `rclone_config: ${conf}`]
    lab.configure(
      [{ id: 'SCOPE_01', transport }],
      `tools:\n  rclone: ${lab.wrap('rclone', without)}\n`,
    )
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run', { 'a.tif': 'a', 'b.tif': 'b' }))
    expect(job).toMatchObject({
      state: 'awaiting_verify',
      proof: 'size_only',
      files: { byState: { size_only: 1, verified: 1 } },
    })
    const [a] = await filesOf(core, job.id)
    expect(a).toMatchObject({
      path: 'a.tif',
      lastError: 'It is on the NAS, but its SHA-256 could not be had.',
    })
    expect((await logOf(core, job.id)).match(/a\.tif: Copied/g)).toHaveLength(1)
  })
})

describe('a server that does not tell capitals apart', () => {
  it('a run with two files of one name there is refused by their names before it is sent', async () => {
    const { lab, share } = await sambaLab()
    const core = await lab.open()
    const files = { 'a.tif': 'small', 'A.tif': 'capital', 'b.tif': 'b' }
    const job = await work(core, lab.run('SCOPE_01', 'Run', files))
    expect(job).toMatchObject({ state: 'blocked', lastError: { reason: 'names_collide' } })
    expect(job.lastError?.message).toContain('A.tif and a.tif')
    expect(readdirSync(share)).not.toContain('Run')
    // left out, the other is sent
    await core.handlers['files.exclude']({
      jobId: job.id,
      files: {
        seqs: (await filesOf(core, job.id)).filter((f) => f.path === 'A.tif').map((f) => f.seq),
      },
      by: 'Ada',
      note: '',
    })
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({ state: 'verified' })
  })

  it('a copy that came under such a server is not called missing or different', async () => {
    const lab = makeLab()
    const root = join(lab.dir, 'root')
    const share = join(root, 'data')
    mkdirSync(share, { recursive: true })
    const conf = join(lab.dir, 'rclone.conf')
    writeFileSync(conf, `[nas]\ntype = alias\nremote = ${root}\n`)
    const transport = ['type: rclone', 'rclone_remote: nas', `rclone_config: ${conf}`]
    lab.configure([{ id: 'SCOPE_01', transport: [...transport, 'rclone_remote_path: data'] }])
    const core = await lab.open()
    const job = await work(
      core,
      lab.run('SCOPE_01', 'Run', { 'a.tif': 'small', 'A.tif': 'capital', 'b.tif': 'b' }),
    )
    expect(job.state).toBe('verified')
    rmSync(join(share, 'Run', 'A.tif'))
    writeFileSync(conf, (await startSamba(join(lab.dir, 'samba'), share)).rcloneConf)
    await act(core, job.id, 'verify')
    await core.idle()
    const now = await get(core, job.id)
    expect(now).toMatchObject({
      state: 'failed',
      lastError: { reason: 'names_collide' },
      files: { byState: { failed: 2, verified: 1 } },
    })
    const log = await logOf(core, job.id)
    expect(log).not.toMatch(/(?:Not|No longer) on the NAS|Different on the NAS/)
    expect(readFileSync(join(share, 'Run', 'a.tif'), 'utf8')).toBe('small')
  })

  it('a file that is gone there is not on the NAS, although another differs from it in capitals alone', async () => {
    const lab = makeLab()
    const { nas, instrument } = localNas(lab)
    lab.configure([instrument])
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run', { 'a.tif': 'small', 'A.tif': 'cap' }))
    expect(job.state).toBe('verified')
    rmSync(join(nas, 'Run', 'A.tif'))
    await act(core, job.id, 'verify')
    await core.idle()
    expect(await logOf(core, job.id)).toContain('No longer on the NAS: A.tif')
  })
})

/** Names that Windows reserves for devices; Samba stores them, and lists them under others. */
const RESERVED = ['aux', 'Con.txt', 'deep/nul/x.tif']

describe.each([
  ['the installed rclone', INSTALLED],
  ['the newest rclone', newest],
])('a share that does not store every name, by %s', (_, rclone) => {
  const names = (...more: readonly string[]): Record<string, string> =>
    Object.fromEntries(['plain.tif', 'auxiliary.tif', ...more].map((name) => [name, name]))

  it.skipIf(rclone === null)(
    'has a run with names that Windows reserves refused by name before it is sent',
    async () => {
      const { lab, share } = await sambaLab(rclone ?? '')
      const core = await lab.open()
      const job = await work(core, lab.run('SCOPE_01', 'Run', names(...RESERVED)))
      expect(job).toMatchObject({ state: 'blocked', lastError: { reason: 'name_not_provable' } })
      for (const name of RESERVED) expect(job.lastError?.message).toContain(name)
      expect(job.lastError?.message).not.toContain('plain.tif')
      expect(readdirSync(share)).not.toContain('Run')
      const seqs = (await filesOf(core, job.id))
        .filter(({ path }) => RESERVED.includes(path))
        .map(({ seq }) => seq)
      await core.handlers['files.exclude']({ jobId: job.id, files: { seqs }, by: 'Ada', note: '' })
      await core.idle()
      expect(await get(core, job.id)).toMatchObject({
        state: 'verified',
        files: { byState: { verified: 2, excluded: RESERVED.length } },
      })
    },
  )

  it.skipIf(rclone === null)(
    'and names that it refuses by a rule of its own are the fault of those files',
    async () => {
      const { lab } = await sambaLab(rclone ?? '', ['veto files = /*.exe/aux/private/'])
      const core = await lab.open()
      const run = lab.run('SCOPE_01', 'Run', names('setup.exe', 'private/a.tif'))
      const job = await work(core, run)
      expect(job).toMatchObject({
        state: 'failed',
        lastError: { reason: 'file_rejected' },
        files: { byState: { verified: 2, failed: 2 } },
      })
      const refused = await work(core, lab.run('SCOPE_01', 'aux', names()))
      expect(refused).toMatchObject({
        state: 'blocked',
        lastError: { message: expect.stringContaining("the run's own name (aux)") },
      })
    },
  )
})

it('storage that stores every name gets a run with names that Windows reserves', async () => {
  const lab = makeLab()
  const { nas, instrument } = localNas(lab)
  lab.configure([instrument])
  const core = await lab.open()
  const job = await work(core, lab.run('SCOPE_01', 'con', { aux: 'a', 'nul/x.tif': 'x' }))
  expect(job.state).toBe('verified')
  expect(readFileSync(join(nas, 'con/aux'), 'utf8')).toBe('a')
})
