// `npm run test:windows` runs the unit tests, the integration tests that need rclone and a NAS over SFTP or SMB alone, and the
// installers on Windows' own Node and rclone under Wine; `-- unit`, `-- integration` or `-- install` one of these. Its last line
// is `N passed, N failed`; where it cannot run, a sentence says why.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { root } from '../bootstrap/paths.mjs'
import { SetupError, endWithUs, say } from '../bootstrap/process.mjs'
import { prepare } from '../steps/prepare.ts'
import { type Count, countText, vitestCount } from '../steps/test-count.ts'
import { ensureDebianRoot, shared, whyNot } from '../windows/debian-root.ts'
import { testInstallers } from '../windows/install-tests.ts'
import { checkout, copyCheckout } from '../windows/windows-checkout.ts'
import { ensureWindowsPrograms, runWindowsNode } from '../windows/windows-programs.ts'

/**
 * Files of integration tests, without their ending, whose programs are rclone and servers of SFTP and SMB. Those of cleanup are
 * not among them: Wine takes a folder's last change for the time of its birth, so that no folder is the one that was added.
 */
const INTEGRATION = [
  'app/data-safety',
  'cleanup/receipt',
  'cleanup/two-destinations',
  'place/servers',
  'transports/rclone',
]

const results = join(root, 'test-results', 'windows')

/** Variable by which the integration tests know the servers. */
const SERVERS = 'EXLAB_SYNC_TEST_SERVERS'

/** Starts a NAS over SFTP and SMB on this system's loopback, which Wine shares; what Windows' programs must know of it. */
const serveNas = async (): Promise<{ readonly known: string; stop(): Promise<void> }> => {
  const folder = join(shared.outside, 'nas')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  const args = ['test/helpers/serve-nas.ts', folder, 'Z:\\srv\\nas']
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  endWithUs(child, 'SIGTERM')
  const ended = once(child, 'close')
  const lines = createInterface(child.stdout)
  const first = await Promise.race([once(lines, 'line'), ended.then(() => null)])
  if (first === null) throw new SetupError('the servers of SFTP and SMB did not start; see above')
  return {
    known: String(first[0]),
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** Runs a project of vitest on Windows' Node; what it printed is shown at its end. */
const vitest = async (
  project: string,
  files: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Count> => {
  say(`${project} ...`)
  const started = Date.now()
  const output = join(results, `${project}.txt`)
  const report = `${project}.json`
  const code = await runWindowsNode(
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      `--project=${project}`,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...files,
    ],
    { output, folder: checkout.inside, env: { NO_COLOR: '1', CI: 'true', ...env } },
  )
  console.log(readFileSync(output, 'utf8'))
  const file = join(checkout.outside, report)
  const count = vitestCount(existsSync(file) ? readFileSync(file, 'utf8') : null, code)
  say(`${project}: ${countText(count)} (${Math.round((Date.now() - started) / 1000)} s)`)
  return count
}

const testWindows = async (): Promise<Count> => {
  await prepare()
  await ensureDebianRoot()
  await ensureWindowsPrograms()
  const [only] = process.argv.slice(2)
  if (only !== 'install') await copyCheckout()
  rmSync(results, { recursive: true, force: true })
  mkdirSync(results, { recursive: true })
  const counts: Count[] = []
  const isWanted = (what: string): boolean => only === undefined || only === what
  if (isWanted('unit')) counts.push(await vitest('unit', process.argv.slice(3)))
  if (isWanted('install')) counts.push(await testInstallers())
  if (isWanted('integration')) {
    const files = process.argv.slice(3)
    const chosen =
      files.length > 0 ? files : INTEGRATION.map((name) => `integration/${name}.test.ts`)
    const nas = await serveNas()
    try {
      counts.push(await vitest('integration', chosen, { [SERVERS]: nas.known }))
    } finally {
      await nas.stop()
    }
  }
  return {
    passed: counts.reduce((sum, { passed }) => sum + passed, 0),
    failed: counts.reduce((sum, { failed }) => sum + failed, 0),
  }
}

const reason = whyNot()
if (reason !== null) {
  say(`The tests on Windows' programs are skipped. ${reason}`)
  console.log('0 passed, 0 failed')
} else {
  const total = await testWindows()
  process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1
  console.log(countText(total))
}
