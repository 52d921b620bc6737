// Tests where bytes can be read past this computer's cache, and that a file is hashed right that way, whatever its length.
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createHashPool } from '../../../../electron/core/engine/hashing/hash-pool.ts'
import { mediumReading } from '../../../../electron/core/lib/direct-reading.ts'

describe.runIf(process.platform === 'linux')('on Linux', () => {
  it('what a file system answers from memory of its own is not read from a medium', () => {
    expect(mediumReading('/proc')).toBeNull()
    expect(mediumReading('/sys')).toBeNull()
  })
  it('memory that is the medium is read as it is', () => {
    expect(statfsSync('/dev/shm').type).toBe(0x01021994)
    expect(mediumReading('/dev/shm')).toBe('plain')
  })
  it('a folder that is not there is an error', () => {
    expect(() => mediumReading('/no such folder')).toThrow(/ENOENT/)
  })
})

it('files of every length have the digest of their bytes', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'exlab-test-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const reading = mediumReading(dir)
  if (reading === null) return
  const lengths = [
    0,
    1,
    511,
    512,
    4_095,
    4_096,
    4_097,
    (1 << 20) - 1,
    1 << 20,
    (1 << 20) + 1,
    3 << 20,
  ]
  const paths = lengths.map((length) => {
    const path = join(dir, String(length))
    writeFileSync(path, Buffer.alloc(length, length % 251))
    return path
  })
  const pool = createHashPool(2)
  onTestFinished(() => pool.close())
  const { signal } = new AbortController()
  const answers = await pool.readMedium(paths, reading, signal)
  expect(
    answers.map((answer) =>
      'sha256' in answer ? Buffer.from(answer.sha256).toString('hex') : answer,
    ),
  ).toEqual(
    lengths.map((length) =>
      createHash('sha256')
        .update(Buffer.alloc(length, length % 251))
        .digest('hex'),
    ),
  )
})
