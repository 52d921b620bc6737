// Appends to a text file of bounded size: a file that has grown too large is renamed, and one older file is retained.
import { appendFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { makePrivateFile } from './private-files.ts'
import { makePrivateFolder } from './private-folder.ts'
import { renameRetrying } from './rename-retrying.ts'

const MAX_BYTES = 5 << 20

/** Appends text; `file.1` is the older file. Creates the folder. Throws the system's error. */
export const appendRotating = (file: string, text: string, maxBytes = MAX_BYTES): void => {
  makePrivateFolder(dirname(file))
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > maxBytes)
    renameRetrying(file, `${file}.1`)
  makePrivateFile(file)
  appendFileSync(file, text)
}
