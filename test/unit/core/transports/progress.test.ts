// Progress events from the recorded output of real pushes: every file once, bytes that only grow, and
// no file reported as sent that was not.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createLineSplitter } from '../../../../electron/core/process/line-splitter.ts'
import { parseRcloneLine } from '../../../../electron/core/transports/rclone/rclone-log.ts'
import { createRsyncProgress } from '../../../../electron/core/transports/rsync/rsync-progress.ts'
import type { TransportEvent } from '../../../../electron/core/transports/transport.ts'

const recorded = (name: string): Buffer =>
  readFileSync(new URL(`../../../fixtures/progress/${name}`, import.meta.url))

const truth = z
  .array(z.object({ name: z.string(), size: z.number() }))
  .parse(JSON.parse(recorded('files.json').toString('utf8')))

const linesOf = (name: string): string[] => {
  const lines: string[] = []
  const splitter = createLineSplitter('lines', (record) => lines.push(record.toString('utf8')))
  splitter.push(recorded(name))
  splitter.end()
  return lines
}

/** `whole`: rsync went through to its end. */
const rsync = (name: string, whole: boolean) => {
  const events: TransportEvent[] = []
  const progress = createRsyncProgress('', (event) => events.push(event))
  const messages = linesOf(name).filter((line) => !progress.push(line))
  if (whole) progress.confirm()
  const sent = events.flatMap((e) => (e.type === 'file_sent' ? [e.path] : []))
  const moved = events.flatMap((e) => (e.type === 'progress' ? [e] : []))
  return { sent, moved, messages }
}

const total = truth.reduce((sum, { size }) => sum + size, 0)

describe('rsync, as it was recorded', () => {
  const { sent, moved } = rsync('rsync-progress2-outfmt-noinc.stdout', true)
  it('names every file of the run once', () => {
    expect(sent.toSorted()).toEqual(truth.map((file) => file.name).toSorted())
  })
  it('counts bytes that only grow, up to all of them', () => {
    const bytes = moved.map((m) => m.bytes)
    expect(bytes).toEqual(bytes.toSorted((a, b) => a - b))
    expect(bytes.at(-1)).toBe(total)
  })
  it('shows how far each file is, never beyond its size', () => {
    const sizes = new Map(truth.map((file) => [file.name, file.size]))
    const shown = moved.flatMap((m) => m.active)
    expect(shown.length).toBeGreaterThan(0)
    for (const file of shown) {
      expect(file.size).toBe(sizes.get(file.path))
      expect(file.bytes).toBeLessThanOrEqual(file.size)
    }
  })
  it('calls no file sent that may have been under way when it was stopped', () => {
    const killed = rsync('rsync-killed.stdout', false)
    const begun = linesOf('rsync-killed.stdout').filter((line) => line.startsWith('<f'))
    expect(begun.length).toBeGreaterThan(0)
    expect(killed.sent).toEqual([])
    expect(killed.moved.at(-1)?.bytes).toBeLessThan(total)
  })
  it('calls a file sent once much more was sent after it, and the others at the end', () => {
    const sent: string[] = []
    const progress = createRsyncProgress('', (event) => {
      if (event.type === 'file_sent') sent.push(event.path)
    })
    const MIB = 1024 * 1024
    const names = Array.from({ length: 40 }, (_, n) => `f${n}`)
    for (const [n, name] of names.entries()) {
      progress.push(`<f+++++++++|${MIB}|${name}`)
      progress.push(` ${(n + 1) * MIB}   9%  110.00MB/s    0:07:25 (xfr#${n + 1}, to-chk=0/40)`)
    }
    expect(sent).toEqual(names.slice(0, 8))
    progress.confirm()
    expect(sent).toEqual(names)
  })
  it('keeps no more than the newest names of files that no byte confirms, and calls those sent at the end', () => {
    const sent: string[] = []
    const progress = createRsyncProgress('', (event) => {
      if (event.type === 'file_sent') sent.push(event.path)
    })
    const count = 250_000
    for (let n = 0; n < count; n += 1) progress.push(`<f+++++++++|0|f${n}`)
    progress.confirm()
    expect(sent.length).toBeGreaterThanOrEqual(50_000)
    expect(sent.length).toBeLessThanOrEqual(100_001)
    expect(sent).toEqual(
      Array.from({ length: sent.length }, (_, n) => `f${count - sent.length + n}`),
    )
  })
  it('moves with a single large file', () => {
    const seen: TransportEvent[] = []
    const progress = createRsyncProgress('Run_1/', (event) => seen.push(event))
    progress.push('<f+++++++++|50000000000|Run_1/big|file.raw')
    progress.push('  1,000,000,000   2%  110.00MB/s    0:07:25  ')
    progress.push(' 25,000,000,000  50%  110.00MB/s    0:03:47  ')
    progress.push(' 50,000,000,000 100%  110.00MB/s    0:07:33 (xfr#1, to-chk=0/2)')
    expect(seen.map((e) => (e.type === 'progress' ? e.active.map((f) => f.bytes) : e))).toEqual([
      [1e9],
      [25e9],
      [],
    ])
    progress.confirm()
    expect(seen.at(-1)).toEqual({ type: 'file_sent', path: 'big|file.raw' })
  })
})

describe('rclone, as it was recorded', () => {
  const read = (name: string) => linesOf(name).map(parseRcloneLine)
  it('names every file of the run once, and ends at all bytes', () => {
    const lines = read('rclone-json-stats.stderr')
    const copied = lines.filter((l) => l.text.startsWith('Copied')).map((l) => l.object)
    expect(copied.map(String).toSorted()).toEqual(truth.map((file) => file.name).toSorted())
    expect(lines.findLast((l) => l.stats !== null)?.stats?.bytes).toBe(total)
  })
  it('names the files that failed, and only those, with the tool’s message', () => {
    const failed = read('rclone-json-two-failures.stderr').filter(
      (l) => l.object !== null && l.level === 'error',
    )
    expect(new Set(failed.map((l) => l.object)).size).toBe(2)
    expect(failed.every((l) => l.text.includes('permission denied'))).toBe(true)
  })
  it('has no end where it was killed', () => {
    const lines = read('rclone-json-killed.stderr')
    expect(lines.findLast((l) => l.stats !== null)?.stats?.bytes).toBeLessThan(total)
  })
})
