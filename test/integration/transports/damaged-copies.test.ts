// Copies that the NAS cannot read, or lists more than once: each is the fault of that file, and the rest of the run is proven.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { act, filesOf, get, makeLab, work } from '../../helpers/lab.ts'
import { serveFolder } from '../../helpers/serve.ts'
import { makeSshLab } from '../../helpers/ssh-lab.ts'

const obscured = (): string =>
  execFileSync('rclone', ['obscure', 'secretsecret'], { encoding: 'utf8' }).trim()

const overwrite = (file: string, at: number): void => {
  const bytes = readFileSync(file)
  bytes.write('XXXXXXXX', at)
  writeFileSync(file, bytes)
}

/** The largest file in a folder of the storage whose name begins so. */
const stored = (folder: string, start: string): string =>
  readdirSync(folder)
    .filter((name) => name.startsWith(start))
    .map((name) => join(folder, name))
    .toSorted((a, b) => statSync(b).size - statSync(a).size)[0] ?? ''

const OVERLAYS: readonly (readonly [string, readonly string[], (folder: string) => void])[] = [
  [
    'crypt: a block that rotted',
    ['type = crypt', 'filename_encryption = off', `password = ${obscured()}`],
    (folder) => overwrite(stored(folder, 'a.txt'), 70_000),
  ],
  [
    'crypt: a header that rotted',
    ['type = crypt', 'filename_encryption = off', `password = ${obscured()}`],
    (folder) => overwrite(stored(folder, 'a.txt'), 2),
  ],
  [
    'compress: a block that rotted',
    ['type = compress'],
    (folder) => overwrite(stored(folder, 'a.txt.'), 5_000),
  ],
  [
    'chunker: a chunk that was cut off',
    ['type = chunker', 'chunk_size = 50k', 'hash_type = md5'],
    (folder) => writeFileSync(join(folder, 'a.txt.rclone_chunk.003'), 'short'),
  ],
]

/** A lab whose destination is an overlay of a WebDAV server; `before`: shell code that runs before each rclone. */
const overlayLab = async (section: readonly string[], before = ':') => {
  const lab = makeLab()
  const nas = join(lab.dir, 'nas')
  mkdirSync(join(nas, 'raw'), { recursive: true })
  const url = `http://127.0.0.1:${await serveFolder('webdav', nas)}`
  const conf = join(lab.dir, 'rclone.conf')
  const base = ['[base]', 'type = webdav', `url = ${url}`, 'vendor = other']
  writeFileSync(conf, [...base, '[nas]', ...section, 'remote = base:'].join('\n'))
  const transport = ['type: rclone', 'rclone_remote: nas', `rclone_config: ${conf}`]
  lab.configure(
    [{ id: 'SCOPE_01', transport: [...transport, 'rclone_remote_path: raw'] }],
    `tools: { rclone: ${lab.wrap('rclone', before)} }\n`,
  )
  return { lab, nas }
}

const TEXT = Array.from({ length: 40_000 }, (_, i) => `${i * 7_919}\n`).join('')

