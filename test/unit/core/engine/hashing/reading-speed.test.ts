// Whether a source is slow is told by the time that its reads take.
import { expect, it } from 'vitest'
import { createReadingSpeed } from '../../../../../electron/core/engine/hashing/reading-speed.ts'

const MIB = 1 << 20

/** Reads files of a size from a source that takes `msPerMib` for a MiB and `msToOpen` for a file. */
const isSlow = (files: number, mib: number, msPerMib: number, msToOpen: number): boolean => {
  let now = 0
  const speed = createReadingSpeed(() => now)
  for (let file = 0; file < files; file += 1) {
    speed.open(() => (now += msToOpen))
    for (let part = 0; part < mib; part += 1)
      speed.read(() => {
        now += msPerMib
        return MIB
      })
  }
  return speed.isSlow()
}

it.each([
  ['a disk that turns', 4, 64, 8, 10, true],
  ['a share over a network of 1 Gbit/s', 1, 64, 9.5, 3, true],
  ['small files of a disk that turns', 200, 0, 0, 9, true],
  ['a solid-state disk', 4, 64, 2, 0.2, false],
  ['the cache, while other programs take most of the processor', 4, 64, 4, 1, false],
  ['small files of a solid-state disk', 5_000, 0, 0, 0.2, false],
  ['one read that waited', 1, 1, 200, 0, false],
] as const)('%s', (_, files, mib, msPerMib, msToOpen, expected) => {
  expect(isSlow(files, mib, msPerMib, msToOpen)).toBe(expected)
})

it('a read that fails counts as time', () => {
  let now = 0
  const speed = createReadingSpeed(() => now)
  const fail = (): number => {
    now += 300
    throw new Error('EIO')
  }
  expect(() => speed.open(fail)).toThrow('EIO')
  expect(speed.isSlow()).toBe(true)
})
