// Start, memory, frames and response times of the window with a million files in a run, ten thousand runs and a 200 MB log,
// compared with a blank window. BENCH_APP names the packaged app; without it the checkout is measured.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { openDatabase } from '../../electron/core/db/database.ts'
import { median } from './tools.ts'
import { packaged, startApp, startNothing } from './ui-app.ts'
import { fillLog, fillQueue } from './ui-data.ts'
import { benchEvents } from './ui-events.ts'
import { runRow } from '../e2e/support/app.ts'
import { chip, heapOf, jumpToEnd, openFilesOf, openLog, scroll, timed } from './ui-page.ts'

const ROUNDS = 3
const STARTS = 5
const SEARCHES = ['0567890', '0012345', '0999998', '0400001', '0777777']

/** Median and worst of several values. */
interface Several {
  readonly middle: number
  readonly most: number
}

const several = (values: readonly number[]): Several => ({
  middle: median(values),
  most: Math.max(...values),
})

/** Runs `work` n times, one after the other. */
const times = async <T>(n: number, work: (round: number) => Promise<T>): Promise<T[]> => {
  const all: T[] = []
  for (let round = 0; round < n; round += 1) all.push(await work(round))
  return all
}

/** Waits two frames, after which the page is painted. */
const painted = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((resolve) =>
        requestAnimationFrame(() => requestAnimationFrame(() => resolve())),
      ),
  )

/** Seconds from start until `ready` is painted and the page can be used. */
const timeToUse = async (
  start: () => ReturnType<typeof startApp>,
  ready: (page: Page) => Promise<unknown>,
): Promise<number> => {
  const from = performance.now()
  const { page, close } = await start()
  await ready(page)
  await painted(page)
  const seconds = (performance.now() - from) / 1_000
  await close()
  return seconds
}

/** Frame times of all rounds: medians of the percentiles, the worst frame, the number of late ones. */
const frames = async (page: Page, box: string, ms: number, n = ROUNDS) => {
  const rounds = await times(n, async () => {
    await page.evaluate((name) => document.querySelector(name)?.scrollTo({ top: 0 }), box)
    await page.waitForTimeout(300)
    return scroll(page, box, ms)
  })
  return {
    p50: median(rounds.map((one) => one.p50)),
    p99: median(rounds.map((one) => one.p99)),
    most: Math.max(...rounds.map((one) => one.most)),
    late: rounds.reduce((sum, one) => sum + one.late, 0),
  }
}

const large = async (dataDir: string) => {
  const { page, close } = await startApp(dataDir)
  try {
    await runRow(page, 'Million').waitFor()
    // right after the start, with a list as high as the window: first faster than rows can be drawn, then row by row
    const frameStart = await frames(page, '.grid.runs', 5_000, 1)
    const frameRows = await frames(page, '.grid.runs', 25_000, 1)
    await page.evaluate(() => document.querySelector('.grid.runs')?.scrollTo({ top: 0 }))
    const openFirst = await openFilesOf(page, 'Thousand')
    await scroll(page, '.grid.files', 3_000)
    const heapSmall = await heapOf(page)
    const filterRuns = await times(ROUNDS, async () => {
      const ms = await timed(page, 'Search runs', 'run 007', '101', 'Runs')
      await timed(page, 'Search runs', '', '10003', 'Runs')
      return ms
    })
    const frameRuns = await frames(page, '.grid.runs', 5_000)
    await page.evaluate(() => document.querySelector('.grid.runs')?.scrollTo({ top: 0 }))
    const openLarge = await openFilesOf(page, 'Million')
    const frameFiles = await frames(page, '.grid.files', 10_000)
    const heapLarge = await heapOf(page)
    const searchFiles = await times(SEARCHES.length, async (round) => {
      const ms = await timed(page, 'Search files', SEARCHES[round] ?? '', '2', 'Files')
      await timed(page, 'Search files', '', '1000001', 'Files')
      return ms
    })
    const filterFiles = await times(ROUNDS, async () => {
      const ms = await chip(page, 'Failed', '1001')
      await chip(page, 'All', '1000001')
      return ms
    })
    await chip(page, 'Verified', '999001')
    const endOfChip = await jumpToEnd(page, 'frame_0999999.tif')
    const log = await openLog(page)
    return {
      heapSmall,
      heapLarge,
      openFirst,
      openLarge,
      frameStart,
      frameRows,
      frameRuns,
      frameFiles,
      filterRuns: several(filterRuns),
      searchFiles: several(searchFiles),
      filterFiles: several(filterFiles),
      endOfChip,
      log,
    }
  } finally {
    await close()
  }
}

/** Frame times of a plain box in an empty page: the delay of the machine itself. */
const bareFrames = async (app: string) => {
  const { page, close } = await startNothing(app)
  try {
    await page.evaluate(() => {
      const box = document.createElement('div')
      box.className = 'bare'
      box.style.cssText = 'height: 90vh; overflow: auto'
      box.append(document.createElement('div'))
      box.children.item(0)?.setAttribute('style', 'height: 300000px; border: 1px solid')
      document.body.append(box)
    })
    return await frames(page, '.bare', 10_000)
  } finally {
    await close()
  }
}

/** Writes an app of three lines: no start can be faster. */
const makeNothing = (folder: string): void => {
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), '{ "name": "nothing", "main": "main.js" }')
  writeFileSync(
    join(folder, 'main.js'),
    `const { app, BrowserWindow } = require('electron')
app.setPath('userData', ${JSON.stringify(join(folder, 'window'))})
app.whenReady().then(() => new BrowserWindow({ width: 1280, height: 800 }).loadURL('about:blank'))
`,
  )
}

export const benchUi = async (dir: string) => {
  const nothing = join(dir, 'nothing')
  const empty = join(dir, 'empty')
  const full = join(dir, 'full')
  makeNothing(nothing)
  for (const folder of [empty, full]) {
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
  const noRuns = (page: Page) => page.getByText('No runs yet', { exact: true }).waitFor()
  const runs = (page: Page) => runRow(page, 'Million').waitFor()
  await timeToUse(() => startApp(empty), noRuns)
  const first = await timeToUse(() => startApp(full), runs)
  const starts = await times(STARTS, async () => ({
    nothing: await timeToUse(
      () => startNothing(nothing),
      (page) => page.waitForLoadState(),
    ),
    empty: await timeToUse(() => startApp(empty), noRuns),
    full: await timeToUse(() => startApp(full), runs),
  }))
  const frameBare = await bareFrames(nothing)
  const figures = await large(full)
  const late = await times(ROUNDS, (round) => benchEvents(join(dir, `events ${round}`), 'opened'))
  const opening = await times(ROUNDS, (round) =>
    benchEvents(join(dir, `opening ${round}`), 'opening'),
  )
  return {
    app: packaged === null ? 'checkout' : 'packaged',
    start: {
      first,
      nothing: median(starts.map((one) => one.nothing)),
      empty: median(starts.map((one) => one.empty)),
      full: median(starts.map((one) => one.full)),
    },
    ...figures,
    frameBare,
    opening: several(opening.map((one) => one.most)),
    late: { p50: median(late.map((one) => one.p50)), most: several(late.map((one) => one.most)) },
  }
}
