// Receipts: the proof of every file, a check that works years later, and detection of any change.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkReceipt } from '../../../electron/core/services/receipts/check-receipt.ts'
import { knownKeys } from '../../../electron/core/services/receipts/known-keys.ts'
import { openReceiptKeys } from '../../../electron/core/lib/receipt-keys.ts'
import { cli } from '../../helpers/cli.ts'
import { HOSTILE } from '../../helpers/hostile.ts'
import { localNas, makeLab, work } from '../../helpers/lab.ts'
import { needsPosix } from '../../helpers/needs-posix.ts'

/** A name that is markup in a page, where the system takes it. */
const RUN = needsPosix('Windows forbids these characters') ? "Run (1) & '2'" : 'Run <1> & "2"'

const setUp = async () => {
  const lab = makeLab()
  const { nas, instrument } = localNas(lab)
  lab.configure([instrument])
  const core = await lab.open()
  const files = Object.fromEntries(HOSTILE.map((name, i) => [name, `content ${i}`]))
  const job = await work(core, lab.run('SCOPE_01', RUN, files))
  const save = async (form: 'json' | 'text' | 'html'): Promise<string> => {
    const file = join(lab.dir, `receipt.${form}`)
    writeFileSync(file, [...(await core.receiptOf(job.id, form))].join(''))
    return file
  }
  const check = (file: string, dataDir = lab.dataDir, published: string | null = null) =>
    checkReceipt(file, knownKeys(dataDir, published))
  return { lab, nas, core, job, save, check }
}

