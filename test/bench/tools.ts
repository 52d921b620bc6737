// Timing of whole commands and of the core, with an empty destination in every round.
import { spawn } from 'node:child_process'
import { mkdirSync, openSync, writeSync, closeSync } from 'node:fs'
import { createCipheriv } from 'node:crypto'
import { join } from 'node:path'
import { createCore } from '../../electron/core/create-core.ts'

export interface Timing {
  readonly seconds: number
  /** CPU seconds of this process while it ran; null for bare tools. */
  readonly ownCpu: number | null
}

const MIB = 1024 * 1024

/** Files of sizes spread evenly from `least` to `most` bytes that do not compress. */
export const makeFiles = (folder: string, count: number, least: number, most: number): number => {
  mkdirSync(folder, { recursive: true })
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, 1), Buffer.alloc(16))
  let bytes = 0
  for (let i = 0; i < count; i += 1) {
    const sub = join(folder, `part ${Math.floor(i / 500)}`)
    if (i % 500 === 0) mkdirSync(sub)
    const size = Math.floor(least + ((most - least) * i) / Math.max(1, count - 1))
    const file = openSync(join(sub, `file_${String(i).padStart(6, '0')}.bin`), 'w')
    for (let left = size; left > 0; left -= MIB)
      writeSync(file, cipher.update(Buffer.alloc(Math.min(MIB, left))))
    closeSync(file)
    bytes += size
  }
  return bytes
}

const finish = (command: string, args: readonly string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    let stderr = ''
    child.stderr.on('data', (chunk: Buffer) => {
      stderr = `${stderr}${chunk.toString()}`.slice(-2_000)
    })
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${command} ended with ${code}: ${stderr}`)),
    )
  })

/** Commands one after the other. */
export const timeCommands = async (commands: readonly (readonly string[])[]): Promise<Timing> => {
  const from = performance.now()
  for (const [command = '', ...args] of commands) await finish(command, args)
  return { seconds: (performance.now() - from) / 1_000, ownCpu: null }
}

/** From adding a folder to Verified, in a core that is open already, as in the running app. Throws where it is not. */
export const timeCore = async (dataDir: string, folder: string): Promise<Timing> => {
  const core = await createCore({
    dataDir,
    configFile: join(dataDir, 'config.yaml'),
    version: 'bench',
    env: process.env,
    role: 'engine',
    bundledTools: null,
  })
  try {
    core.start()
    const cpu = process.cpuUsage()
    const from = performance.now()
    const { jobs, refused } = await core.handlers['jobs.add']({
      folders: [folder],
      instrumentId: null,
      whole: true,
    })
    const [job] = jobs
    if (job === undefined) throw new Error(refused[0]?.message)
    await core.idle()
    const seconds = (performance.now() - from) / 1_000
    const used = process.cpuUsage(cpu)
    const after = await core.handlers['jobs.get']({ jobId: job.id })
    if (after.state !== 'verified') throw new Error(`${after.state}: ${after.lastError?.message}`)
    return { seconds, ownCpu: (used.user + used.system) / 1e6 }
  } finally {
    await core.stop()
  }
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
