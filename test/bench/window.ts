// The window with a run of 100,000 files: memory of each process, and frame times while sending and scrolling.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { addRuns, expectNoRuns, open, runRow } from '../e2e/support/app.ts'

const TOTAL = 100_000

interface WindowFigures {
  /** Resident memory in MB: with an empty queue, and the most while 100,000 files are sent, verified and scrolled. */
  readonly mainBlank: number
  readonly mainBusyMost: number
  readonly rendererBlank: number
  readonly rendererMost: number
  readonly rendererHeap: number
  /** Milliseconds between frames while the run is sent and while its files are scrolled. */
  readonly frameSending: { readonly p50: number; readonly p99: number; readonly most: number }
  readonly frameScrolling: { readonly p50: number; readonly p99: number; readonly most: number }
  /** Seconds from adding to Verified, the window open. */
  readonly seconds: number
}

const memory = async (app: ElectronApplication): Promise<{ main: number; renderer: number }> => {
  const metrics = await app.evaluate(({ app: self }) =>
    self.getAppMetrics().map((one) => ({ type: one.type, kb: one.memory.workingSetSize })),
  )
  const of = (type: string): number => (metrics.find((one) => one.type === type)?.kb ?? 0) / 1_024
  return { main: of('Browser'), renderer: of('Tab') }
}

const frames = (page: Page, ms: number, scroll: boolean) =>
  page.evaluate(
    async ([duration, moves]) => {
      const body = document.querySelector('.grid.files')
      const gaps: number[] = []
      const from = performance.now()
      let last = from
      await new Promise<void>((done) => {
        const step = (now: number): void => {
          gaps.push(now - last)
          last = now
          const part = (now - from) / duration
          if (moves && body !== null)
            body.scrollTop = part * (body.scrollHeight - body.clientHeight)
          if (part < 1) requestAnimationFrame(step)
          else done()
        }
        requestAnimationFrame(step)
      })
      gaps.sort((a, b) => a - b)
      const at = (q: number): number =>
        gaps[Math.min(gaps.length - 1, Math.floor(gaps.length * q))] ?? 0
      return { p50: at(0.5), p99: at(0.99), most: at(1) }
    },
    [ms, scroll] as const,
  )

export const benchWindow = async (dir: string): Promise<WindowFigures> => {
  const folder = join(dir, 'acq', 'Large')
  for (let i = 0; i < TOTAL; i += 1) {
    const tile = join(folder, `tile ${Math.floor(i / 1_000)}`)
    if (i % 1_000 === 0) mkdirSync(tile, { recursive: true })
    writeFileSync(join(tile, `frame_${String(i).padStart(6, '0')}.tif`), `frame ${i}`)
  }
  const dataDir = join(dir, 'window-data')
  mkdirSync(dataDir)
  mkdirSync(join(dir, 'window-nas'))
  const conf = join(dir, 'window-rclone.conf')
  writeFileSync(conf, `[nas]\ntype = alias\nremote = ${join(dir, 'window-nas')}\n`)
  writeFileSync(
    join(dataDir, 'config.yaml'),
    `equipment:\n  - id: BENCH\n    local_root: ${join(dir, 'acq')}\n    transport: { type: rclone, rclone_remote: nas, rclone_config: ${conf} }\nsync:\n  transfers: 16\n`,
  )
  const { app, page } = await open(dataDir, { gpu: true })
  try {
    await expectNoRuns(page)
    const blank = await memory(app)
    const from = performance.now()
    await addRuns(page, [folder])
    const row = runRow(page, 'Large')
    await row.click()
    const most = { main: 0, renderer: 0 }
    const sample = async (): Promise<void> => {
      const now = await memory(app)
      most.main = Math.max(most.main, now.main)
      most.renderer = Math.max(most.renderer, now.renderer)
    }
    const frameSending = await frames(page, 10_000, false)
    const verified = row.filter({ hasText: 'Verified' })
    while ((await verified.count()) === 0) {
      await sample()
      await page.waitForTimeout(500)
    }
    const seconds = (performance.now() - from) / 1_000
    const frameScrolling = await frames(page, 10_000, true)
    await sample()
    const session = await page.context().newCDPSession(page)
    await session.send('HeapProfiler.collectGarbage')
    const heap = await session.send('Runtime.getHeapUsage')
    return {
      mainBlank: blank.main,
      mainBusyMost: most.main,
      rendererBlank: blank.renderer,
      rendererMost: most.renderer,
      rendererHeap: heap.usedSize / 1_048_576,
      frameSending,
      frameScrolling,
      seconds,
    }
  } finally {
    await app.close()
  }
}
