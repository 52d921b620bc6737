// From folder to Verified with the real rclone: onto a local remote, and to its own WebDAV and SFTP servers.
import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { HOSTILE } from '../../helpers/hostile.ts'
import { knownHostsOf, serveFolder } from '../../helpers/serve.ts'
import { filesOf, get, localNas, logOf, makeLab, work } from '../../helpers/lab.ts'
import { needsPosix } from '../../helpers/needs-posix.ts'

const hostileFiles = Object.fromEntries(HOSTILE.map((name, i) => [name, `content ${i}`]))

describe('rclone onto a local remote', () => {
  it('proves every file, writes the manifest, and tells sha256sum the same', async () => {
    const lab = makeLab()
    const { nas, instrument } = localNas(lab)
    lab.configure([instrument])
    const folder = lab.run('SCOPE_01', 'Run 1 – Ω', {
      'a.tif': 'a',
      'deep/er/b c.tif': Buffer.alloc(3_000_000, 7),
      'empty.txt': '',
    })
    const core = await lab.open()
    const job = await work(core, folder)
    expect(job).toMatchObject({
      state: 'verified',
      proof: 'read_back',
      files: { total: 3, byState: { verified: 3 } },
      lastError: null,
      target: 'nas:raw/Run 1 – Ω',
    })
    const manifest = join(folder, '.exlab-wizard', 'checksums.sha256')
    const there = join(nas, 'Run 1 – Ω')
    if (!needsPosix('Windows has no sha256sum'))
      execFileSync('sha256sum', ['-c', '--strict', manifest], { cwd: there })
    expect(readFileSync(join(there, '.exlab-wizard', 'checksums.sha256'))).toEqual(
      readFileSync(manifest),
    )
    const [file] = await filesOf(core, job.id)
    expect(file).toMatchObject({ path: 'a.tif', size: 1, state: 'verified' })
    expect(file?.sha256).toBe('ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb')
    expect(await logOf(core, job.id)).toContain('a.tif: Copied')
  })

  it('sends hostile names as they are', async () => {
    const lab = makeLab()
    const { nas, instrument } = localNas(lab)
    lab.configure([instrument])
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run', hostileFiles))
    expect(job.lastError).toBeNull()
    expect(job).toMatchObject({
      state: 'verified',
      files: { byState: { verified: HOSTILE.length } },
    })
    for (const [name, content] of Object.entries(hostileFiles))
      expect(readFileSync(join(nas, 'Run', name), 'utf8')).toBe(content)
    expect(readdirSync(join(nas, 'Run'))).not.toContain('hacked')
  })

  it('sends names that Windows would take for stand-ins of what it forbids', async () => {
    const lab = makeLab()
    const { nas, instrument } = localNas(lab)
    lab.configure([instrument])
    const names = ['＊.tif', '12：30？.tif', 'a＜b＞＂｜＼.tif', 'deep／er.tif']
    const core = await lab.open()
    const files = Object.fromEntries(names.map((name) => [name, name]))
    const job = await work(core, lab.run('SCOPE_01', 'Ｒun：1', files))
    expect(job).toMatchObject({ state: 'verified', target: 'nas:raw/Ｒun：1', lastError: null })
    for (const name of names) expect(readFileSync(join(nas, 'Ｒun：1', name), 'utf8')).toBe(name)
  })

  it.skipIf(needsPosix('Windows forbids line breaks in names'))(
    'refuses a name with a line break by name, and sends nothing of that run',
    async () => {
      const lab = makeLab()
      const { nas, instrument } = localNas(lab)
      lab.configure([instrument])
      const core = await lab.open()
      const job = await work(
        core,
        lab.run('SCOPE_01', 'Run', { 'good.txt': 'x', 'bad\nname.txt': 'y' }),
      )
      expect(job.state).toBe('blocked')
      expect(job.lastError?.message).toContain('bad\\u000aname.txt')
      expect(readdirSync(nas)).not.toContain('Run')
    },
  )

  it.skipIf(needsPosix('an account of Windows may not make links'))(
    'does not follow a link out of the run, and says that it was left out',
    async () => {
      const lab = makeLab()
      const { nas, instrument } = localNas(lab)
      lab.configure([instrument])
      const folder = lab.run('SCOPE_01', 'Run', { 'a.txt': 'a' })
      symlinkSync('/etc/passwd', join(folder, 'link'))
      const core = await lab.open()
      const job = await work(core, folder)
      expect(job).toMatchObject({
        state: 'awaiting_verify',
        dueAt: null,
        files: { byState: { verified: 1, skipped: 1 } },
      })
      expect(job.lastError?.message).toContain('link')
      expect(readdirSync(join(nas, 'Run'))).toEqual(['.exlab-wizard', 'a.txt'])
    },
  )

  it('adding the same folder twice is the same run', async () => {
    const lab = makeLab()
    const { instrument } = localNas(lab)
    lab.configure([instrument])
    const folder = lab.run('SCOPE_01', 'Run', { a: 'a' })
    const core = await lab.open()
    const first = await work(core, folder)
    const again = await core.handlers['jobs.add']({
      folders: [`${folder}/`, folder],
      instrumentId: null,
    })
    expect(again.jobs.map((job) => job.id)).toEqual([first.id, first.id])
    expect(
      (await core.handlers['jobs.list']({ view: 'all', search: '', offset: 0, limit: 200 })).total,
    ).toBe(1)
  })

  it('refuses what is no run, in a sentence that names it', async () => {
    const lab = makeLab()
    const { instrument } = localNas(lab)
    lab.configure([instrument])
    const folder = lab.run('SCOPE_01', 'Run', { 'a.txt': 'a', 'sub/b.txt': 'b' })
    const core = await lab.open()
    await work(core, folder)
    const tried = [join(folder, 'a.txt'), join(lab.dir, 'nowhere'), '/', join(folder, 'sub')]
    const { refused, jobs } = await core.handlers['jobs.add']({
      folders: tried,
      instrumentId: null,
    })
    expect(jobs).toEqual([])
    expect(refused.map((one) => one.folder)).toEqual(tried)
    expect(refused[0]?.message).toContain('is a file')
    expect(refused[1]?.message).toContain('there is no such folder')
    expect(refused[2]?.message).toContain('whole disk')
    expect(refused[3]?.message).toContain('one lies inside the other')
  })
})

