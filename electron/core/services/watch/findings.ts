// Words for what a sweep finds of folders that are no runs in the queue; the window, the command line and the tray show them.
import { sep } from 'node:path'
import { msg } from '../../../../shared/language/msg.ts'
import type { Instrument } from '../../domain/config.ts'
import type { NewFinding } from '../../queue/finding-store.ts'
import type { Found } from './discover.ts'

/** Folders that are passed over and named, for each instrument. */
export const MAX_PASSED = 50

/** Windows maps a drive letter to a share for one account and session; a service or a program that runs elevated has none of them. */
const letterWords = (path: string, windows: boolean): string =>
  windows && /^[A-Za-z]:/.test(path)
    ? ` ${msg`If ${path.slice(0, 2)} is a share, this session may not have the letter: name the share itself in the settings (\\\\server\\share\\folder).`}`
    : ''

const unreadable = (
  { id, localRoot }: Instrument,
  { folder, code }: Extract<Found, { kind: 'unreadable' }>,
  isRoot: boolean,
  windows: boolean,
): NewFinding => {
  const base = { instrument: id, folder: isRoot ? localRoot : folder }
  return isRoot && (code === 'ENOENT' || code === 'ENOTDIR')
    ? {
        ...base,
        kind: 'root_missing',
        message: `${msg`The folder of ${id}, ${localRoot}, is not there, so no run of it is found. Connect its disk or share, or correct the folder in the settings.`}${letterWords(localRoot, windows)}`,
      }
    : {
        ...base,
        kind: 'unreadable',
        message: msg`${base.folder} can't be read (${code}), so no run in it is found. Give this account the right to read it, or mend its disk.`,
      }
}

/**
 * What a sweep says of a folder that it came to; null: it is a run, which the queue decides about. `isRoot`: it is the folder
 * of the instrument.
 */
export const findingOf = (
  instrument: Instrument,
  found: Found,
  isRoot: boolean,
  windows: boolean = sep === '\\',
): NewFinding | null => {
  switch (found.kind) {
    case 'run':
      return null
    case 'unreadable':
      return unreadable(instrument, found, isRoot, windows)
    case 'unclear':
      return {
        instrument: instrument.id,
        folder: found.folder,
        kind: 'unclear',
        message: msg`${found.folder} holds only folders: nothing says whether it is one run, or whether the folders in it are runs. Add one of them, or add it as one run, or say in the settings where runs lie (Folders that are runs). Nothing of it is sent before.`,
      }
    case 'passed':
      return {
        instrument: instrument.id,
        folder: found.folder,
        kind: 'passed',
        message: msg`${found.folder} is not looked at: ${found.why}.`,
      }
  }
}

/** A finished run that was refused. `why`: the sentence of the refusal. */
export const notAdded = (instrument: Instrument, folder: string, why: string): NewFinding => ({
  instrument: instrument.id,
  folder,
  kind: 'not_added',
  message: `${msg`A finished run is not sent.`} ${why}`,
})
