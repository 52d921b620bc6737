// A part of `npm run test:package`: the installed package with one queue for the accounts of a group. Two accounts open windows and
// commands: one works the queue, the other shows it and says who does; nothing that is run lies where both can write.
import { type ChildProcess, execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../../bootstrap/process.mjs'
import { asUser, eventually, pageText, startWindow } from './app.ts'
import { commandLineOf, processes, terminate } from './processes.ts'

/** Where the package puts the queue of a group. */
const SHARED = '/var/lib/exlab-sync'
const NAMED_BY = '/etc/exlab-sync/data-dir'
const GROUP = 'exlab-sync-test-group'

/** Settings of a lab whose folders the first account owns. */
const config = (home: string): string =>
  `equipment:\n  - id: S\n    local_root: ${home}/lab/acq\n    transport: { type: rclone, rclone_remote: nas, rclone_config: ${home}/lab/rclone.conf }\n`

/** True while the account has a window with a page. */
const hasPage = (account: string): boolean =>
  processes('--type=renderer').some((pid) =>
    commandLineOf(pid).includes(`--user-data-dir=/home/${account}/`),
  )

/** Installs the package anew with the choice of one queue, and uses it as two accounts; takes everything away but the package. */
export const testSharedQueue = async (
  [first, second]: readonly [string, string],
  deb: string,
  check: (what: string, holds: boolean) => void,
): Promise<void> => {
  spawnSync('groupadd', ['-f', GROUP])
  for (const name of [first, second]) execFileSync('usermod', ['-aG', GROUP, name])
  const env = { DEBIAN_FRONTEND: 'noninteractive', EXLAB_SYNC_GROUP: GROUP }
  const install = ['install', '-y', '-qq', '--no-install-recommends', '--reinstall', deb]
  const installed = (await run('apt-get', install, { env, quiet: true })) === 0
  check(
    'EXLAB_SYNC_GROUP makes the data folder of a group',
    installed &&
      readFileSync(NAMED_BY, 'utf8') === `${SHARED}\n` &&
      (statSync(SHARED).mode & 0o7777) === 0o2770,
  )
  const write = `cat > ${SHARED}/config.yaml <<'END'\n${config(`/home/${first}`)}END`
  check(
    'an account of the group writes the settings',
    asUser(first, ['sh', '-c', write]).status === 0,
  )
  const windows: ChildProcess[] = []
  try {
    windows.push(startWindow(first))
    await eventually(() => hasPage(first) && existsSync(join(SHARED, 'engine.lock')))
    const told = `The open window of the account ${first} is working on this queue already`
    const refused = (): boolean => {
      const { status, stderr } = asUser(second, ['exlab-sync', 'pause', '--all'])
      return status === 2 && stderr.includes(told)
    }
    check('a command of the other account is told who works the queue', await eventually(refused))
    check('and may look', asUser(second, ['exlab-sync', 'status']).status !== 2)
    windows.push(startWindow(second))
    check('the other account gets a window too', await eventually(() => hasPage(second)))
    const profile = `/home/${second}/.config/exlab-sync/shared/window`
    check('whose profile is its own', existsSync(profile))
    const beside = readdirSync(SHARED)
    const code = ['window', 'window.json', 'tools', 'rclone.conf', 'ssh'].filter((name) =>
      beside.includes(name),
    )
    check('no code, profile or key lies where both can write', code.length === 0)
    check('and a window says who works the queue', await pageText(told, SHARED))
  } finally {
    for (const { pid } of windows) if (pid !== undefined) terminate(-pid)
    for (const pid of processes('')) terminate(pid)
    for (const path of [SHARED, '/etc/exlab-sync']) spawnSync('rm', ['-rf', path])
    spawnSync('groupdel', ['-f', GROUP])
  }
}
