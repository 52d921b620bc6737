// `npm test`: everything from a bare clone. Prints `N passed, N failed` over all suites as its last line.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { bootstrap, runMain } from './bootstrap.mjs'
import { binary, node, root, run, say, withDisplay } from './steps.mjs'

const results = join(root, 'test-results')

/** @typedef {{ passed: number, failed: number }} Count */

/** A step without tests of its own counts as one. @param {number} code @returns {Count} */
const asOne = (code) => (code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 })

/** @param {string} file */
const report = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null)

/** A suite that crashed before it could report counts as one failure. @param {string} suite @returns {Promise<Count>} */
const vitest = async (suite) => {
  const file = join(results, `${suite}.json`)
  const code = await run(
    binary('vitest'),
    [
      'run',
      '--project',
      suite,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ],
    {
      env: { NO_COLOR: '1', CI: 'true' },
    },
  )
  const found = report(file)
  const count = { passed: found?.numPassedTests ?? 0, failed: found?.numFailedTests ?? 0 }
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count
}

/** @returns {Promise<Count>} */
const playwright = async () => {
  const { command, args } = withDisplay(binary('playwright'), ['test'])
  const code = await run(command, args, { env: { NO_COLOR: '1', FORCE_COLOR: undefined } })
  const found = report(join(results, 'e2e.json'))
  const count = {
    passed: (found?.stats?.expected ?? 0) + (found?.stats?.flaky ?? 0),
    failed: found?.stats?.unexpected ?? 0,
  }
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count
}

await runMain(async () => {
  await bootstrap()
  rmSync(results, { recursive: true, force: true })
  mkdirSync(results, { recursive: true })
  /** @type {[string, () => Promise<Count>][]} */
  const suites = [
    [
      'format',
      async () => asOne(await run(binary('prettier'), ['--check', '--log-level', 'warn', '.'])),
    ],
    [
      'lint',
      async () =>
        asOne(
          await run(binary('oxlint'), [
            '--type-aware',
            '--deny-warnings',
            'electron',
            'shared',
            'renderer',
            'test',
          ]),
        ),
    ],
    ['types', async () => asOne(await run(node(), [join(root, 'build/types.mjs')]))],
    [
      'build',
      async () => asOne(await run(binary('electron-vite'), ['build', '--logLevel', 'warn'])),
    ],
    ['unit', () => vitest('unit')],
    ['integration', () => vitest('integration')],
    ['e2e', playwright],
  ]
  const total = { passed: 0, failed: 0 }
  for (const [name, suite] of suites) {
    say(`${name} ...`)
    const started = Date.now()
    const { passed, failed } = await suite()
    total.passed += passed
    total.failed += failed
    say(
      `${name}: ${passed} passed, ${failed} failed (${Math.round((Date.now() - started) / 1000)} s)`,
    )
  }
  process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1
  console.log(`${total.passed} passed, ${total.failed} failed`)
})
if (process.exitCode === 2) console.log('0 passed, 1 failed')
