// Overhead of the app over the bare tool: CPU of the main thread during a push, and verifying an unchanged run again.
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { createCore } from '../../electron/core/create-core.ts'
import { makeFiles, median, timeCommands } from './tools.ts'

const MIB = 1024 * 1024

interface LoadFigures {
  /** Busy seconds of our main thread, and CPU seconds of the bare tool for the same push. */
  readonly main: readonly { readonly name: string; readonly ours: number; readonly tool: number }[]
  /** Seconds to verify 100,000 unchanged files again, and seconds of the bare tool that finds nothing to send. */
  readonly again: { readonly ours: number; readonly tool: number }
}

/** CPU seconds of a command and its children, as the shell counts them. */
export const cpuOf = (command: readonly string[]): number => {
  const script = 'TIMEFORMAT="%U %S"; { time "$@" >/dev/null 2>&1; } 2>&1'
  const out = execFileSync('bash', ['-c', script, 'bash', ...command], { encoding: 'utf8' })
  return out
    .trim()
    .split(' ')
    .map(Number)
    .reduce((sum, n) => sum + n, 0)
}

const setUp = (dir: string, name: string): { dataDir: string; conf: string; nas: string } => {
  const nas = join(dir, `nas ${name}`)
  const dataDir = join(dir, `data ${name}`)
  mkdirSync(nas)
  mkdirSync(dataDir)
  const conf = join(dir, `${name}.conf`)
  writeFileSync(conf, `[nas]\ntype = alias\nremote = ${nas}\n`)
  writeFileSync(
    join(dataDir, 'config.yaml'),
    `equipment:\n  - id: BENCH\n    local_root: ${join(dir, 'acq')}\n    transport: { type: rclone, rclone_remote: nas, rclone_config: ${conf} }\n`,
  )
  return { dataDir, conf, nas }
}

const openCore = (dataDir: string) =>
  createCore({
    dataDir,
    configFile: join(dataDir, 'config.yaml'),
    version: 'bench',
    env: process.env,
    role: 'engine',
    bundledTools: null,
  })

/** Busy seconds of our main thread until a run was Verified. */
const mainWork = async (dataDir: string, folder: string): Promise<number> => {
  const core = await openCore(dataDir)
  try {
    core.start()
    const before = performance.eventLoopUtilization()
    await core.handlers['jobs.add']({ folders: [folder], instrumentId: null, whole: true })
    await core.idle()
    return performance.eventLoopUtilization(before).active / 1_000
  } finally {
    await core.stop()
  }
}

export const benchLoad = async (dir: string): Promise<LoadFigures> => {
  const main: { name: string; ours: number; tool: number }[] = []
  for (const [name, count, least, most] of [
    ['8,000 files of 2 to 60 KB', 8_000, 2_000, 60_000],
    ['6 files of 256 MiB', 6, 256 * MIB, 256 * MIB],
  ] as const) {
    const label = `load ${count}`
    const folder = join(dir, 'acq', label)
    makeFiles(folder, count, least, most)
    const { dataDir, conf, nas } = setUp(dir, label.replace(' ', '-'))
    const ours = await mainWork(dataDir, folder)
    rmSync(nas, { recursive: true })
    mkdirSync(nas)
    main.push({ name, ours, tool: cpuOf(['rclone', '--config', conf, 'copy', folder, 'nas:run']) })
    rmSync(folder, { recursive: true })
  }
  const folder = join(dir, 'acq', 'unchanged')
  makeFiles(folder, 100_000, 10, 20)
  const { dataDir, conf } = setUp(dir, 'again')
  const core = await openCore(dataDir)
  const ours: number[] = []
  try {
    core.start()
    const { jobs } = await core.handlers['jobs.add']({
      folders: [folder],
      instrumentId: null,
      whole: true,
    })
    await core.idle()
    for (let round = 0; round < 3; round += 1) {
      const from = performance.now()
      await core.handlers['jobs.act']({ jobs: jobs.map((job) => job.id), action: 'verify' })
      await core.idle()
      ours.push((performance.now() - from) / 1_000)
    }
  } finally {
    await core.stop()
  }
  const tool: number[] = []
  for (let round = 0; round < 3; round += 1)
    tool.push(
      (
        await timeCommands([
          ['rclone', '--config', conf, 'copy', '--checksum', folder, 'nas:unchanged'],
        ])
      ).seconds,
    )
  return { main, again: { ours: median(ours), tool: median(tool) } }
}
