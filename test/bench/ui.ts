// The window at any size, beside a blank one in the same session: a million files in a run, ten thousand runs, a 200 MB log,
// 5,000 events a second. On the packaged app where there is one (dist/linux-unpacked, or BENCH_APP).
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ElectronApplication, type Page, _electron } from '@playwright/test'
import { openDatabase } from '../../electron/core/store/database.ts'
import { median } from './tools.ts'
import { fillLog, fillQueue } from './ui-data.ts'

const SANDBOX = process.getuid?.() === 0 ? ['--no-sandbox'] : []
const UNPACKED = join(import.meta.dirname, '../../dist/linux-unpacked/exlab-sync')
const ROUNDS = 3
const EVENTS = 20_000
const RATE = 5_000

const packaged = process.env['BENCH_APP'] ?? (existsSync(UNPACKED) ? UNPACKED : null)

const launch = async (dataDir: string): Promise<{ app: ElectronApplication; page: Page }> => {
  const app = await _electron.launch({
    args: [...SANDBOX, ...(packaged === null ? ['.'] : []), '--data-dir', dataDir],
    ...(packaged === null ? {} : { executablePath: packaged }),
  })
  const page = await app.firstWindow()
  await page.setViewportSize({ width: 1280, height: 800 })
  return { app, page }
}

/** Seconds from start to a window in which something can be done. */
const timeToUse = async (
  dataDir: string,
  ready: (page: Page) => Promise<void>,
): Promise<number> => {
  const from = performance.now()
  const { app, page } = await launch(dataDir)
  await ready(page)
  const seconds = (performance.now() - from) / 1_000
  await app.close()
  return seconds
}

const heapOf = async (page: Page): Promise<number> => {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return usedSize / 1_048_576
}

/** Times between frames while a box is scrolled from end to end. */
const scroll = (page: Page, box: string, ms: number) =>
  page.evaluate(
    async ([selector, duration]) => {
      const element = document.querySelector(selector)
      const gaps: number[] = []
      await new Promise<void>((done) => {
        const from = performance.now()
        let last = from
        const step = (now: number): void => {
          gaps.push(now - last)
          last = now
          const part = (now - from) / duration
          if (element !== null)
            element.scrollTop = part * (element.scrollHeight - element.clientHeight)
          if (part < 1) requestAnimationFrame(step)
          else done()
        }
        requestAnimationFrame(step)
      })
      gaps.shift()
      gaps.sort((a, b) => a - b)
      const at = (q: number): number =>
        gaps[Math.min(gaps.length - 1, Math.floor(gaps.length * q))] ?? 0
      return {
        p50: at(0.5),
        p99: at(0.99),
        most: at(1),
        late: gaps.filter((gap) => gap > 33).length,
      }
    },
    [box, ms] as const,
  )

/** Milliseconds from an input to the list that answers it. */
const timed = (
  page: Page,
  label: string,
  value: string,
  wanted: string,
  grid: string,
): Promise<number> =>
  page.evaluate(
    ([name, text, rows, list]) =>
      new Promise<number>((done) => {
        const field = document.querySelector<HTMLInputElement>(`input[aria-label="${name}"]`)
        const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set
        const from = performance.now()
        set?.call(field, text)
        field?.dispatchEvent(new Event('input', { bubbles: true }))
        const look = (): void => {
          const shown = document.querySelector(`[role="grid"][aria-label="${list}"]`)
          if (shown?.getAttribute('aria-rowcount') === rows) done(performance.now() - from)
          else requestAnimationFrame(look)
        }
        look()
      }),
    [label, value, wanted, grid] as const,
  )

const row = (page: Page, name: string) =>
  page.getByRole('grid', { name: 'Runs' }).getByRole('row').filter({ hasText: name })

