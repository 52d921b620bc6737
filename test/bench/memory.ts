// Memory of the process that holds the engine, from adding a run of few and of many tiny files to Verified, each in a process of its
// own. BENCH_FILES: files of the larger run. Linux only: the peak is read in /proc.
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { makeFiles } from './tools.ts'

const FEW = 1_000
const MANY = Number(process.env['BENCH_FILES'] ?? 100_000)

/** Megabytes of one process. */
export interface MemoryFigures {
  readonly files: number
  /** Most of the resident set. */
  readonly peak: number
  /** Most of the heap right after a collection. */
  readonly heap: number
}

/** Measures both runs. */
export const benchMemory = (dir: string): MemoryFigures[] =>
  [FEW, MANY].map((files) => {
    const own = join(dir, `memory ${files}`)
    mkdirSync(own)
    makeFiles(join(own, 'acq', 'run'), files, 1, 3)
    const child = join(import.meta.dirname, 'memory-process.ts')
    const output = execFileSync(process.execPath, ['--expose-gc', child, own], { encoding: 'utf8' })
    const [peak = Number.NaN, heap = Number.NaN] = output.trim().split(' ').map(Number)
    rmSync(own, { recursive: true })
    return { files, peak, heap }
  })
