// The installed rclone and the newest one of Debian fail alike: the same fault has the same reason, and reaches the rows of the
// files that it is about.
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startSshd } from '../../../build/demo/sshd.ts'
import { act, filesOf, get, localNas, logOf, makeLab, work } from '../../helpers/lab.ts'
import { newestRclone } from '../../helpers/newest-rclone.ts'

const INSTALLED = '/usr/bin/rclone'
const newest = newestRclone()

/** A lab whose destination is the remote `nas` of an rclone.conf. */
const labOf = (rclone: string, conf: (dir: string) => string, path = 'raw') => {
  const lab = makeLab()
  const file = join(lab.dir, 'rclone.conf')
  writeFileSync(file, conf(lab.dir))
  lab.configure(
    [
      {
        id: 'SCOPE_01',
        transport: [
          'type: rclone',
          'rclone_remote: nas',
          `rclone_remote_path: ${JSON.stringify(path.replace('DIR', lab.dir))}`,
          `rclone_config: ${file}`,
        ],
      },
    ],
    `tools: { rclone: ${rclone} }\n`,
  )
  return lab
}

const s3That = (code: number, name: string): Promise<number> => {
  const server = createServer((request, response) => {
    response.writeHead(code, { 'content-type': 'application/xml' })
    response.end(request.method === 'HEAD' ? '' : `<Error><Code>${name}</Code></Error>`)
  })
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
}