const large = async (dataDir: string) => {
  const { app, page } = await launch(dataDir)
  try {
    await row(page, 'Million').waitFor()
    await row(page, 'Thousand').first().click()
    await page.getByRole('tab', { name: 'Files' }).click()
    await page.getByRole('grid', { name: 'Files' }).getByRole('row').nth(5).waitFor()
    await scroll(page, '.grid.files', 3_000)
    const heapSmall = await heapOf(page)
    const filterRuns = await timed(page, 'Search runs', 'run 007', '101', 'Runs')
    await timed(page, 'Search runs', '', '10003', 'Runs')
    const frameRuns = await scroll(page, '.grid.runs', 5_000)
    await page.evaluate(() => document.querySelector('.grid.runs')?.scrollTo({ top: 0 }))
    await row(page, 'Million').click()
    await page.getByRole('tab', { name: 'Files' }).click()
    await page.getByRole('grid', { name: 'Files' }).getByRole('row').nth(5).waitFor()
    const frameFiles = await scroll(page, '.grid.files', 10_000)
    const heapLarge = await heapOf(page)
    const searchFiles = await timed(page, 'Search files', '0567890', '2', 'Files')
    await timed(page, 'Search files', '', '1000001', 'Files')
    const filterFiles = await page.evaluate(
      () =>
        new Promise<number>((done) => {
          const chip = [...document.querySelectorAll<HTMLButtonElement>('.details .chip')].find(
            (one) => one.textContent?.startsWith('Failed'),
          )
          const from = performance.now()
          chip?.click()
          const look = (): void => {
            const shown = document.querySelector('[role="grid"][aria-label="Files"]')
            if (shown?.getAttribute('aria-rowcount') === '1001') done(performance.now() - from)
            else requestAnimationFrame(look)
          }
          look()
        }),
    )
    const log = await page.evaluate(
      () =>
        new Promise<number>((done) => {
          const tab = [...document.querySelectorAll<HTMLElement>('[role="tab"]')].find(
            (one) => one.textContent === 'Log',
          )
          const from = performance.now()
          tab?.click()
          const look = (): void => {
            if (document.querySelector('.log-line .when') !== null) done(performance.now() - from)
            else requestAnimationFrame(look)
          }
          look()
        }),
    )
    return {
      heapSmall,
      heapLarge,
      frameRuns,
      frameFiles,
      filterRuns,
      searchFiles,
      filterFiles,
      log,
    }
  } finally {
    await app.close()
  }
}

/** How late the window shows files that a tool reports 5,000 times a second, in milliseconds. */
const events = async (dir: string): Promise<{ p50: number; most: number }> => {
  const dataDir = join(dir, 'events')
  const run = join(dir, 'acq', 'Events')
  mkdirSync(dataDir)
  mkdirSync(run, { recursive: true })
  const name = (i: number): string => `f${String(i).padStart(6, '0')}.tif`
  for (let i = 0; i < EVENTS; i += 1) writeFileSync(join(run, name(i)), 'x')
  const said = join(dir, 'said.txt')
  const tool = join(dir, 'scripted-rclone.mjs')
  writeFileSync(
    tool,
    `import { appendFileSync } from 'node:fs'
if (process.argv[2] !== 'copy') process.exit(1)
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
  const { app, page } = await launch(dataDir)
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
    await row(page, 'Events').click()
    const seen = await page.evaluate(
      (total) =>
        new Promise<[number, number][]>((done) => {
          const all: [number, number][] = []
          let last = -1
          // what is not shown by then is late beyond measure
          const end = Date.now() + 20_000
          const look = (): void => {
            const text = document.querySelector('.runs .progress .clip')?.textContent ?? ''
            const n = Number((text.split('/')[0] ?? '').replaceAll(/\D/g, ''))
            if (n !== last) all.push([Date.now(), n])
            last = n
            if (n >= total || Date.now() > end) done(all)
            else requestAnimationFrame(look)
          }
          look()
        }),
      EVENTS,
    )
    const { readFileSync } = await import('node:fs')
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
    // whatever is still being sent is stopped
    await app.evaluate(({ dialog }) => {
      dialog.showMessageBox = () => Promise.resolve({ response: 1, checkboxChecked: false })
    })
    await app.close()
  }
}

export const benchUi = async (dir: string) => {
  const blank = join(dir, 'blank')
  const full = join(dir, 'full')
  for (const folder of [blank, full]) {
    mkdirSync(folder)
    writeFileSync(
      join(folder, 'config.yaml'),
      `equipment:\n  - id: BENCH\n    local_root: ${join(dir, 'none')}\n    transport: { type: rclone, rclone_remote: nas }\n`,
    )
  }
  const db = openDatabase(join(full, 'queue.db'))
  const { attemptId, jobId } = fillQueue(db, join(dir, 'none'))
  db.close()
  fillLog(join(full, 'logs', 'runs', String(jobId), `${attemptId}.log`))
  const blanks: number[] = []
  const fulls: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    blanks.push(
      await timeToUse(blank, (page) => page.getByText('No runs yet', { exact: true }).waitFor()),
    )
    fulls.push(await timeToUse(full, (page) => row(page, 'Million').waitFor()))
  }
  const figures = await large(full)
  return {
    app: packaged === null ? 'checkout' : 'packaged',
    start: { blank: median(blanks), full: median(fulls) },
    ...figures,
    late: await events(dir),
  }
}
