// Time of `exlab-sync status`, with no runs and with 10,000 in the queue, beside the start of the same Node without a program.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase, transaction } from '../../electron/core/db/database.ts'
import { cpuOf } from './load.ts'
import { median } from './tools.ts'

const RUNS = 10_000
const ROUNDS = 7
const CLI = join(import.meta.dirname, '../../out/main/cli.cjs')

interface StatusFigures {
  /** CPU seconds: a bare Node, `status` without a run, `status` of 10,000 runs. */
  readonly node: number
  readonly empty: number
  readonly full: number
}

/** A data folder whose queue has so many verified runs of two files. */
const makeQueue = (dir: string, runs: number): string => {
  const dataDir = join(dir, `data ${runs}`)
  const root = join(dir, 'acq')
  mkdirSync(root, { recursive: true })
  mkdirSync(dataDir, { mode: 0o700 })
  writeFileSync(
    join(dataDir, 'config.yaml'),
    `equipment:\n  - id: BENCH\n    local_root: ${root}\n    completeness_signal: button\n    transport: { type: folder, path: ${join(dir, 'nas')} }\n`,
  )
  const db = openDatabase(join(dataDir, 'queue.db'))
  const job = db.prepare(
    `INSERT INTO jobs (id, folder, run, instrument, run_path, target, state, proof, level, created_at, updated_at, verified_at)
     VALUES (?1, ?2, ?3, 'BENCH', ?3, ?3, 'verified', 'sha256', 'sha256', ?4, ?4, ?4)`,
  )
  const file = db.prepare(
    `INSERT INTO files (job_id, seq, path, size, mtime_us, state) VALUES (?, ?, ?, 2000000, 0, 'verified')`,
  )
  transaction(db, () => {
    for (let id = 1; id <= runs; id += 1) {
      const run = `2026-03-01_plate_${id}`
      job.run(id, join(root, run), run, Date.now())
      for (const seq of [0, 1]) file.run(id, seq, `tile_${seq}.tif`)
    }
  })
  db.close()
  return dataDir
}

/** Measures in turns, and answers the medians. */
export const benchStatus = (dir: string): StatusFigures => {
  const status = (runs: number): string[] => [
    process.execPath,
    CLI,
    '--data-dir',
    makeQueue(dir, runs),
    'status',
  ]
  const commands = [[process.execPath, '-e', '0'], status(0), status(RUNS)]
  // the first start keeps the compiled code
  commands.map(cpuOf)
  const rounds = Array.from({ length: ROUNDS }, () => commands.map(cpuOf))
  const [node = 0, empty = 0, full = 0] = commands.map((_, at) =>
    median(rounds.map((round) => round[at] ?? 0)),
  )
  return { node, empty, full }
}
