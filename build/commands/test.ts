// `npm test` runs every check and test from a fresh clone. Its last line is `N passed, N failed` over all suites.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { binary, root } from '../bootstrap/paths.mjs'
import { run, say } from '../bootstrap/process.mjs'
import { buildApp } from '../steps/build-app.ts'
import { checkFormat, checkLint, checkTypes } from '../steps/checks.ts'
import { prepare } from '../steps/prepare.ts'
import { type Count, countText, vitestCount, withCrash } from '../steps/test-count.ts'

interface PlaywrightReport {
  readonly stats: { readonly expected: number; readonly flaky: number; readonly unexpected: number }
}

const results = join(root, 'test-results')

/** A step without tests of its own counts as one. */
const asOne = (code: number): Count =>
  code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }

/** A suite's report as JSON text, or null where it wrote none. */
const report = (name: string): string | null => {
  const file = join(results, `${name}.json`)
  return existsSync(file) ? readFileSync(file, 'utf8') : null
}

let isBuilt = false

const vitest = async (project: string): Promise<Count> => {
  const output = `--outputFile.json=${join(results, `${project}.json`)}`
  const code = await run(
    binary('vitest'),
    ['run', '--project', project, '--reporter=default', '--reporter=json', output],
    // the integration tests start what the step `build` has made (test/helpers/build-cli.ts)
    { env: { NO_COLOR: '1', CI: 'true', EXLAB_BUILT: isBuilt ? '1' : undefined } },
  )
  return vitestCount(report(project), code)
}

/** The reporter and its file, e2e.json, are set in playwright.config.ts; each worker starts its own display. */
const playwright = async (): Promise<Count> => {
  const code = await run(binary('playwright'), ['test'], {
    env: { NO_COLOR: '1', FORCE_COLOR: undefined },
  })
  const text = report('e2e')
  const stats = text === null ? null : (JSON.parse(text) as PlaywrightReport).stats
  return withCrash(
    { passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0), failed: stats?.unexpected ?? 0 },
    code,
  )
}

const build = async (): Promise<Count> => {
  const code = await buildApp()
  isBuilt = code === 0
  return asOne(code)
}

type Suites = Readonly<Record<string, () => Promise<Count>>>

/** They need npm's packages alone, and each keeps one core busy at most times. */
const STATIC: Suites = {
  lint: async () => asOne(await checkLint()),
  types: async () => asOne(await checkTypes()),
  build,
}

/** Each takes the whole machine. */
const SUITES: Suites = {
  unit: () => vitest('unit'),
  integration: () => vitest('integration'),
  e2e: playwright,
}

let total: Count = { passed: 0, failed: 0 }
const runSuite = async ([name, suite]: [string, () => Promise<Count>]): Promise<void> => {
  say(`${name} ...`)
  const started = Date.now()
  const count = await suite()
  total = { passed: total.passed + count.passed, failed: total.failed + count.failed }
  say(`${name}: ${countText(count)} (${Math.round((Date.now() - started) / 1000)} s)`)
}

rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })
// packages are downloaded while the sources are checked; a fault of it is thrown when the checks have ended
const prepared = prepare()
prepared.catch(() => undefined)
// it takes longest, on one core: the other one begins with the tests meanwhile
const format = runSuite(['format', async () => asOne(await checkFormat())])
await Promise.all(Object.entries(STATIC).map(runSuite))
await prepared.catch(async (error: unknown) => {
  // the count of the fault is the last line
  await format
  throw error
})
for (const suite of Object.entries(SUITES)) await runSuite(suite)
await format
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1
console.log(countText(total))
