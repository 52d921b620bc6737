// Receipts: the proof of every file, a check that works years later, and detection of any change.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkReceipt } from '../../../electron/core/services/receipts/check-receipt.ts'
import { HOSTILE } from '../../helpers/hostile.ts'
import { localNas, makeLab, work } from '../../helpers/lab.ts'

const setUp = async () => {
  const lab = makeLab()
  const { nas, instrument } = localNas(lab)
  lab.configure([instrument])
  const core = await lab.open()
  const files = Object.fromEntries(HOSTILE.map((name, i) => [name, `content ${i}`]))
  const job = await work(core, lab.run('SCOPE_01', 'Run <1> & "2"', files))
  const save = async (form: 'json' | 'text' | 'html'): Promise<string> => {
    const file = join(lab.dir, `receipt.${form}`)
    writeFileSync(file, [...(await core.receiptOf(job.id, form))].join(''))
    return file
  }
  return { lab, nas, core, job, save }
}

describe('receipt', () => {
  it('as JSON: every file with its digest and proof, sealed', async () => {
    const { save } = await setUp()
    const file = await save('json')
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    expect(value).toMatchObject({
      receipt: {
        run: 'Run <1> & "2"',
        state: 'verified',
        proof: 'read_back',
        files: HOSTILE.length,
        passes: [{ verified: true, tools: expect.stringMatching(/^rclone v\d/) }],
        attempts: [{ phase: 'push' }, { phase: 'verify' }],
        verdict: { verdict: 'not_yet' },
      },
    })
    const check = await checkReceipt(file)
    expect(check.said.filter((one) => !one.holds)).toEqual([])
    expect(check.said).toHaveLength(4)
  })

  it('names the manifest, which sha256sum -c accepts on the far side', async () => {
    const { nas, save } = await setUp()
    const folder = join(nas, 'Run <1> & "2"')
    const text = readFileSync(await save('text'), 'utf8')
    const digest = execFileSync('sha256sum', ['.exlab-wizard/checksums.sha256'], { cwd: folder })
    expect(text).toContain(digest.toString().slice(0, 64))
    execFileSync('sha256sum', ['--strict', '--quiet', '-c', '.exlab-wizard/checksums.sha256'], {
      cwd: folder,
    })
  })

  it.each(['json', 'text'] as const)('as %s: one changed character is found', async (form) => {
    const { save } = await setUp()
    const file = await save(form)
    expect((await checkReceipt(file)).ok).toBe(true)
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replace(/[0-9a-f]{64}/, '0'.repeat(64)))
    expect((await checkReceipt(file)).ok).toBe(false)
    writeFileSync(file, text.slice(0, -90))
    expect((await checkReceipt(file)).ok).toBe(false)
  })

  it('as a page, names cannot become markup', async () => {
    const { save } = await setUp()
    const page = readFileSync(await save('html'), 'utf8')
    expect(page).toContain('Run &lt;1&gt; &amp; &quot;2&quot;')
    expect(page).not.toContain('<1>')
  })
})
