// The short questions of an attempt over ssh share a connection, which ends with the app and stands in nobody's way.
import { mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { makeSshLab } from '../../helpers/ssh-lab.ts'
import { work } from '../../helpers/lab.ts'

it('lists and small files do not sign in anew, push and proof do; nothing of it is left when the app ends', async () => {
  const { lab } = await makeSshLab({
    // one line for each session: the client's port tells the connections apart
    sshdLines: (dir) => [
      `ForceCommand echo "$SSH_CONNECTION" >> '${dir}/sessions'; exec sh -c "$SSH_ORIGINAL_COMMAND"`,
    ],
  })
  const temporary = join(lab.dir, 'tmp')
  mkdirSync(temporary)
  vi.stubEnv('TMPDIR', temporary)
  onTestFinished(() => void vi.unstubAllEnvs())
  const core = await lab.open()
  const job = await work(core, lab.run('FLOW_01', 'Run', { a: 'a' }))
  expect(job).toMatchObject({ state: 'verified', proof: 'sha256', lastError: null })
  const sessions = readFileSync(join(lab.dir, 'sessions'), 'utf8').trim().split('\n')
  expect(sessions.length - new Set(sessions).size).toBeGreaterThan(2)
  expect(new Set(sessions).size).toBeGreaterThan(2)
  expect(readdirSync(temporary)).toHaveLength(1)

  await core.stop()
  expect(readdirSync(temporary)).toEqual([])
})
