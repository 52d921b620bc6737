// A workstation of the campaign's world: disk, data folder, config.yaml, rclone.conf, and the core that it runs on them.
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Core, CoreOptions } from '../../electron/core/core.ts'
import { createCore } from '../../electron/core/create-core.ts'
import { CoreUnavailable } from '../../electron/core/errors.ts'
import { rcloneConf, settingsText } from './workstation-files.ts'
import type { Nas, Volume } from './nas.ts'

export const INSTRUMENTS = ['SCOPE', 'FLOW'] as const
export type Instrument = (typeof INSTRUMENTS)[number]

/** What rclone.conf says of both remotes. */
export const CONFS = ['plain', 'hasher', 'second'] as const
export type Conf = (typeof CONFS)[number]

/** Where a run lies at its destination. */
export interface Place {
  readonly volume: Volume
  /** From the volume's root. */
  readonly path: string
}

/** A workstation with its data folder. Cores are opened for one step and closed with it. */
export interface Workstation {
  readonly name: string
  /** The folder with one folder of runs for each instrument. */
  readonly disk: string
  readonly dataDir: string
  readonly options: Pick<
    CoreOptions,
    'dataDir' | 'configFile' | 'version' | 'bundledTools' | 'env' | 'overlap'
  >
  folderOf(instrument: Instrument, run: string): string
  setConf(conf: Conf): void
  /** Writes config.yaml; `rclone`: another program in rclone's place. */
  configure(settings: { readonly cleanup: boolean; readonly rclone: string | null }): void
  /** The place that a job's target names now; null: it names none. */
  placeOf(target: string): Place | null
  /** Runs an engine until `use` has ended. Errors that the core calls bugs are thrown. */
  engine<T>(use: (core: Core) => Promise<T>): Promise<T>
  /** Opens the queue for reading; null: there is none, or it is damaged. */
  read<T>(use: (core: Core) => Promise<T>): Promise<T | null>
  /** Copies the queue into `file`; false: there is none. */
  saveQueue(file: string): boolean
  /** Puts a copy of the queue in its place; `damaged`: the queue is destroyed, and the program finds the copy itself. */
  restoreQueue(file: string, damaged: boolean): void
  loseQueue(): void
}

/** Whatever is sent over a share is read back at once. */
const AT_ONCE = { leastBytes: 0, leastFiles: 0, smallBytes: 0, batchBytes: 0, settleMs: 0 }

/** Longest time that an engine may take to come to rest, ms. */
const REST_LIMIT_MS = 120_000

const timestamp = (at: number): string => new Date(at).toISOString().replaceAll(/[-:]|\.\d+Z$/g, '')

/** Lets an engine work until nothing is due, over two sweeps of the instruments' folders. Throws where it never rests. */
export const rest = async (core: Core): Promise<void> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`the engine does not rest in ${REST_LIMIT_MS / 1_000} s`)),
      REST_LIMIT_MS,
    )
  })
  try {
    await Promise.race([core.idle().then(() => core.idle()), late])
  } finally {
    clearTimeout(timer)
  }
}

/** Makes a workstation in `dir` that reaches the NAS. */
export const makeWorkstation = (
  dir: string,
  name: string,
  nas: Nas,
  now: () => number,
): Workstation => {
  const home = join(dir, name)
  const disk = join(home, 'disk')
  const dataDir = join(home, 'data')
  const configFile = join(home, 'config.yaml')
  const confFile = join(home, 'rclone.conf')
  const queue = join(dataDir, 'queue.db')
  for (const instrument of INSTRUMENTS) mkdirSync(join(disk, instrument), { recursive: true })
  mkdirSync(dataDir)
  let conf: Conf = 'plain'
  const options = {
    dataDir,
    configFile,
    version: '0.0.0',
    bundledTools: null,
    overlap: AT_ONCE,
    // rclone's hasher keeps its digests in the cache folder
    env: { ...process.env, XDG_CACHE_HOME: join(home, 'cache') },
  }
  const removeQueue = (): void => {
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${queue}${suffix}`, { force: true })
  }
  const workstation: Workstation = {
    name,
    disk,
    dataDir,
    options,
    folderOf: (instrument, run) => join(disk, instrument, run),
    setConf(next) {
      conf = next
      const root = nas.remoteOf(next === 'second' ? nas.second : nas.mountPoint)
      writeFileSync(confFile, rcloneConf(root, next, nas.rcloneConf))
    },
    configure({ cleanup, rclone }) {
      writeFileSync(configFile, settingsText({ disk, confFile, cleanup, rclone }))
    },
    placeOf(target) {
      const [, remote, path] = /^(one|two):(.+)$/.exec(target) ?? []
      if (path === undefined) return null
      return {
        volume: conf === 'second' ? 'second' : nas.mounted(),
        // the second remote begins in the destination's folder
        path: remote === 'two' ? `raw/${path}` : path,
      }
    },
    async engine(use) {
      const bugs: unknown[] = []
      const core = await createCore({
        ...options,
        role: 'engine',
        clock: { now },
        onBug: (error) => bugs.push(error),
      })
      try {
        core.start()
        const answer = await use(core)
        if (bugs.length > 0) throw bugs[0]
        return answer
      } finally {
        await core.stop()
      }
    },
    async read(use) {
      if (!readdirSync(dataDir).includes('queue.db')) return null
      const core = await createCore({ ...options, role: 'reader', clock: { now } }).catch(
        (error: unknown) => {
          if (error instanceof CoreUnavailable) return null
          throw error
        },
      )
      if (core === null) return null
      try {
        return await use(core)
      } finally {
        await core.stop()
      }
    },
    saveQueue(file) {
      if (!readdirSync(dataDir).includes('queue.db')) return false
      copyFileSync(queue, file)
      return true
    },
    restoreQueue(file, damaged) {
      removeQueue()
      if (!damaged) return copyFileSync(file, queue)
      mkdirSync(join(dataDir, 'backups'), { recursive: true })
      copyFileSync(file, join(dataDir, 'backups', `queue-${timestamp(now())}.db`))
      writeFileSync(queue, 'this is no database\n'.repeat(500))
    },
    loseQueue() {
      for (const entry of readdirSync(dataDir))
        rmSync(join(dataDir, entry), { recursive: true, force: true })
    },
  }
  workstation.setConf('plain')
  workstation.configure({ cleanup: false, rclone: null })
  return workstation
}
