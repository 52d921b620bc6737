// The Files tab: its chips, its columns, what may be done to a file.
import { count } from '../format.ts'
import type { FileView } from '../lists.ts'
import { filesText } from './common.ts'

/** The two chips that only counts lead to have names, too. */
export const CHIPS: Readonly<Record<FileView, string>> = {
  all: 'All',
  attention: 'Need attention',
  failed: 'Failed',
  sending: 'Sending',
  waiting: 'Waiting',
  unproven: 'Not proven',
  verified: 'Verified',
  excluded: 'Excluded',
  open: 'Still to do',
}

export const FILES_WORDS = {
  choose: (path: string): string => `Choose ${path}`,
  chosen: 'Chosen',
  chosenCount: (n: number): string => `${count(n)} chosen`,
  compare: 'Compare with NAS again',
  copySha: 'Copy SHA-256',
  differentAt: 'First difference marked',
  fileDrawer: 'About this file',
  filesShown: (n: number, of: number): string => `${count(n)} of ${count(of)} shown`,
  hash: 'SHA-256',
  hereHash: 'SHA-256 here',
  hiddenByFilters: (n: number): string => `${filesText(n)} are hidden by filters.`,
  linesNaming: 'What the logs say of it',
  modified: 'Last changed',
  nasHash: 'SHA-256 on the NAS',
  noFilesMatch: 'No files match',
  noFilesYet: 'No files yet',
  noFilesYetText: 'They are listed as soon as the run folder has been read.',
  nothingToResend: 'None of these files needs sending again',
  path: 'Path',
  retryChosen: 'Retry chosen files',
  retryCount: (files: string): string => `Retry ${files}`,
  retryThis: 'Retry this file',
  retrying: 'Retrying',
  searchFiles: 'Search files',
  sent: 'Sent',
  showLines: 'Show log lines',
  sizeHere: 'Size',
  state: 'State',
} as const
