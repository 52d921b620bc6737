// Verification on remote hosts as labs have them: other login shells, banners, chatty shells, no sha256sum, rsync alone.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { HOSTILE } from '../../helpers/hostile.ts'
import { logOf, work } from '../../helpers/lab.ts'
import { makeSshLab } from '../../helpers/ssh-lab.ts'

const FILES = Object.fromEntries(HOSTILE.map((name, i) => [name, `content ${i}`]))

const setUp = (sshdLines: (dir: string) => readonly string[], more = '') =>
  makeSshLab({ nasName: "the lab's $NAS", sshdLines, more })

/** A program that sshd runs instead of the command that was asked for, as a login shell would. */
const loginShell = (dir: string, script: string): readonly string[] => {
  const file = join(dir, 'login')
  writeFileSync(file, `#!/bin/sh\n${script}\n`)
  chmodSync(file, 0o755)
  return [`ForceCommand ${file}`]
}

/** Login shells of this machine; the set-up installs all of them on Debian. */
const SHELLS = ['sh', 'bash', 'dash', 'tcsh', 'fish'].filter(
  (shell) => existsSync(`/usr/bin/${shell}`) || existsSync(`/bin/${shell}`),
)

describe('login shells', () => {
  it.each(SHELLS)('%s', async (shell) => {
    const { lab } = await setUp((dir) =>
      loginShell(dir, `exec ${shell} -c "$SSH_ORIGINAL_COMMAND"`),
    )
    const core = await lab.open()
    const job = await work(core, lab.run('FLOW_01', 'Run', FILES))
    expect(job.lastError).toBeNull()
    expect(job).toMatchObject({ state: 'verified', proof: 'sha256' })
  })

  it('a banner that mentions refused permissions is no failure', async () => {
    const { lab } = await setUp((dir) => {
      writeFileSync(
        join(dir, 'banner'),
        'Permission denied to anyone who is not an authorised user.\n',
      )
      return [`Banner ${join(dir, 'banner')}`]
    })
    const core = await lab.open()
    expect(await work(core, lab.run('FLOW_01', 'Run', { a: 'a' }))).toMatchObject({
      state: 'verified',
    })
  })

  it('output of a shell that prints text beside digests is not taken for digests', async () => {
    const { lab } = await setUp((dir) =>
      loginShell(
        dir,
        `case "$SSH_ORIGINAL_COMMAND" in rsync*) ;; *) echo "$(printf '%064d' 0)  ./a"; echo Welcome ;; esac\nexec sh -c "$SSH_ORIGINAL_COMMAND"`,
      ),
    )
    const core = await lab.open()
    expect(await work(core, lab.run('FLOW_01', 'Run', { a: 'a' }))).toMatchObject({
      state: 'verified',
      proof: 'sha256',
    })
  })

  it('a shell that prints text with every command is a failure with its own reason', async () => {
    const { lab } = await setUp((dir) =>
      loginShell(dir, `echo Welcome\nexec sh -c "$SSH_ORIGINAL_COMMAND"`),
    )
    const core = await lab.open()
    expect(await work(core, lab.run('FLOW_01', 'Run', { a: 'a' }))).toMatchObject({
      state: 'failed',
      lastError: { kind: 'auth', reason: 'remote_shell_unusable' },
    })
  })
})

/** A login whose PATH has no sha256sum. */
const bare = (dir: string): readonly string[] => {
  const bin = join(dir, 'bin')
  mkdirSync(bin)
  for (const tool of ['rsync', 'sh', 'find', 'wc', 'cat', 'df', 'env'])
    symlinkSync(existsSync(`/bin/${tool}`) ? `/bin/${tool}` : `/usr/bin/${tool}`, join(bin, tool))
  return loginShell(dir, `PATH=${bin}; export PATH\nexec sh -c "$SSH_ORIGINAL_COMMAND"`)
}

