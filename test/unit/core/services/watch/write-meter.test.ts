// What an instrument's folder gained since the last look: files that come and grow anywhere below it, each byte once; nothing of
// runs in the queue, of other folders, of files that were moved, renamed or only made larger (docs/spec.md 7).
import {
  appendFileSync,
  closeSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createWriteMeter } from '../../../../../electron/core/services/watch/write-meter.ts'
import { keepsBirthTimes } from '../../../../helpers/birth-times.ts'
import { needsPosix } from '../../../../helpers/needs-posix.ts'

const KB = 1_024
const HOUR = 3_600_000

/** Waits until times of files are later ones: on Linux they advance with the kernel's tick, every few ms. */
const tickOfTimes = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50))

const setUp = async (skips: { queued?: string[]; taken?: string[] } = {}) => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'exlab-meter-')))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const at = (...path: string[]): string => join(root, ...path)
  const put = (path: string, kb: number): void => {
    mkdirSync(join(at(path), '..'), { recursive: true })
    writeFileSync(at(path), Buffer.alloc(kb * KB, 1))
  }
  const meter = createWriteMeter(root, {
    isQueued: (folder) => skips.queued?.some((name) => folder === at(name)) === true,
    isTaken: (folder) => skips.taken?.some((name) => folder === at(name)) === true,
  })
  /** What was gained, KiB. `later`: ms after now. */
  const look = async (later = 0): Promise<number | null> => {
    const bytes = await meter.look(Date.now() + later)
    return bytes === null ? null : bytes / KB
  }
  return { root, at, put, look }
}

