// Tools that are silent: one that works on a large file is let work, one that hangs is given up (docs/spec.md 2).
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { processesWith, work } from '../../helpers/lab.ts'
import { makeSshLab } from '../../helpers/ssh-lab.ts'

/** A lab whose NAS has another sha256sum: a script in which REAL is the true one. */
const withSha256sum = async (script: string) => {
  let bin = ''
  const made = await makeSshLab({
    more: 'sync:\n  inactivity_s: 3\n',
    sshdLines(dir) {
      bin = join(dir, 'nas-bin')
      return [`SetEnv PATH=${bin}:/usr/local/bin:/usr/bin:/bin`]
    },
  })
  mkdirSync(bin)
  const program = join(bin, 'sha256sum')
  writeFileSync(program, `#!/bin/sh\n${script.replaceAll('REAL', '/usr/bin/sha256sum')}\n`)
  chmodSync(program, 0o755)
  return made
}

describe('a digest that the NAS computes', () => {
  it('may take longer than the limit of silence while it works', async () => {
    const slow =
      'import sys, time\nfor _ in range(16):\n  sys.stdin.buffer.read(100000)\n  time.sleep(0.5)\n'
    const { lab } = await withSha256sum(
      `[ "$#" -lt 3 ] || python3 -c '${slow}' </dev/zero\nexec REAL "$@"`,
    )
    const core = await lab.open()
    const job = await work(core, lab.run('FLOW_01', 'Run', { 'a.txt': 'a' }))
    expect(job).toMatchObject({ state: 'verified', attempts: 2, failures: 0 })
  })

  it('is given up where the disk of the NAS hangs, and nothing is left running', async () => {
    const { lab } = await withSha256sum(`[ "$#" -lt 3 ] || kill -STOP $$\nexec REAL "$@"`)
    const core = await lab.open()
    const job = await work(core, lab.run('FLOW_01', 'Run', { 'a.txt': 'a' }))
    expect(job).toMatchObject({
      state: 'awaiting_verify',
      failures: 1,
      lastError: { reason: 'connection_timeout' },
    })
    for (const line of processesWith('nas-bin/sha256sum')) expect(line).not.toContain('ssh -s')
  })
})
