// A lab for tests: a data folder, instruments, real tools, a clock that only the test moves.
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Core } from '../../electron/core/core.ts'
import { createCore } from '../../electron/core/create-core.ts'
import type { FileRow, JobSummary } from '../../shared/model.ts'

export interface Instrument {
  readonly id: string
  /** Lines of `transport:`, without indentation. */
  readonly transport: readonly string[]
}

export interface Lab {
  readonly dir: string
  readonly dataDir: string
  readonly configFile: string
  /** Moves the clock of the core and lets it look for due work. */
  pass(ms: number): void
  now(): number
  configure(instruments: readonly Instrument[], more?: string): void
  /** Makes a run of an instrument from names and contents; answers its folder. */
  run(instrument: string, name: string, files: Readonly<Record<string, string | Buffer>>): string
  /** Opens the core; it is closed with the test. */
  open(): Promise<Core>
  /** Writes a program that runs `before` and then the real tool with the same arguments. */
  wrap(tool: 'rclone' | 'rsync' | 'ssh', before: string): string
}

const PATHS = { rclone: '/usr/bin/rclone', rsync: '/usr/bin/rsync', ssh: '/usr/bin/ssh' }

const noBugs = (error: unknown): void => {
  throw error
}

export const makeLab = (): Lab => {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'exlab-test-')))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const dataDir = join(dir, 'data')
  const configFile = join(dataDir, 'config.yaml')
  mkdirSync(dataDir)
  let time = Date.UTC(2026, 10, 23, 12)
  const cores: Core[] = []
  let wrapped = 0
  return {
    dir,
    dataDir,
    configFile,
    now: () => time,
    pass(ms) {
      time += ms
      for (const core of cores) core.wake()
    },
    configure(instruments, more = '') {
      const text = instruments.map(
        ({ id, transport }) => `  - id: ${id}
    local_root: ${JSON.stringify(join(dir, 'acquisition', id))}
    transport:
${transport.map((line) => `      ${line}\n`).join('')}`,
      )
      writeFileSync(configFile, `equipment:\n${text.join('')}${more}`)
    },
    run(instrument, name, files) {
      const folder = join(dir, 'acquisition', instrument, name)
      mkdirSync(folder, { recursive: true })
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(join(folder, path, '..'), { recursive: true })
        writeFileSync(join(folder, path), content)
      }
      return folder
    },
    async open() {
      const core = await createCore({
        dataDir,
        configFile,
        version: '0.0.0',
        env: process.env,
        role: 'engine',
        bundledTools: null,
        clock: { now: () => time },
        onBug: noBugs,
      })
      cores.push(core)
      onTestFinished(() => core.stop())
      core.start()
      return core
    },
    wrap(tool, before) {
      wrapped += 1
      const file = join(dir, `${tool}-${wrapped}`)
      writeFileSync(file, `#!/bin/sh\n${before}\nexec ${PATHS[tool]} "$@"\n`)
      chmodSync(file, 0o755)
      return file
    },
  }
}

/** An rclone remote onto a local folder: the NAS that every machine has. */
export const localNas = (lab: Lab): { readonly nas: string; readonly instrument: Instrument } => {
  const nas = join(lab.dir, 'nas')
  mkdirSync(nas)
  const conf = join(lab.dir, 'rclone.conf')
  writeFileSync(conf, `[nas]\ntype = alias\nremote = ${nas}\n`)
  const transport = [
    'type: rclone',
    'rclone_remote: nas',
    'rclone_remote_path: raw',
    `rclone_config: ${JSON.stringify(conf)}`,
  ]
  return { nas: join(nas, 'raw'), instrument: { id: 'SCOPE_01', transport } }
}

/** Adds one folder; throws with the reason where it was refused. */
export const add = async (core: Core, folder: string): Promise<number> => {
  const { jobs, refused } = await core.handlers['jobs.add']({
    folders: [folder],
    instrumentId: null,
  })
  if (refused[0] !== undefined) throw new Error(refused[0].message)
  return jobs[0]?.id ?? -1
}

export const get = (core: Core, jobId: number): Promise<JobSummary> =>
  core.handlers['jobs.get']({ jobId })

/** Adds one folder, works until nothing is due, answers how it stands. */
export const work = async (core: Core, folder: string): Promise<JobSummary> => {
  const jobId = await add(core, folder)
  await core.idle()
  return get(core, jobId)
}

export const act = (
  core: Core,
  jobId: number,
  action: 'retry' | 'pause' | 'resume' | 'cancel' | 'verify' | 'dismiss',
) => core.handlers['jobs.act']({ jobs: [jobId], action })

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

/** Everything that the tools said in all attempts of a run, oldest first. */
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
