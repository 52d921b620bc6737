// Cost of a watch sweep over 5,000 unchanged runs with 1,000,000 files, compared with `find` over the same tree.
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCore } from '../../electron/core/create-core.ts'
import { cpuOf } from './load.ts'
import { median } from './tools.ts'

const RUNS = 5_000
const FILES = 200
const ROUNDS = 10

interface SweepFigures {
  readonly files: number
  /** CPU seconds of one sweep: every run in the queue already; every run waiting for its sentinel. */
  readonly queued: number
  readonly waiting: number
  /** CPU seconds of `find -printf` over the tree. */
  readonly find: number
  /** Resident memory before and after ten sweeps of each kind, MB. */
  readonly memory: readonly number[]
}

const makeTree = (root: string): string[] =>
  Array.from({ length: RUNS }, (_, run) => {
    const folder = join(root, 'PROJ', 'Runs', `Run_${String(run).padStart(5, '0')}`)
    mkdirSync(folder, { recursive: true })
    for (let i = 0; i < FILES; i += 1)
      closeSync(openSync(join(folder, `f${String(i).padStart(3, '0')}.tif`), 'w'))
    return folder
  })

const MB = 1024 * 1024

export const benchSweep = async (dir: string): Promise<SweepFigures> => {
  const root = join(dir, 'acquisition')
  const folders = makeTree(root)
  const dataDir = join(dir, 'data sweep')
  mkdirSync(dataDir)
  writeFileSync(join(dir, 'sweep.conf'), `[nas]\ntype = alias\nremote = ${join(dir, 'nas')}\n`)
  const configFile = join(dataDir, 'config.yaml')
  writeFileSync(
    configFile,
    `equipment:\n  - id: BENCH\n    local_root: ${root}\n    completeness_signal: sentinel_file\n    sentinel_filename: done\n    transport: { type: rclone, rclone_remote: nas, rclone_config: ${join(dir, 'sweep.conf')} }\n`,
  )
  const core = await createCore({
    dataDir,
    configFile,
    version: 'bench',
    env: process.env,
    role: 'engine',
    bundledTools: null,
  })
  try {
    // nothing is sent, so that only the sweep is measured
    await core.handlers['engine.pause']({ paused: true })
    core.start()
    await core.idle()
    const memory: number[] = []
    const note = (): void => void memory.push(process.memoryUsage().rss / MB)
    const sweeps = async (): Promise<number> => {
      const seconds: number[] = []
      note()
      for (let round = 0; round < ROUNDS; round += 1) {
        const from = process.cpuUsage()
        await core.idle()
        const { user, system } = process.cpuUsage(from)
        seconds.push((user + system) / 1e6)
      }
      note()
      return median(seconds)
    }
    const waiting = await sweeps()
    for (let at = 0; at < RUNS; at += 1_000)
      await core.handlers['jobs.add']({
        folders: folders.slice(at, at + 1_000),
        instrumentId: null,
        whole: true,
      })
    const queued = await sweeps()
    const find = median(
      Array.from({ length: 3 }, () => cpuOf(['find', root, '-printf', '%p %s %T@\\n'])),
    )
    return { files: RUNS * FILES, queued, waiting, find, memory }
  } finally {
    await core.stop()
  }
}
