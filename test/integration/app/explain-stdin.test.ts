// `explain` reads standard input in whichever way the command line is started.
import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'

const root = new URL('../../../', import.meta.url).pathname
const EXPLAIN = ['explain', '--transport', 'rsync_ssh', '--exit', '255', '--json']

it.each([
  ['npm', ['npm', 'run', '-s', 'cli', '--', ...EXPLAIN]],
  ['the build command', [process.execPath, 'build/bootstrap/run.mjs', 'cli', ...EXPLAIN]],
  ['the compiled program', [process.execPath, 'out/main/cli.cjs', ...EXPLAIN]],
])('by %s', (_, [command = '', ...args]) => {
  const answer = execFileSync(command, args, {
    cwd: root,
    input: 'ssh: connect to host nas port 22: Connection refused\n',
    encoding: 'utf8',
  })
  expect(JSON.parse(answer)).toMatchObject({ reason: 'connection_refused' })
})
