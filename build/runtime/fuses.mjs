// Sets fuses of an Electron executable in place, for the fallback runtime only; packages use electron-builder's own.
import fs from 'node:fs'
import path from 'node:path'

/**
 * Electron's fuse wire: a sentinel, the wire's version, its length, one character a fuse.
 * @param {string} file
 * @param {Record<number, boolean>} values
 */
export const flipFuses = (file, values) => {
  const sentinel = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX')
  const fd = fs.openSync(file, 'r+')
  try {
    const data = Buffer.alloc(fs.fstatSync(fd).size)
    fs.readSync(fd, data, 0, data.length, 0)
    const at = data.indexOf(sentinel)
    if (at < 0 || data[at + sentinel.length] !== 1)
      throw new Error(`no fuse wire found in ${path.basename(file)}`)
    const length = data[at + sentinel.length + 1]
    for (const [index, on] of Object.entries(values)) {
      if (Number(index) >= length) throw new Error(`fuse ${index} is not in this wire of ${length}`)
      fs.writeSync(fd, on ? '1' : '0', at + sentinel.length + 2 + Number(index))
    }
  } finally {
    fs.closeSync(fd)
  }
}