describe('receipt', () => {
  it('as JSON: every file with its digest and proof, sealed', async () => {
    const { save, check } = await setUp()
    const file = await save('json')
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    expect(value).toMatchObject({
      receipt: {
        run: RUN,
        state: 'verified',
        proof: 'read_back',
        files: HOSTILE.length,
        passes: [{ verified: true, tools: expect.stringMatching(/^rclone v\d/) }],
        attempts: [{ phase: 'push' }, { phase: 'verify' }],
        verdict: { verdict: 'not_yet' },
      },
    })
    const found = await check(file)
    expect(found.said.filter((one) => !one.holds)).toEqual([])
    expect(found.said).toHaveLength(5)
    expect(found.sealedBy?.standing).toBe('current')
  })

  it('says once what the copy carries and what it does not, in every form', async () => {
    const { save } = await setUp()
    const value: unknown = JSON.parse(readFileSync(await save('json'), 'utf8'))
    expect(value).toMatchObject({
      receipt: {
        carried: expect.stringContaining('modification times'),
        notCarried: expect.stringMatching(/^permissions, .*ACL.*extended attributes.*links/),
      },
    })
    for (const form of ['text', 'html'] as const) {
      const text = readFileSync(await save(form), 'utf8')
      expect(text.match(/extended attributes/g)).toHaveLength(1)
      expect(text.match(/empty folders/g)).toHaveLength(1)
    }
  })

  it('has words for people where people read it, and codes in its JSON alone', async () => {
    const { save } = await setUp()
    expect(readFileSync(await save('json'), 'utf8')).toContain('"proof": "read_back"')
    for (const form of ['text', 'html'] as const) {
      const text = readFileSync(await save(form), 'utf8')
      expect(text).not.toMatch(/read_back|size_only|\bverified {2}|>verified<|\(push\)/)
      expect(text).toMatch(/State(?:: |<\/th><td>)Verified/)
      expect(text).toMatch(
        /Read back(?: {2}|<\/td><td>)Verified|Verified(?: {2}|<\/td><td>)Read back/,
      )
      expect(text).toMatch(/attempt 1 \(Sending\): done/)
    }
  })

  it.skipIf(needsPosix('Windows has no sha256sum'))(
    'names the manifest, which sha256sum -c accepts on the far side',
    async () => {
      const { nas, save } = await setUp()
      const folder = join(nas, RUN)
      const text = readFileSync(await save('text'), 'utf8')
      const digest = execFileSync('sha256sum', ['.exlab-wizard/checksums.sha256'], { cwd: folder })
      expect(text).toContain(digest.toString().slice(0, 64))
      execFileSync('sha256sum', ['--strict', '--quiet', '-c', '.exlab-wizard/checksums.sha256'], {
        cwd: folder,
      })
    },
  )

  const FORMS = ['json', 'text', 'html'] as const

  it.each(FORMS)(
    'as %s: one changed character is found, and so is what is missing or more',
    async (form) => {
      const { save, check } = await setUp()
      const file = await save(form)
      expect(await check(file)).toMatchObject({ ok: true, sealedBy: { standing: 'current' } })
      const text = readFileSync(file, 'utf8')
      const changes = [
        text.replace(/[0-9a-f]{64}/, '0'.repeat(64)),
        text.replace('verified', 'Verified'),
        text.slice(0, -90),
        text.slice(0, -300),
        `${text}All files of Run_2 are proven too.\n`,
        text.replace(/(?<=eal"?: (?:"|<code>)?)[\w-]{8}/, 'AAAAAAAA'),
      ]
      for (const changed of changes) {
        expect(changed).not.toBe(text)
        writeFileSync(file, changed)
        expect(await check(file)).toMatchObject({ ok: false, sealedBy: null })
      }
    },
  )

  /** What somebody does who knows how the digest is made: changes a line and writes the digest anew. */
  const forged = (text: string): string => {
    const changed = text.replace('content', 'contend').replace(/, \d+ bytes/, ', 7 bytes')
    const end = changed.search(/^(?:<p>)?(?:SHA-256 of the lines above|"digest")/m)
    const digest = createHash('sha256').update(changed.slice(0, end)).digest('hex')
    return `${changed.slice(0, end)}${changed.slice(end).replace(/[0-9a-f]{64}/, digest)}`
  }

  it.each(['text', 'html'] as const)(
    'as %s: a change that was digested again is found',
    async (form) => {
      const { save, check } = await setUp()
      const file = await save(form)
      writeFileSync(file, forged(readFileSync(file, 'utf8')))
      expect(await check(file)).toMatchObject({ ok: false, sealedBy: null })
    },
  )

  it('without its seal, or of an older version, it proves no author', async () => {
    const { save, check } = await setUp()
    const file = await save('text')
    const text = readFileSync(file, 'utf8').replace(/^(?:Sealed with|Seal:).*\n/gm, '')
    writeFileSync(file, text)
    const found = await check(file)
    expect(found).toMatchObject({ ok: false, sealedBy: null })
    expect(found.said.map((one) => one.holds)).toEqual([true, false])
    expect(found.said[1]?.words).toMatch(/Older versions made such receipts/)
    writeFileSync(file, text.replace('Run', 'run'))
    expect((await check(file)).said).toHaveLength(1)
  })

  it.each(FORMS)(
    'as %s: other line ends, a byte order mark and cut blanks are no change',
    async (form) => {
      const { save, check } = await setUp()
      const file = await save(form)
      const text = readFileSync(file, 'utf8')
      for (const sent of [
        text.replaceAll('\n', '\r\n'),
        `\uFEFF${text}`,
        text.replaceAll(/ +$/gm, ''),
        `${text}\r\n\r\n`,
        text.trimEnd(),
      ]) {
        writeFileSync(file, sent)
        expect(await check(file)).toMatchObject({ ok: true })
      }
      writeFileSync(file, text.replaceAll(/(.{60,76}) /g, '$1\n'))
      const wrapped = await check(file)
      expect(wrapped.ok).toBe(false)
      expect(wrapped.said[0]?.words).toMatch(/changed after it was made. A mail program/)
    },
  )

  it('another computer knows who made it by the key that lies on the NAS', async () => {
    const { lab, nas, save, check } = await setUp()
    const file = await save('text')
    const elsewhere = join(lab.dir, 'no data folder')
    expect(await check(file, elsewhere)).toMatchObject({
      ok: false,
      sealedBy: { standing: 'unknown' },
    })
    const folder = join(nas, '.exlab-sync')
    const [name = '', ...more] = readdirSync(folder).filter((one) => one.startsWith('receipt-key-'))
    expect(more).toEqual([])
    const published = readFileSync(join(folder, name), 'utf8')
    expect(await check(file, elsewhere, published)).toMatchObject({
      ok: true,
      sealedBy: { standing: 'published' },
    })
    const { code, out } = await cli(
      { ...lab, dataDir: elsewhere },
      'receipt',
      '--check',
      file,
      '--key',
      join(folder, name),
    )
    expect(out).toMatch(/sealed on .*, with the key that was given/)
    expect(code).toBe(0)
  })

  it('the key is made once, only its owner can read it, and a former one stays known', async () => {
    const { lab, save, check } = await setUp()
    const file = await save('text')
    if (!needsPosix('Windows has no modes of files'))
      expect(statSync(join(lab.dataDir, 'receipt-key.pem')).mode & 0o777).toBe(0o600)
    const again = join(lab.dir, 'again.text')
    copyFileSync(await save('text'), again)
    expect((await check(again)).sealedBy).toEqual((await check(file)).sealedBy)
    openReceiptKeys(lab.dataDir).renew()
    expect(await check(file)).toMatchObject({ ok: true, sealedBy: { standing: 'former' } })
  })

  it.skipIf(needsPosix('Windows forbids these characters'))(
    'as a page, names cannot become markup',
    async () => {
      const { save } = await setUp()
      const page = readFileSync(await save('html'), 'utf8')
      expect(page).toContain('Run &lt;1&gt; &amp; &quot;2&quot;')
      expect(page).not.toContain('<1>')
    },
  )
})
