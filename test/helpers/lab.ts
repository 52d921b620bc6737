// A lab for tests of the core: real transfer programs, and a clock that only the test moves.
import { readFileSync, readdirSync } from 'node:fs'
import { onTestFinished } from 'vitest'
import type { Core, CoreOptions } from '../../electron/core/core.ts'
import { createCore } from '../../electron/core/create-core.ts'
import { createClock } from '../../electron/core/domain/clock.ts'
import { LANE_SIZES } from '../../electron/core/domain/lanes.ts'
import { OVERLAP_RULES } from '../../electron/core/domain/overlap.ts'
import type { FileRow, JobAction, JobSummary } from '../../shared/model/model.ts'
import { type LabFiles, makeLabFiles } from './lab-files.ts'

export { afterPush, blockFiles, localNas, obstructPush } from './lab-files.ts'

export interface Lab extends LabFiles {
  /** Moves the clock forward and lets every open core look for due work. */
  pass(ms: number): void
  /** Sets the wall clock, by so much forward or back; no time passes. */
  setClock(ms: number): void
  now(): number
  /** Starts a core on the lab; it is stopped with the test. `more`: options that differ. */
  open(more?: Pick<CoreOptions, 'rehearsalCheckMs'>): Promise<Core>
}

const noBugs = (error: unknown): void => {
  throw error
}

const optionsOf = ({ dataDir, configFile }: LabFiles) => ({
  dataDir,
  configFile,
  version: '0.0.0',
  env: process.env,
  bundledTools: null,
})

/** `from`: what the clock shows first, epoch ms. `laneSizes`, `overlap`: others than the product's. */
export const makeLab = (
  from = Date.UTC(2026, 10, 23, 12),
  laneSizes = LANE_SIZES,
  overlap = OVERLAP_RULES,
): Lab => {
  const files = makeLabFiles()
  onTestFinished(files.remove)
  let time = from
  let up = 0
  const cores: Core[] = []
  const wake = (): void => cores.forEach((core) => core.wake())
  return {
    ...files,
    now: () => time,
    pass(ms) {
      time += ms
      up += ms
      wake()
    },
    setClock(ms) {
      time += ms
      wake()
    },
    async open(more = {}) {
      const core = await createCore({
        ...optionsOf(files),
        ...more,
        role: 'engine',
        laneSizes,
        overlap,
        clock: createClock(
          () => time,
          () => up,
          'lab',
        ),
        onBug: noBugs,
      })
      cores.push(core)
      onTestFinished(() => core.stop())
      core.start()
      return core
    },
  }
}

/** Opens a core that does no work by itself, with the real clock, and stops it after `use`. */
export const withCore = async <T>(
  lab: LabFiles,
  role: 'engine' | 'reader',
  use: (core: Core) => Promise<T>,
): Promise<T> => {
  const core = await createCore({ ...optionsOf(lab), role })
  try {
    return await use(core)
  } finally {
    await core.stop()
  }
}

/** Adds one folder as a run, whatever it holds; throws with the reason where it was refused. */
export const add = async (core: Core, folder: string): Promise<number> => {
  const { jobs, refused } = await core.handlers['jobs.add']({
    folders: [folder],
    instrumentId: null,
    whole: true,
  })
  if (refused[0] !== undefined) throw new Error(refused[0].message)
  return jobs[0]?.id ?? -1
}

export const get = (core: Core, jobId: number): Promise<JobSummary> =>
  core.handlers['jobs.get']({ jobId })

/** Adds one folder, waits until nothing is due, and returns the run. */
export const work = async (core: Core, folder: string): Promise<JobSummary> => {
  const jobId = await add(core, folder)
  await core.idle()
  return get(core, jobId)
}

export const act = (core: Core, jobId: number, action: JobAction) =>
  core.handlers['jobs.act']({ jobs: [jobId], action })

export const filesOf = async (core: Core, jobId: number): Promise<FileRow[]> => {
  const rows: FileRow[] = []
  for (;;) {
    const page = await core.handlers['files.page']({
      jobId,
      view: 'all',
      search: '',
      offset: rows.length,
      limit: 200,
    })
    rows.push(...page.rows)
    if (page.rows.length < 200) return rows
  }
}

/** All log lines of all attempts of a run, oldest first. */
export const logOf = async (core: Core, jobId: number): Promise<string> => {
  const { rows } = await core.handlers['attempts.list']({ jobId })
  const texts: string[] = []
  for (const { id } of rows.toReversed()) {
    const { lines } = await core.handlers['logs.page']({ attemptId: id, from: 0, limit: 500 })
    texts.push(...lines.map((line) => line.text))
  }
  return texts.join('\n')
}

/** Processes whose command line holds a text; Linux only. */
export const processesWith = (text: string): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        return line.includes(text) ? [line] : []
      } catch {
        return []
      }
    })
