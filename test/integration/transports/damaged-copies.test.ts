// Copies that the NAS cannot read, or lists more than once: each is the fault of that file, and the rest of the run is proven.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { act, filesOf, get, localNas, makeLab, work } from '../../helpers/lab.ts'
import { makeSshLab } from '../../helpers/ssh-lab.ts'

const obscured = (): string =>
  execFileSync('rclone', ['obscure', 'secretsecret'], { encoding: 'utf8' }).trim()

const overwrite = (file: string, at: number): void => {
  const bytes = readFileSync(file)
  bytes.write('XXXXXXXX', at)
  writeFileSync(file, bytes)
}

/** Finds the file of that name's beginning in a folder of the storage. */
const stored = (folder: string, start: string): string =>
  join(folder, readdirSync(folder).find((name) => name.startsWith(start)) ?? start)

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

const TEXT = Array.from({ length: 40_000 }, (_, i) => `${i * 7_919}\n`).join('')

describe('an overlay that checks what it reads', () => {
  it.each(OVERLAYS)('%s: names the file, and proves the others', async (_, section, damage) => {
    const lab = makeLab()
    const conf = join(lab.dir, 'rclone.conf')
    const nas = join(lab.dir, 'nas')
    mkdirSync(join(nas, 'raw'), { recursive: true })
    writeFileSync(
      conf,
      [`[base]`, 'type = alias', `remote = ${nas}`, '[nas]', ...section, 'remote = base:'].join(
        '\n',
      ),
    )
    const transport = ['type: rclone', 'rclone_remote: nas', `rclone_config: ${conf}`]
    lab.configure([{ id: 'SCOPE_01', transport: [...transport, 'rclone_remote_path: raw'] }])
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

    // a person sends the original again, and the run is proven
    await act(core, job.id, 'retry')
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({ state: 'verified' })
  })
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
    const lab = makeLab()
    const { instrument } = localNas(lab)
    // the digests of a server, in which one name has two files
    const twice = lab.wrap('rclone', `if [ "$1" = hashsum ]; then echo '${sha('two')}  a'; fi`)
    const conf = join(lab.dir, 'rclone.conf')
    writeFileSync(
      conf,
      `[base]\ntype = alias\nremote = ${join(lab.dir, 'nas')}\n[nas]\ntype = crypt\nfilename_encryption = off\npassword = ${obscured()}\nremote = base:\n`,
    )
    lab.configure([instrument], `tools: { rclone: ${twice} }\n`)
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run', { a: 'one', b: 'b' }))
    expect(job).toMatchObject({
      state: 'failed',
      lastError: { message: expect.stringContaining('Listed more than once on the NAS') },
    })
    rmSync(join(lab.dir, 'nas'), { recursive: true })
  })
})