describe('an overlay that checks what it reads', () => {
  it.each(OVERLAYS)('%s: names the file, and proves the others', async (_, section, damage) => {
    const { lab, nas } = await overlayLab(section)
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run', { 'a.txt': TEXT, 'b.txt': 'b' }))
    expect(job).toMatchObject({ state: 'verified', proof: 'read_back' })

    damage(join(nas, 'raw', 'Run'))
    await act(core, job.id, 'verify')
    await core.idle()
    const after = await get(core, job.id)
    expect(after).toMatchObject({
      state: 'failed',
      lastError: { kind: 'hash_mismatch', reason: 'remote_changed' },
      files: { byState: { verified: 1, mismatch: 1 } },
    })
    expect(after.lastError?.message).toBe("The copy on the NAS can't be read: a.txt.")
    const [file] = await filesOf(core, job.id)
    expect(file?.lastError).toMatch(/^The copy on the NAS can't be read: \S/)
  })
})

it('an original whose copy could not be read is sent again by a click, and proven', async () => {
  const { lab, nas } = await overlayLab([
    'type = crypt',
    'filename_encryption = off',
    `password = ${obscured()}`,
  ])
  const core = await lab.open()
  const job = await work(core, lab.run('SCOPE_01', 'Run', { 'a.txt': TEXT, 'b.txt': 'b' }))
  overwrite(stored(join(nas, 'raw', 'Run'), 'a.txt'), 70_000)
  await act(core, job.id, 'verify')
  await core.idle()
  await act(core, job.id, 'retry')
  await core.idle()
  expect(await get(core, job.id)).toMatchObject({ state: 'verified', lastError: null })
})

/** A run over rsync whose NAS runs `sum` in the place of sha256sum. */
const withSum = async (sum: string) => {
  const { lab, nas } = await makeSshLab({
    sshdLines: (dir) => {
      const bin = join(dir, 'bin')
      mkdirSync(bin)
      const write = (file: string, text: string): void =>
        writeFileSync(file, `#!/bin/sh\n${text}\n`, { mode: 0o755 })
      write(join(bin, 'sha256sum'), sum)
      const login = join(dir, 'login')
      write(login, `PATH=${bin}:$PATH; export PATH\nexec sh -c "$SSH_ORIGINAL_COMMAND"`)
      return [`ForceCommand ${login}`]
    },
  })
  return { lab, nas, core: await lab.open() }
}

const sha = (text: string): string => createHash('sha256').update(text).digest('hex')

describe('over ssh', () => {
  it('a file whose medium is damaged is named, and the others are proven', async () => {
    const { lab, nas, core } = await withSum(
      `for f do case "$f" in */bad.tif) [ -e "$f.rot" ] && rot=1 ;; esac; done
/usr/bin/sha256sum "$@" | { [ -z "$rot" ] && exec cat; grep -zv bad.tif\\$; }
[ -z "$rot" ] || { echo "sha256sum: ./bad.tif: Input/output error" >&2; exit 1; }`,
    )
    const job = await work(core, lab.run('FLOW_01', 'Run', { 'a.tif': 'a', 'bad.tif': 'b' }))
    expect(job).toMatchObject({ state: 'verified', proof: 'sha256' })
    writeFileSync(join(nas, 'Run', 'bad.tif.rot'), '')
    await act(core, job.id, 'verify')
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({
      state: 'failed',
      lastError: {
        reason: 'remote_changed',
        message: "The copy on the NAS can't be read: bad.tif.",
      },
      files: { byState: { verified: 1, mismatch: 1 } },
    })
  })

  it.each([
    ['first right, then wrong', `${sha('one')}  ./a`, `${sha('two')}  ./a`],
    ['first wrong, then right', `${sha('two')}  ./a`, `${sha('one')}  ./a`],
  ])('a path that is listed twice, %s, is proven by neither', async (_, first, second) => {
    const { lab, core } = await withSum(
      `printf '%s\\0%s\\0' '${first}' '${second}'; exec /usr/bin/sha256sum "$@"`,
    )
    const job = await work(core, lab.run('FLOW_01', 'Run', { a: 'one', b: 'b' }))
    expect(job).toMatchObject({
      state: 'failed',
      lastError: {
        reason: 'checksum_mismatch',
        message: expect.stringContaining('Listed more than once on the NAS'),
      },
    })
  })

  it('a path that is listed twice with the same digest is a note in the log', async () => {
    const { lab, core } = await withSum(`/usr/bin/sha256sum "$@"; exec /usr/bin/sha256sum "$@"`)
    const job = await work(core, lab.run('FLOW_01', 'Run', { a: 'one', b: 'b' }))
    expect(job).toMatchObject({ state: 'verified' })
  })

  it('a link in the place of a file or of a folder is told as one', async () => {
    const { lab, nas } = await makeSshLab()
    const core = await lab.open()
    const job = await work(
      core,
      lab.run('FLOW_01', 'Run', { a: 'one', 'sub/b': 'two', 'sub/c': 'three', d: 'four' }),
    )
    const place = join(nas, 'Run')
    renameSync(join(place, 'a'), join(place, 'elsewhere'))
    symlinkSync('elsewhere', join(place, 'a'))
    renameSync(join(place, 'sub'), join(nas, 'sub of another place'))
    symlinkSync('../sub of another place', join(place, 'sub'))
    await act(core, job.id, 'verify')
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({
      state: 'failed',
      lastError: {
        reason: 'remote_changed',
        message: 'A link on the NAS, which is no copy: a, sub/b, sub/c.',
      },
    })
    const rows = await filesOf(core, job.id)
    expect(rows.find((row) => row.path === 'sub/b')?.lastError).toContain('A link on the NAS')
  })
})

describe('rclone', () => {
  it('a path that is listed twice with different digests is proven by neither', async () => {
    const { lab } = await overlayLab(
      ['type = crypt', 'filename_encryption = off', `password = ${obscured()}`],
      // one name has two files there
      `if [ "$1" = hashsum ]; then echo '${sha('two')}  a'; fi`,
    )
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run', { a: 'one', b: 'b' }))
    expect(job).toMatchObject({
      state: 'failed',
      lastError: { message: expect.stringContaining('Listed more than once on the NAS') },
    })
  })
})

it.each([
  ['nothing at all can be read', '', 'failed to copy file to hasher: bad password?'],
  [
    'the connection broke',
    `echo '${sha('b')}  b.txt'; `,
    'failed to open file: connection reset by peer',
  ],
])('no file is at fault where %s', async (_, before, words) => {
  const error = JSON.stringify({ level: 'error', msg: words, object: 'a.txt' })
  const flag = '"$(dirname "$0")/broken"'
  const { lab } = await overlayLab(
    ['type = crypt', 'filename_encryption = off', `password = ${obscured()}`],
    `if [ "$1" = hashsum ] && [ -e ${flag} ]; then ${before}echo '${error}' >&2; exit 1; fi`,
  )
  const core = await lab.open()
  const job = await work(core, lab.run('SCOPE_01', 'Run', { 'a.txt': 'a', 'b.txt': 'b' }))
  writeFileSync(join(lab.dir, 'broken'), '')
  await act(core, job.id, 'verify')
  await core.idle()
  const after = await get(core, job.id)
  expect(after.lastError?.reason).not.toBe('remote_changed')
  expect(after.files.byState).not.toHaveProperty('mismatch', 1)
  expect((await filesOf(core, job.id)).find((file) => file.path === 'a.txt')?.state).toBe(
    'verified',
  )
})
