// Tells whether other programs need this computer's processors, so that hashing takes one of them and not all.
import { cpus } from 'node:os'

/** Times of all processors together, milliseconds since any moment. */
interface ProcessorTimes {
  readonly idle: number
  readonly total: number
  /** Of this program with its threads, which is no load to yield to. */
  readonly own: number
}

/** Others use more than this part of all processors. */
const BUSY = 0.8

/** A shorter time says nothing. */
const LEAST_MS = 200

const readTimes = (): ProcessorTimes => {
  let idle = 0
  let total = 0
  for (const { times } of cpus()) {
    idle += times.idle
    total += times.user + times.nice + times.sys + times.irq + times.idle
  }
  const { user, system } = process.cpuUsage()
  return { idle, total, own: (user + system) / 1_000 }
}

/** Answers whether others kept the processors busy of late. */
export const createLoadMeter = (read: () => ProcessorTimes = readTimes): (() => boolean) => {
  let before = read()
  let isBusy = false
  return () => {
    const now = read()
    const total = now.total - before.total
    if (total < LEAST_MS) return isBusy
    const others = total - (now.idle - before.idle) - (now.own - before.own)
    isBusy = others > total * BUSY
    before = now
    return isBusy
  }
}
