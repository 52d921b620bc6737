// Messages of the Files tab: chips, columns, actions on files.
import { count } from '../format.ts'
import type { FileView } from '../model/list-rows.ts'
import { fileLabel } from '../state-labels.ts'
import { filesText } from './common.ts'

/** Names of the chips. Some are shown only when a link from a count of problems leads to them. */
export const FILE_VIEW_NAMES: Readonly<Record<FileView, string>> = {
  all: 'All',
  attention: 'Need attention',
  failed: 'Failed',
  retrying: fileLabel('retrying'),
  sending: 'Sending',
  waiting: 'Waiting',
  unproven: 'Not proven',
  verified: 'Verified',
  excluded: 'Excluded',
  open: 'Still to do',
}

export const FILE_COLUMN_NAMES = {
  state: 'State',
  path: 'Path',
  size: 'Size',
  sent: 'Sent',
  problem: 'Problem',
  attempts: 'Attempts',
  tried: 'Last try',
  proof: 'Proof',
  sha: 'SHA-256',
  nas_sha: 'NAS SHA-256',
  nas_size: 'NAS size',
  modified: 'Modified',
  exit: 'Exit code',
} as const

/** What the column Problem says of faults that tools and systems name in words of their own. */
export const FILE_PROBLEMS = {
  full: 'No space left',
  longName: 'Its name is too long',
  damaged: 'It arrived damaged',
  changing: 'It changed while it was read',
  denied: 'No permission',
  unreadable: 'The disk could not read or write it',
  busy: 'Another program holds it',
  readOnly: 'The storage is read-only',
  badName: 'The storage does not take its name',
  timeout: 'No answer in time',
  connection: 'The connection broke',
} as const

export const FILES_MESSAGES = {
  choose: (path: string): string => `Choose ${path}`,
  chosen: 'Chosen',
  chosenCount: (n: number): string => `${count(n)} chosen`,
  compare: 'Compare with NAS again',
  copyDigest: (digest: string): string => `${digest}\nClick to copy`,
  copySha: 'Copy SHA-256',
  comparison: 'Original and copy',
  comparedAt: 'Last compared',
  differentAt: (at: number, of: number): string =>
    `The first difference is at character ${count(at)} of ${count(of)}.`,
  different: 'First difference',
  here: 'Original',
  onNas: 'Copy on the NAS',
  sizesDiffer: (size: string): string => `differs by ${size}`,
  fileDrawer: 'About this file',
  filesShown: (n: number, of: number): string => `${count(n)} of ${count(of)} shown`,
  filesAs: 'Files as',
  flat: 'Flat',
  hiddenByFilters: (n: number): string => `${filesText(n)} are hidden by filters.`,
  modified: 'Last changed',
  nasName: 'Name on the NAS',
  noFilesMatch: 'No files match',
  noFilesYet: 'No files yet',
  noFilesYetText: 'They are listed as soon as the run folder has been read.',
  moreFiles: (n: number): string => `more than ${filesText(n)}`,
  nothingToResend: 'None of these files needs sending again',
  retryChosen: 'Retry chosen files',
  retryCount: (files: string): string => `Retry ${files}`,
  retryFolder: 'Retry files in this folder',
  retryThis: 'Retry this file',
  searchFiles: 'Search files',
  showLines: 'Show log lines',
  notNamed: 'The log does not name it.',
  timeline: 'Attempts that had to do with it, newest first',
  tree: 'Tree',
} as const
