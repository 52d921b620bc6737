// Changes a text file of another program's so that no reader ever sees half of it, and no change of theirs is undone.
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'

/** Identity of a file's content as far as the system tells it. */
const stampOf = (file: string): string => {
  const { ino, size, mtimeMs } = statSync(file)
  return `${ino} ${size} ${mtimeMs}`
}

const writeWhole = (file: string, text: string, mode: number): void => {
  const fd = openSync(file, 'w', mode)
  try {
    writeSync(fd, text)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

const TRIES = 3

/**
 * Reads, changes, writes beside it, and takes its place by rename. `change` answers null where nothing is to be written,
 * and may throw where the text is not whole. A file that was rewritten meanwhile is read again; false: it would not keep
 * still. Throws the system's error.
 */
export const replaceFile = (file: string, change: (text: string) => string | null): boolean => {
  const temporary = `${file}.exlab-sync.tmp`
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const before = stampOf(file)
    const text = change(readFileSync(file, 'utf8'))
    if (text === null) return true
    try {
      writeWhole(temporary, text, statSync(file).mode & 0o777)
      if (stampOf(file) === before) {
        renameSync(temporary, file)
        return true
      }
    } finally {
      rmSync(temporary, { force: true })
    }
  }
  return false
}