describe('a look', () => {
  it('counts nothing at first, then files that came and that grew, in old and new folders', async () => {
    const { at, put, look } = await setUp()
    put('Run/old.tif', 8)
    expect(await look()).toBeNull()
    expect(await look()).toBe(0)
    put('Run/new.tif', 16)
    put('Run/deep/down/a.tif', 4)
    put('loose.dat', 4)
    appendFileSync(at('Run', 'old.tif'), Buffer.alloc(8 * KB))
    expect(await look()).toBe(32)
    appendFileSync(at('Run', 'deep', 'down', 'a.tif'), Buffer.alloc(4 * KB))
    appendFileSync(at('Run', 'new.tif'), Buffer.alloc(4 * KB))
    expect(await look()).toBe(8)
    expect(await look()).toBe(0)
  })

  it('counts a file once that is written under one name and gets another, also in another folder', async () => {
    const { at, put, look } = await setUp()
    mkdirSync(at('Run'))
    await look()
    put('tmp/image.part', 64)
    expect(await look()).toBe(64)
    renameSync(at('tmp', 'image.part'), at('Run', 'image.tif'))
    expect(await look()).toBe(0)
    appendFileSync(at('Run', 'image.tif'), Buffer.alloc(4 * KB))
    expect(await look()).toBe(4)
  })

  it('does not count a file that was moved there, nor one that was removed', async () => {
    const { root, at, put, look } = await setUp()
    const elsewhere = `${root}-elsewhere`
    onTestFinished(() => rmSync(elsewhere, { recursive: true, force: true }))
    writeFileSync(elsewhere, Buffer.alloc(256 * KB, 1))
    await tickOfTimes()
    put('Run/a.tif', 16)
    await look()
    renameSync(elsewhere, at('Run', 'moved.tif'))
    expect(await look()).toBe(0)
    rmSync(at('Run', 'a.tif'))
    expect(await look()).toBe(0)
    put('Run/b.tif', 8)
    expect(await look()).toBe(8)
  })

  it('counts of a file that was made large at once what is filled of it', async () => {
    if (needsPosix('blocks of a sparse file')) return
    const { at, put, look } = await setUp()
    put('Run/a.tif', 4)
    await look()
    const file = openSync(at('Run', 'stack.dat'), 'w')
    onTestFinished(() => closeSync(file))
    ftruncateSync(file, 1 << 30)
    expect(await look()).toBe(0)
    writeSync(file, Buffer.alloc(64 * KB, 1), 0, 64 * KB, 1 << 20)
    expect(await look()).toBe(64)
  })

  it('passes over runs of the queue, also one that was met before, and what belongs to others', async () => {
    const queued: string[] = ['Sent']
    const { put, look } = await setUp({ queued, taken: ['nas'] })
    put('Sent/a', 4)
    put('Run/deep/a', 4)
    await look()
    put('Sent/b', 64)
    put('nas/Run/a', 64)
    put('$RECYCLE.BIN/a', 64)
    put('Run/deep/b', 8)
    expect(await look()).toBe(8)
    queued.push('Run')
    put('Run/deep/c', 8)
    put('Run/deep/new/d', 8)
    expect(await look()).toBe(0)
    put('Run/deep/e', 8)
    expect(await look()).toBe(0)
  })

  it('follows no link', async () => {
    if (needsPosix('symbolic links')) return
    const { root, at, put, look } = await setUp()
    const elsewhere = `${root}-linked`
    mkdirSync(elsewhere)
    onTestFinished(() => rmSync(elsewhere, { recursive: true, force: true }))
    put('Run/a', 4)
    symlinkSync(elsewhere, at('Run', 'link'))
    symlinkSync(join(elsewhere, 'b'), at('Run', 'file'))
    await look()
    writeFileSync(join(elsewhere, 'b'), Buffer.alloc(64 * KB))
    writeFileSync(join(elsewhere, 'c'), Buffer.alloc(64 * KB))
    expect(await look()).toBe(0)
  })

  it('sees a file grow whose folder has not changed for hours, and asks for none of a folder that is days old', async () => {
    const { at, put, look } = await setUp()
    const hasTimes = keepsBirthTimes(at())
    put('Run/long.czi', 4)
    put('Old/long.czi', 4)
    await tickOfTimes()
    const set = (folder: string, hours: number): void => {
      const then = (Date.now() - hours * HOUR) / 1_000
      utimesSync(at(folder), then, then)
    }
    set('Run', 5)
    set('Old', 30)
    await look()
    appendFileSync(at('Run', 'long.czi'), Buffer.alloc(8 * KB))
    appendFileSync(at('Old', 'long.czi'), Buffer.alloc(8 * KB))
    expect(await look()).toBe(8)
    // Wine dates the birth of what is in the folder by its last change, so that all of it seems to be new
    if (!hasTimes) return
    // a new name in the old folder is seen, and from then on what grows in it
    put('Old/new.czi', 4)
    expect(await look()).toBe(4)
    appendFileSync(at('Old', 'long.czi'), Buffer.alloc(8 * KB))
    expect(await look()).toBe(8)
  })

  it('sees a file that came in the same moment as the last look, where times are coarse', async () => {
    const { at, put, look } = await setUp()
    put('Run/a.tif', 4)
    const moment = Math.ceil(Date.now() / 1_000) + 5
    utimesSync(at('Run'), moment, moment)
    await look()
    put('Run/b.tif', 8)
    utimesSync(at('Run'), moment, moment)
    expect(await look()).toBe(8)
  })

  it('leaves finished files alone: one that did not grow for ten minutes is asked for when its folder changes', async () => {
    const { at, put, look } = await setUp()
    put('Run/a', 4)
    const old = (Date.now() - HOUR) / 1_000
    utimesSync(at('Run'), old, old)
    await look()
    expect(await look(11 * 60_000)).toBe(0)
    appendFileSync(at('Run', 'a'), Buffer.alloc(8 * KB))
    expect(await look(12 * 60_000)).toBe(0)
  })

  it('says where the folder is not there, and begins anew when it is back', async () => {
    const { root, put, look } = await setUp()
    await look()
    rmSync(root, { recursive: true })
    await expect(look()).rejects.toThrow('ENOENT')
    put('Run/a', 64)
    await look()
    put('Run/b', 8)
    expect(await look()).toBe(8)
  })
})
