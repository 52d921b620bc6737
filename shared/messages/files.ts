// Messages of the Files tab: chips, columns, actions on files.
import { messages, template } from '../language/messages.ts'
import type { FileView } from '../model/list-rows.ts'

/** Names of the chips. Some are shown only when a link from a count of problems leads to them. */
export const FILE_VIEW_NAMES: Readonly<Record<FileView, string>> = messages('fileViewNames', {
  all: 'All',
  attention: 'Need attention',
  failed: 'Failed',
  retrying: 'Retrying',
  sending: 'Sending',
  waiting: 'Waiting',
  unproven: 'Not proven',
  verified: 'Verified',
  excluded: 'Excluded',
  open: 'Still to do',
})

export const FILE_COLUMN_NAMES = messages('fileColumnNames', {
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
})

/** What the column Problem says of faults that tools and systems name in words of their own. */
export const FILE_PROBLEMS = messages('fileProblems', {
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
})

export const FILES_MESSAGES = messages('files', {
  choose: template('Choose {path}', (path: string) => ({ path })),
  chosen: 'Chosen',
  chosenCount: template('{n, number} chosen', (n: number) => ({ n })),
  compare: 'Compare with NAS again',
  copyDigest: template('{digest}\nClick to copy', (digest: string) => ({ digest })),
  copySha: 'Copy SHA-256',
  comparison: 'Original and copy',
  comparedAt: 'Last compared',
  differentAt: template(
    'The first difference is at character {at, number} of {of, number}.',
    (at: number, of: number) => ({ at, of }),
  ),
  different: 'First difference',
  here: 'Original',
  onNas: 'Copy on the NAS',
  sizesDiffer: template('differs by {size}', (size: string) => ({ size })),
  fileDrawer: 'About this file',
  filesShown: template('{n, number} of {of, number} shown', (n: number, of: number) => ({ n, of })),
  filesAs: 'Files as',
  flat: 'Flat',
  hiddenByFilters: template(
    '{n, plural, one {# file is hidden by filters.} other {# files are hidden by filters.}}',
    (n: number) => ({ n }),
  ),
  modified: 'Last changed',
  nasName: 'Name on the NAS',
  noFilesMatch: 'No files match',
  noFilesYet: 'No files yet',
  noFilesYetText: 'They are listed as soon as the run folder has been read.',
  moreFiles: template(
    '{n, plural, one {more than # file} other {more than # files}}',
    (n: number) => ({ n }),
  ),
  nothingToResend: 'None of these files needs sending again',
  retryChosen: 'Retry chosen files',
  retryCount: template('Retry {files}', (files: string) => ({ files })),
  retryFolder: 'Retry files in this folder',
  retryThis: 'Retry this file',
  searchFiles: 'Search files',
  showLines: 'Show log lines',
  notNamed: 'The log does not name it.',
  timeline: 'Attempts that had to do with it, newest first',
  tree: 'Tree',
})
