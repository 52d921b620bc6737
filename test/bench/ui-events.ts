// Files that a tool reports 5,000 times a second: how late the window shows them.
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startApp } from './ui-app.ts'
import { openFilesOf, row } from './ui-page.ts'

const EVENTS = 20_000
const RATE = 5_000

/**
 * How late the window shows files that a tool reports 5,000 times a second, in milliseconds. The tool begins once the run's
 * files are on the screen, or at the click that opens them: drawing the first details of a session takes a while itself.
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
  // what the bench itself wrote is on the disk before it measures; where there is no such command it may not be
  spawnSync('sync')
  const said = join(dir, 'said.txt')
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
  appendFileSync(${JSON.stringify(said)}, Date.now() + ' ' + i + '\\n')
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
    await page.getByText('No runs yet', { exact: true }).waitFor()
    await page.evaluate(
      (folder) =>
        Reflect.get(globalThis, 'exlab').call('jobs.add', {
          folders: [folder],
          instrumentId: null,
        }),
      run,
    )
    const shown = row(page, 'Events').first()
    await shown.waitFor()
    if (begins === 'opened') await openFilesOf(page, 'Events')
    const watched = page.evaluate(
      (total) =>
        new Promise<[number, number][]>((done) => {
          const all: [number, number][] = []
          let last = -1
          // what is not shown by then is late beyond measure
          const end = Date.now() + 30_000
          const look = (): void => {
            const text = document.querySelector('.runs .progress .clip')?.textContent ?? ''
            // before it is sent, the cell says how many files were counted
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
    const told = readFileSync(said, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(' ').map(Number))
    const late = told.map(([at = 0, n = 0]) => {
      const shown = seen.find(([, count]) => count >= n)
      return shown === undefined ? 20_000 : shown[0] - at
    })
    late.sort((a, b) => a - b)
    return { p50: late[Math.floor(late.length / 2)] ?? 0, most: late.at(-1) ?? 0 }
  } finally {
    // a run that is still being sent would make the app ask
    await page
      .getByRole('grid', { name: 'Runs' })
      .getByText('Failed')
      .waitFor({ timeout: 10_000 })
      .catch(() => undefined)
    await close()
  }
}
