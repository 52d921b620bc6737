// The short questions of an attempt over ssh share a connection, which ends with the app and stands in nobody's way.
import { mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { makeSshLab } from '../../helpers/ssh-lab.ts'
import { work } from '../../helpers/lab.ts'

it('lists, small files and the records behind a proof do not sign in anew, push and proof do; nothing of it is left when the app ends', async () => {
  const { lab, nas } = await makeSshLab({
    // one line for each session: the client's port tells the connections apart
    sshdLines: (dir) => [
      `ForceCommand echo "$SSH_CONNECTION|$SSH_ORIGINAL_COMMAND" >> '${dir}/sessions'; exec sh -c "$SSH_ORIGINAL_COMMAND"`,
    ],
  })
  const temporary = join(lab.dir, 'tmp')
  mkdirSync(temporary)
  vi.stubEnv('TMPDIR', temporary)
  onTestFinished(() => void vi.unstubAllEnvs())
  const core = await lab.open()
  const job = await work(core, lab.run('FLOW_01', 'Run', { a: 'a' }))
  expect(job).toMatchObject({ state: 'verified', proof: 'sha256', lastError: null })
  const sessions = readFileSync(join(lab.dir, 'sessions'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split('|'))
  const connections = sessions.map(([connection]) => connection)
  expect(sessions.length - new Set(connections).size).toBeGreaterThan(2)
  expect(new Set(connections).size).toBeGreaterThan(2)
  // how many sessions the connections of the push, of the proof, and of the records behind it have
  const sharing = (command: RegExp): number[] =>
    sessions
      .filter(([, text = '']) => command.test(text))
      .map(([own]) => connections.filter((one) => one === own).length)
  const [push, records] = sharing(/^rsync --server -\w*O/)
  expect([push, sharing(/^exec sh/)]).toEqual([1, [1]])
  expect(records).toBeGreaterThan(1)
  expect(readFileSync(join(nas, 'Run/.exlab-wizard/checksums.sha256'), 'utf8')).toMatch(/ {2}a\n$/)
  expect(readdirSync(temporary)).toHaveLength(1)

  await core.stop()
  expect(readdirSync(temporary)).toEqual([])
})
