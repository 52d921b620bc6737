// A reader for plain zip archives, so that no unzip program is needed on a bare machine.
import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'

/**
 * Unpacks a plain archive (stored or deflated, no zip64); `keep` answers the name to write, or null to leave it out.
 * @param {string} zip
 * @param {string} into
 * @param {(name: string) => string | null} keep
 */
export const unzip = (zip, into, keep) => {
  const fd = fs.openSync(zip, 'r')
  const read = (at, length) => {
    const b = Buffer.alloc(length)
    fs.readSync(fd, b, 0, length, at)
    return b
  }
  try {
    const size = fs.fstatSync(fd).size
    const tail = read(Math.max(0, size - 66_000), Math.min(size, 66_000))
    const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
    if (end < 0) throw new Error(`${path.basename(zip)} is no zip file`)
    const count = tail.readUInt16LE(end + 10)
    const directory = read(tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12))
    for (let i = 0, p = 0; i < count; i++) {
      if (directory.readUInt32LE(p) !== 0x02014b50)
        throw new Error(`${path.basename(zip)}: bad directory`)
      const method = directory.readUInt16LE(p + 10)
      const packed = directory.readUInt32LE(p + 20)
      const [n, x, c] = [28, 30, 32].map((o) => directory.readUInt16LE(p + o))
      const mode = directory.readUInt32LE(p + 38) >>> 16
      const local = directory.readUInt32LE(p + 42)
      const name = directory.toString('utf8', p + 46, p + 46 + n)
      p += 46 + n + x + c
      const to = name.endsWith('/') ? null : keep(name)
      if (!to) continue
      const target = path.resolve(into, to)
      if (!target.startsWith(path.resolve(into) + path.sep))
        throw new Error(`${name} leads out of the folder`)
      const head = read(local, 30)
      const body = read(local + 30 + head.readUInt16LE(26) + head.readUInt16LE(28), packed)
      fs.mkdirSync(path.dirname(target), { recursive: true })
      fs.writeFileSync(target, method === 0 ? body : zlib.inflateRawSync(body), {
        mode: mode & 0o755 || 0o644,
      })
    }
  } finally {
    fs.closeSync(fd)
  }
}