describe.each([
  ['the installed rclone', INSTALLED],
  ['the newest rclone', newest],
])('%s', (_, program) => {
  // where Debian's archive cannot be reached, the tests of the newest version are skipped
  const rclone = program ?? INSTALLED
  const test = it.skipIf(program === null)

  test.each([
    [403, 'InvalidAccessKeyId', 'credentials_rejected'],
    [403, 'AccessDenied', 'remote_permission_denied'],
    [403, 'RequestTimeTooSkewed', 'clock_skew'],
  ])('an S3 server that answers %d %s is told by its code', async (code, name, reason) => {
    const port = await s3That(code, name)
    const lab = labOf(
      rclone,
      () =>
        `[nas]\ntype = s3\nprovider = Minio\naccess_key_id = a\nsecret_access_key = b\nendpoint = http://127.0.0.1:${port}\n`,
    )
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run', { 'a.tif': 'a' }))
    expect(job.lastError?.reason).toBe(reason)
  })

  test('an encrypted rclone.conf is named as such, and nothing asks for its password', async () => {
    const lab = labOf(
      rclone,
      () =>
        '# Encrypted rclone configuration File\n\nRCLONE_ENCRYPT_V0:\nb5lSmHQ9b8Yyb0wN6Yxk3GXgTtbgXt4p8qSx1V4+T2b3dPcFX1S4Zl0p3l7YdA==\n',
    )
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run', { 'a.tif': 'a' }))
    expect(job.lastError).toMatchObject({ kind: 'auth', reason: 'config_locked' })
  })

  test('files that cannot be compared on the NAS have their errors in their own rows', async () => {
    const lab = makeLab()
    const sshd = await startSshd(join(lab.dir, 'sshd'), ['Subsystem sftp internal-sftp'])
    onTestFinished(() => sshd.stop())
    const nas = join(lab.dir, 'nas')
    mkdirSync(nas)
    const conf = join(lab.dir, 'rclone.conf')
    writeFileSync(
      conf,
      [
        '[nas]\ntype = sftp\nhost = 127.0.0.1',
        `port = ${sshd.port}\nuser = ${sshd.user}\nkey_file = ${sshd.key}\nknown_hosts_file = ${sshd.knownHosts}`,
        // names that are encoded keep ssh from hashing the files
        'shell_type = unix\nmd5sum_command = md5sum\nsha1sum_command = sha1sum\nencoding = Slash\n',
      ].join('\n'),
    )
    const broken =
      'export RCLONE_CONFIG_NAS_MD5SUM_COMMAND=/opt/none/md5sum RCLONE_CONFIG_NAS_SHA1SUM_COMMAND=none'
    const tool = lab.wrap('rclone', `[ "$1" = copy ] && ${broken}; exec ${rclone} "$@"`)
    lab.configure(
      [
        {
          id: 'SCOPE_01',
          transport: [
            'type: rclone',
            'rclone_remote: nas',
            `rclone_remote_path: ${nas}`,
            `rclone_config: ${conf}`,
          ],
        },
      ],
      // too large to be read back: no proof can follow, and rclone compares what it sent
      `tools: { rclone: ${tool} }\nverify: { max_stream_bytes: 1 }\n`,
    )
    const long = `${'long'.repeat(40)}.tif`
    const core = await lab.open()
    const job = await work(
      core,
      lab.run('SCOPE_01', 'Run', { 'a.tif': 'aa', [`sub/${long}`]: 'bb' }),
    )
    expect(job.lastError?.reason).toBe('remote_tool_missing')
    const rows = await filesOf(core, job.id)
    expect(rows.map(({ path, state }) => [path, state])).toEqual([
      ['a.tif', 'failed'],
      [`sub/${long}`, 'failed'],
    ])
    for (const row of rows) expect(row.lastError).toContain('corrupted on transfer')
  })

  it.skipIf(program === null || process.getuid?.() !== 0)(
    'a run is proven though its folders on the NAS belong to another account',
    async () => {
      const lab = makeLab()
      const { nas, instrument } = localNas(lab)
      const copy = join(lab.dir, 'copy-of-rclone')
      copyFileSync(rclone, copy)
      const tool = lab.wrap(
        'rclone',
        // the account may not enter the folder of the program
        `umask 0; [ "$1" = copy ] && exec setpriv --reuid=nobody --regid=nogroup --clear-groups env HOME=/tmp ${copy} "$@"; exec ${rclone} "$@"`,
      )
      lab.configure([instrument], `tools: { rclone: ${tool} }\n`)
      const folder = lab.run('SCOPE_01', 'Run', { 'sub/a.tif': 'a' })
      mkdirSync(join(nas, 'Run', 'sub'), { recursive: true })
      // a program in a folder that every account can write is not run
      chmodSync(lab.dir, 0o755)
      for (const one of [nas, join(nas, 'Run'), join(nas, 'Run', 'sub')]) chmodSync(one, 0o777)
      const core = await lab.open()
      const job = await work(core, folder)
      // what lies in the place is compared first
      lab.pass(60_000)
      await core.idle()
      expect(await get(core, job.id)).toMatchObject({ state: 'verified', lastError: null })
      expect(await logOf(core, job.id)).not.toContain('chtimes')
    },
  )

  test('what an attempt that was killed left under a temporary name goes after the proof', async () => {
    const lab = makeLab()
    const { nas, instrument } = localNas(lab)
    const flag = join(lab.dir, 'once')
    writeFileSync(flag, '')
    // the first push is killed in the middle of a file
    const tool = lab.wrap(
      'rclone',
      `if [ "$1" = copy ] && [ -e '${flag}' ]; then rm '${flag}'; ${rclone} --bwlimit=1M "$@" & pid=$!; until ls '${nas}/Run/' 2>/dev/null | grep -q big; do sleep 0.1; done; kill -9 $pid; wait $pid; exit 137; fi; exec ${rclone} "$@"`,
    )
    lab.configure([instrument], `tools: { rclone: ${tool} }\nsync: { retry_delays_s: [1] }\n`)
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run', { 'big.h5': Buffer.alloc(6 << 20, 1) }))
    lab.pass(2_000)
    await core.idle()
    if ((await get(core, job.id)).state === 'failed') await act(core, job.id, 'retry')
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({ state: 'verified' })
    const listed = execFileSync('find', [join(nas, 'Run'), '-name', 'big*'], { encoding: 'utf8' })
    expect(listed.trim()).toBe(join(nas, 'Run', 'big.h5'))
  })

  test.each(['-80C_plate1', '~scratch', '#1 plate', '; semicolon', '&amp $(x)'])(
    'a run that is called %s is sent',
    async (name) => {
      const lab = makeLab()
      const { nas, instrument } = localNas(lab)
      lab.configure([instrument], `tools: { rclone: ${rclone} }\n`)
      const core = await lab.open()
      const job = await work(core, lab.run('SCOPE_01', name, { [name]: 'x', '#1.raw': 'y' }))
      expect(job).toMatchObject({ state: 'verified', lastError: null })
      expect(readFileSync(join(nas, name, name), 'utf8')).toBe('x')
      expect(existsSync(join(nas, name, '#1.raw'))).toBe(true)
    },
  )
})
