// Digest lists of a NAS with other programs than GNU's: no name of a file can forge the digest of another one, in any of them.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createLineSplitter } from '../../../electron/core/process/line-splitter.ts'
import {
  createDigestParser,
  digestScript,
} from '../../../electron/core/transports/rsync/remote-sha256.ts'
import type { RemoteDigest } from '../../../electron/core/transports/transport.ts'
import { type FarShell, hasFarShell, makeFarShell } from '../../helpers/far-shells.ts'
import { HOSTILE } from '../../helpers/hostile.ts'
import { act, get, work } from '../../helpers/lab.ts'
import { makeSshLab } from '../../helpers/ssh-lab.ts'

const SHELLS: readonly FarShell[] = [
  'GNU',
  'uutils',
  'BusyBox',
  'toybox',
  'shasum',
  'BSD sha256',
  'no -path',
]

const scratch = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'exlab-test-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

const sha = (text: string): string => createHash('sha256').update(text).digest('hex')

const run = (path: string, folder: string) => {
  const { stdout, stderr } = spawnSync('sh', {
    input: digestScript(folder),
    env: { PATH: path },
  })
  const digests: RemoteDigest[] = []
  const parser = createDigestParser((digest) => digests.push(digest))
  const splitter = createLineSplitter('nul', parser.push)
  splitter.push(stdout)
  splitter.end()
  return { digests, state: parser.state(), errors: stderr.toString() }
}

/** Names that hold what a list of digests is made of. */
const LIE = `${'ab'.repeat(32)}  ./a`
const part = fc.constantFrom(
  '\n',
  '\r',
  '\\',
  '\\n',
  ' ',
  '*',
  'a',
  '-',
  '.',
  LIE.slice(0, 66),
  'exlab-sync-end 0',
  'exlab-sync-lines 0',
  'é',
)
const name = fc
  .array(part, { minLength: 1, maxLength: 5 })
  .map((parts) => parts.join(''))
  .filter((text) => !/^\.{1,2}$/.test(text))

describe.each(SHELLS)('a NAS with %s', (shell) => {
  const missing = !hasFarShell(shell)
  it.skipIf(missing)(
    'tells each file once with its own digest, whatever the names are',
    { timeout: 240_000 },
    () => {
      const dir = scratch()
      const path = makeFarShell(shell, join(dir, 'bin'))
      fc.assert(
        fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 6 }), (names) => {
          const folder = join(dir, 'run')
          rmSync(folder, { recursive: true, force: true })
          mkdirSync(join(folder, 'sub\nfolder'), { recursive: true })
          const files = ['a', 'sub\nfolder/a', ...names.filter((one) => one !== 'a')]
          for (const one of files) writeFileSync(join(folder, one), `content of ${one}`)
          const { digests, state, errors } = run(path, folder)
          expect(state, errors).toEqual({ began: true, exit: 0, strange: 0 })
          const told = new Map(digests.map((digest) => [digest.path, digest.sha256]))
          expect(digests).toHaveLength(files.length)
          expect(told).toEqual(new Map(files.map((one) => [one, sha(`content of ${one}`)])))
        }),
        { numRuns: 25, seed: 7 },
      )
    },
  )
})

describe('over ssh', () => {
  const shells: readonly FarShell[] = ['BusyBox', 'toybox', 'shasum']
  it.each(shells.filter(hasFarShell))(
    '%s: a run with hostile names is verified, and a name that holds a digest line makes no damaged file verified',
    async (shell) => {
      const { lab, nas } = await makeSshLab({
        sshdLines: (dir) => {
          const file = join(dir, 'login')
          const path = makeFarShell(shell, join(dir, 'bin'))
          writeFileSync(
            file,
            `#!/bin/sh\nPATH=${path}; export PATH\nexec sh -c "$SSH_ORIGINAL_COMMAND"\n`,
            { mode: 0o755 },
          )
          return [`ForceCommand ${file}`]
        },
      })
      const core = await lab.open()
      const files = Object.fromEntries(HOSTILE.map((one, i) => [one, `content ${i}`]))
      const job = await work(core, lab.run('FLOW_01', 'Run', { ...files, 'f1.tif': 'aaaa' }))
      expect(job.lastError).toBeNull()
      expect(job).toMatchObject({ state: 'verified', proof: 'sha256' })

      // the copy is damaged, and another file's name says that it is not
      writeFileSync(join(nas, 'Run', 'f1.tif'), 'aaXa')
      writeFileSync(join(nas, 'Run', `zz\n${sha('aaaa')}  .`), '')
      mkdirSync(join(nas, 'Run', `y\n${sha('aaaa')}  .`))
      writeFileSync(join(nas, 'Run', `y\n${sha('aaaa')}  .`, 'f1.tif'), '')
      await act(core, job.id, 'verify')
      await core.idle()
      expect(await get(core, job.id)).toMatchObject({
        state: 'failed',
        lastError: { reason: 'remote_changed' },
      })
    },
  )
})