describe('a NAS without sha256sum', () => {
  it('its bytes are read back and proven here, hostile names included', async () => {
    const { lab } = await setUp(bare)
    const core = await lab.open()
    const job = await work(
      core,
      lab.run('FLOW_01', 'Run', { ...FILES, large: Buffer.alloc(3_000_000, 9), empty: '' }),
    )
    expect(job.lastError).toBeNull()
    expect(job).toMatchObject({ state: 'verified', proof: 'read_back' })
  })

  it('files above the limit are Sent, not proven', async () => {
    const { lab } = await setUp(bare, 'verify:\n  max_stream_bytes: 1000\n')
    const core = await lab.open()
    const job = await work(
      core,
      lab.run('FLOW_01', 'Run', { small: 'a', large: Buffer.alloc(5_000, 9) }),
    )
    expect(job).toMatchObject({
      state: 'awaiting_verify',
      dueAt: null,
      proof: 'size_only',
      files: { byState: { verified: 1, size_only: 1 } },
    })
  })

  it('a damaged copy is found by reading back, too', async () => {
    const { lab, nas } = await setUp(bare)
    const core = await lab.open()
    const job = await work(core, lab.run('FLOW_01', 'Run', { a: 'aaaa' }))
    writeFileSync(join(nas, 'Run', 'a'), 'aaXa')
    await core.handlers['jobs.act']({ jobs: [job.id], action: 'verify' })
    await core.idle()
    const { rows } = await core.handlers['attempts.list']({ jobId: job.id })
    expect(rows.some((row) => row.error?.reason === 'remote_changed')).toBe(true)
  })
})

/** A forced command that allows only rsync, as rrsync and the rsync service of a NAS do. */
const rsyncOnly = (dir: string): readonly string[] =>
  loginShell(
    dir,
    'case "$SSH_ORIGINAL_COMMAND" in "rsync --server "*) exec $SSH_ORIGINAL_COMMAND ;; esac\necho "this account may only run rsync" >&2; exit 1',
  )

describe('a NAS that lets in rsync alone', () => {
  it('its files are pulled back and proven here, hostile names included', async () => {
    const { lab } = await setUp(rsyncOnly)
    const core = await lab.open()
    const job = await work(
      core,
      lab.run('FLOW_01', '2026/Run', { ...FILES, large: Buffer.alloc(3_000_000, 9), empty: '' }),
    )
    expect(job.lastError).toBeNull()
    expect(job).toMatchObject({ state: 'verified', proof: 'read_back' })
  })

  it('the connection test says so, and leaves nothing behind', async () => {
    const { lab, nas } = await setUp(rsyncOnly)
    writeFileSync(join(nas, 'somebody else'), 'x')
    const core = await lab.open()
    const report = await core.handlers['destinations.test']({ instrumentId: 'FLOW_01' })
    expect(report.proof).toBe('read_back')
    expect(report.steps.filter((step) => step.outcome === 'failed')).toEqual([])
    expect(report.steps.find((step) => step.id === 'sign_in')?.message).toContain('no shell')
    expect(readdirSync(nas)).toEqual(['.exlab-sync', 'somebody else'])
  })

  it('a damaged, a missing and a too large file each get their state', async () => {
    const { lab, nas } = await setUp(rsyncOnly, 'verify:\n  max_stream_bytes: 1000\n')
    const core = await lab.open()
    const run = lab.run('FLOW_01', 'Run', { a: 'aaaa', b: 'bbbb', large: Buffer.alloc(5_000, 9) })
    const job = await work(core, run)
    expect(job).toMatchObject({
      state: 'awaiting_verify',
      files: { byState: { verified: 2, size_only: 1 } },
    })
    writeFileSync(join(nas, 'Run', 'a'), 'aaXa')
    rmSync(join(nas, 'Run', 'b'))
    await core.handlers['jobs.act']({ jobs: [job.id], action: 'verify' })
    await core.idle()
    expect(await logOf(core, job.id)).toContain('Different on the NAS: a. Not on the NAS: b.')
    expect(readFileSync(join(nas, 'Run', 'a'), 'utf8')).toBe('aaaa')
    expect(readFileSync(join(nas, 'Run', 'b'), 'utf8')).toBe('bbbb')
  })
})
