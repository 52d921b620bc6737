// `npm run bench [transfer|link|window|load|memory|sweep|retry|status|ui]` prints the figures as tables and writes them to bench.json.
// BENCH_DIR is the disk to use, BENCH_ROUNDS the number of rounds of which the median is taken.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { benchLink } from './link/link.ts'
import { drawLink } from './link/draw.ts'
import { benchLoad } from './load.ts'
import { benchMemory } from './memory.ts'
import { benchRetry } from './retry.ts'
import { benchStatus } from './status.ts'
import { benchSweep } from './sweep.ts'
import { benchTransfers } from './transfer.ts'
import { benchUi } from './ui.ts'
import { benchWindow } from './window.ts'

const wanted = process.argv.slice(2)
const wants = (name: string): boolean => wanted.length === 0 || wanted.includes(name)
const dir = mkdtempSync(join(process.env['BENCH_DIR'] ?? tmpdir(), 'exlab-bench-'))
const results: Record<string, unknown> = {}
const fixed = (value: number): string => value.toFixed(2)

try {
  if (wants('transfer')) {
    const rows = await benchTransfers(dir)
    results['transfer'] = rows
    console.table(
      Object.fromEntries(
        rows.map((row) => [
          row.name,
          {
            'ours s': fixed(row.ours),
            'floor s': fixed(row.floor),
            'serial s': fixed(row.serial),
            'seed s': fixed(row.seed),
            'of floor': fixed(row.ours / row.floor),
            'of serial': fixed(row.ours / row.serial),
            'of seed': fixed(row.ours / row.seed),
            'own CPU s': fixed(row.ownCpu),
          },
        ]),
      ),
    )
  }
  if (wants('link')) {
    const rows = await benchLink(dir)
    results['link'] = rows
    console.table(
      Object.fromEntries(
        rows.map((row) => [
          row.name,
          {
            'ours s': fixed(row.ours),
            'bare s': fixed(row.bare),
            'of bare': fixed(row.ratio),
            'ours CPU s': fixed(row.oursCpu),
            'bare CPU s': fixed(row.bareCpu),
          },
        ]),
      ),
    )
    if (process.env['BENCH_DRAW'] === '1') await drawLink(rows)
  }
  if (wants('window')) {
    const figures = await benchWindow(dir)
    results['window'] = figures
    console.table({
      'main MB': { blank: fixed(figures.mainBlank), most: fixed(figures.mainBusyMost) },
      'renderer MB': { blank: fixed(figures.rendererBlank), most: fixed(figures.rendererMost) },
      'renderer heap MB': { most: fixed(figures.rendererHeap) },
    })
    console.table({
      'frame ms, sending': figures.frameSending,
      'frame ms, scrolling': figures.frameScrolling,
    })
    console.log(`100,000 files from added to Verified, window open: ${fixed(figures.seconds)} s`)
  }
  if (wants('load')) {
    const figures = await benchLoad(dir)
    results['load'] = figures
    console.table(
      Object.fromEntries(
        figures.main.map((row) => [
          row.name,
          {
            'our thread s': fixed(row.ours),
            "rclone's CPU s": fixed(row.tool),
            part: fixed(row.ours / row.tool),
          },
        ]),
      ),
    )
    const { ours, tool } = figures.again
    console.log(
      `100,000 unchanged files: proven again in ${fixed(ours)} s, rclone finds nothing to do in ${fixed(tool)} s: ${fixed(ours / tool)}`,
    )
  }
  if (wants('memory')) {
    const rows = benchMemory(dir)
    results['memory'] = rows
    console.table(
      Object.fromEntries(
        rows.map(({ files, peak, heap }) => [
          `${files} files`,
          { 'most MB': fixed(peak), 'heap MB': fixed(heap) },
        ]),
      ),
    )
  }
  if (wants('sweep')) {
    const figures = await benchSweep(dir)
    results['sweep'] = figures
    const { queued, waiting, find, memory } = figures
    console.table({
      'all in the queue': { 'CPU s': fixed(queued), 'of find': fixed(queued / find) },
      'all waiting for a sentinel': { 'CPU s': fixed(waiting), 'of find': fixed(waiting / find) },
      'find -printf': { 'CPU s': fixed(find), 'of find': '1.00' },
    })
    console.log(
      `one look at ${figures.files} files in 5,000 runs; memory before and after ten sweeps, MB: ${memory.map(fixed).join(' ')}`,
    )
  }
  if (wants('retry')) {
    const figures = await benchRetry()
    results['retry'] = figures
    console.log(
      `${figures.files} files: failed after ${fixed(figures.failed)} s, twelve sent again and all proven after ${fixed(figures.retried)} s, the last row shown after ${fixed(figures.lastRow)} ms`,
    )
  }
  if (wants('status')) {
    const figures = benchStatus(dir)
    results['status'] = figures
    const row = (seconds: number): Record<string, string> => ({
      'CPU s': fixed(seconds),
      'of Node': fixed(seconds / figures.node),
    })
    console.table({
      'a bare Node': row(figures.node),
      'status, no runs': row(figures.empty),
      'status, 10,000 runs': row(figures.full),
    })
  }
  if (wants('ui')) {
    const figures = await benchUi(dir)
    results['ui'] = figures
    const { start, heapSmall, heapLarge, late } = figures
    console.log(`the window at 1,000,000 files and 10,000 runs (${figures.app} app)`)
    const least = (value: number, goal = ''): Record<string, string> => ({
      middle: fixed(value),
      worst: '',
      goal,
    })
    const both = (
      { middle, most }: { middle: number; most: number },
      goal: string,
    ): Record<string, string> => ({ middle: fixed(middle), worst: fixed(most), goal })
    console.table({
      'start, empty page s': least(start.nothing),
      'start, no runs s': least(start.empty),
      'start, full s': least(start.full),
      'start, the very first s': least(start.first),
      'start, full of no runs': least(start.full / start.empty, '1.5'),
      'start, full of empty page': least(start.full / start.nothing, '1.5'),
      'heap, 1,000 files MB': least(heapSmall, '200'),
      'heap, 1,000,000 files MB': least(heapLarge, '200'),
      'heap, large of small': least(heapLarge / heapSmall, '1.2'),
      'first files of a run ms': least(figures.openFirst),
      'files of 1,000,000 ms': least(figures.openLarge),
      'search in files ms': both(figures.searchFiles, '150'),
      'filter files ms': both(figures.filterFiles, '150'),
      'end of a filtered list ms': least(figures.endOfChip, '150'),
      'search in runs ms': both(figures.filterRuns, '150'),
      '200 MB log ms': least(figures.log, '500'),
      'events, middle ms late': least(late.p50),
      'events, most ms late': both(late.most, '250'),
      'events while the run is opened, most ms late': both(figures.opening, '250'),
    })
    console.table({
      'frame ms, empty page': figures.frameBare,
      'frame ms, runs at the start': figures.frameStart,
      'frame ms, runs row by row': figures.frameRows,
      'frame ms, runs': figures.frameRuns,
      'frame ms, files': figures.frameFiles,
    })
  }
  writeFileSync('bench.json', `${JSON.stringify(results, null, 2)}\n`)
} finally {
  rmSync(dir, { recursive: true, force: true })
}
