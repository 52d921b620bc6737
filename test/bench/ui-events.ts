// Delay of the window while a tool reports 5,000 files a second.
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startApp } from './ui-app.ts'
import { addRuns, expectNoRuns, runRow } from '../e2e/support/app.ts'
import { openFilesOf } from './ui-page.ts'

const EVENTS = 20_000
const RATE = 5_000

/**
 * Milliseconds from the report of a file until the window counts it. The tool begins once the files of the run are shown, or at
 * the click that opens them: the first details of a session take longer to draw.
 */
export const benchEvents = async (
  dir: string,
  begins: 'opened' | 'opening',
): Promise<{ p50: number; most: number }> => {
  const dataDir = join(dir, 'events')
  const run = join(dir, 'acq', 'Events')
  mkdirSync(dataDir, { recursive: true })
  mkdirSync(run, { recursive: true })
  const name = (i: number): string => `f${String(i).padStart(6, '0')}.tif`
  for (let i = 0; i < EVENTS; i += 1) writeFileSync(join(run, name(i)), 'x')
  // earlier writes reach the disk before the measurement, where that command exists
  spawnSync('sync')
  const progressFile = join(dir, 'said.txt')
  const go = join(dir, 'go')
  const tool = join(dir, 'scripted-rclone.mjs')
  writeFileSync(
    tool,
    `import { appendFileSync, existsSync } from 'node:fs'
import { setTimeout as after } from 'node:timers/promises'
if (process.argv[2] !== 'copy') process.exit(1)
while (!existsSync(${JSON.stringify(go)})) await after(10)
let i = 0
const from = performance.now()
const timer = setInterval(() => {
  const until = Math.min(${EVENTS}, Math.floor(((performance.now() - from) / 1000) * ${RATE}))
  let text = ''
  for (; i < until; i += 1) text += JSON.stringify({ level: 'info', msg: 'Copied (new)', object: 'f' + String(i).padStart(6, '0') + '.tif', objectType: '*local.Object', time: new Date().toISOString() }) + '\\n'
  process.stderr.write(text)
  appendFileSync(${JSON.stringify(progressFile)}, Date.now() + ' ' + i + '\\n')
  if (i >= ${EVENTS}) { clearInterval(timer); setTimeout(() => process.exit(1), 1500) }
}, 20)
`,
  )
  const script = join(dir, 'scripted-rclone')
  writeFileSync(script, `#!/bin/sh\nexec '${process.execPath}' '${tool}' "$@"\n`)
  chmodSync(script, 0o755)
  writeFileSync(
    join(dataDir, 'config.yaml'),
    `equipment:\n  - id: BENCH\n    local_root: ${join(dir, 'acq')}\n    transport: { type: rclone, rclone_remote: nas }\nsync: { max_attempts: 1 }\ntools: { rclone: ${script} }\n`,
  )
  const { page, close } = await startApp(dataDir)
  try {
    await expectNoRuns(page)
    await addRuns(page, [run])
    const shown = runRow(page, 'Events').first()
    await shown.waitFor()
    if (begins === 'opened') await openFilesOf(page, 'Events')
    const watched = page.evaluate(
      (total) =>
        new Promise<[number, number][]>((done) => {
          const all: [number, number][] = []
          let last = -1
          // a file that is not shown by then counts as 20 s late
          const end = Date.now() + 30_000
          const look = (): void => {
            const text = document.querySelector('.runs .progress .clip')?.textContent ?? ''
            // before the run is sent, the cell shows the number of files without a slash
            const sent = text.includes('/') ? (text.split('/')[0] ?? '') : ''
            const n = Number(sent.replaceAll(/\D/g, ''))
            if (n !== last) all.push([Date.now(), n])
            last = n
            if (n >= total || Date.now() > end) done(all)
            else requestAnimationFrame(look)
          }
          look()
        }),
      EVENTS,
    )
    writeFileSync(go, '')
    if (begins === 'opening') await shown.click()
    const seen = await watched
    const reported = readFileSync(progressFile, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(' ').map(Number))
    const late = reported.map(([at = 0, n = 0]) => {
      const shown = seen.find(([, count]) => count >= n)
      return shown === undefined ? 20_000 : shown[0] - at
    })
    late.sort((a, b) => a - b)
    return { p50: late[Math.floor(late.length / 2)] ?? 0, most: late.at(-1) ?? 0 }
  } finally {
    // quitting while a run is being sent would open a question
    await page
      .getByRole('grid', { name: 'Runs' })
      .getByText('Failed')
      .waitFor({ timeout: 10_000 })
      .catch(() => undefined)
    await close()
  }
}
