// The process that `bench memory` measures: sends and proves the run of a folder, and prints the most megabytes of its resident set
// and of its heap after a collection.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { timeCore } from './tools.ts'

const MIB = 1024 * 1024
const COLLECT_MS = 1_000

const [, , dir = ''] = process.argv
const { gc } = globalThis
if (gc === undefined) throw new Error('start it with --expose-gc')

const dataDir = join(dir, 'data')
const nas = join(dir, 'nas')
mkdirSync(dataDir)
mkdirSync(nas)
writeFileSync(
  join(dataDir, 'config.yaml'),
  `equipment:\n  - id: BENCH\n    local_root: ${join(dir, 'acq')}\n    transport: { type: folder, path: ${nas} }\n`,
)
let heap = 0
const collect = (): void => {
  void gc()
  heap = Math.max(heap, process.memoryUsage().heapUsed)
}
const timer = setInterval(collect, COLLECT_MS)
await timeCore(dataDir, join(dir, 'acq', 'run'))
collect()
clearInterval(timer)
const peak = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
console.log(Number(peak) / 1_024, heap / MIB)