describe("rclone's own servers", () => {
  it('WebDAV has no SHA-256: the bytes are read back and proven here', async () => {
    const lab = makeLab()
    const port = await serveFolder('webdav', join(lab.dir, 'dav'))
    const conf = join(lab.dir, 'rclone.conf')
    writeFileSync(conf, `[dav]\ntype = webdav\nurl = http://127.0.0.1:${port}\nvendor = other\n`)
    lab.configure([
      {
        id: 'SCOPE_01',
        transport: ['type: rclone', 'rclone_remote: dav', `rclone_config: ${conf}`],
      },
    ])
    const core = await lab.open()
    const job = await work(
      core,
      lab.run('SCOPE_01', 'Run', { 'a b.txt': 'a', 'ü/c.bin': Buffer.alloc(100_000, 1) }),
    )
    expect(job).toMatchObject({ state: 'verified', proof: 'read_back', lastError: null })
  })

  it('WebDAV, a file above the limit of reading back: sent, not proven, never Verified', async () => {
    const lab = makeLab()
    const port = await serveFolder('webdav', join(lab.dir, 'dav'))
    const conf = join(lab.dir, 'rclone.conf')
    writeFileSync(conf, `[dav]\ntype = webdav\nurl = http://127.0.0.1:${port}\nvendor = other\n`)
    lab.configure(
      [
        {
          id: 'SCOPE_01',
          transport: ['type: rclone', 'rclone_remote: dav', `rclone_config: ${conf}`],
        },
      ],
      'verify:\n  max_stream_bytes: 50000\n',
    )
    const core = await lab.open()
    const job = await work(
      core,
      lab.run('SCOPE_01', 'Run', { small: 'a', large: Buffer.alloc(100_000, 1) }),
    )
    expect(job).toMatchObject({
      state: 'awaiting_verify',
      dueAt: null,
      proof: 'size_only',
      lastError: { reason: 'remote_hash_unsupported' },
      files: { byState: { verified: 1, size_only: 1 } },
    })
    expect((await get(core, job.id)).actions).toContain('verify')
  })

  it.skipIf(needsPosix('not every Windows has ssh-keyscan, by which this test knows the server'))(
    'SFTP without a shell: read back',
    async () => {
      const lab = makeLab()
      const port = await serveFolder('sftp', join(lab.dir, 'sftp'))
      const conf = join(lab.dir, 'rclone.conf')
      const pass = execFileSync('rclone', ['obscure', 'pw'], { encoding: 'utf8' }).trim()
      const known = join(lab.dir, 'known_hosts')
      writeFileSync(known, knownHostsOf(port))
      writeFileSync(
        conf,
        `[box]\ntype = sftp\nhost = 127.0.0.1\nport = ${port}\nuser = lab\npass = ${pass}\nknown_hosts_file = ${known}\n`,
      )
      lab.configure([
        {
          id: 'SCOPE_01',
          transport: ['type: rclone', 'rclone_remote: box', `rclone_config: ${conf}`],
        },
      ])
      const core = await lab.open()
      const job = await work(core, lab.run('SCOPE_01', 'Run', hostileFiles))
      expect(job.lastError).toBeNull()
      expect(job).toMatchObject({ state: 'verified', proof: 'read_back' })
    },
  )
})
