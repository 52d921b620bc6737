// Says in an operator's words why a file is not done: of what a tool or the system said, the kind of fault that it names.
import { FILE_PROBLEMS } from './messages/files.ts'
import type { FileRow } from './model/model.ts'

type Words = keyof typeof FILE_PROBLEMS

/** What tools and systems say, most telling first; a text that none of these finds is shown as it is. */
const RULES: readonly (readonly [RegExp, Words])[] = [
  [/no space left|enospc|disk quota|quota exceeded|edquot/i, 'full'],
  [/file ?name too long|enametoolong/i, 'longName'],
  [/corrupted on transfer|hash(?:es)? differ|sizes? differ/i, 'damaged'],
  [/source file is being updated|file changed as we read/i, 'changing'],
  [
    /permission denied|access (?:is )?denied|eacces|eperm|operation not permitted|forbidden/i,
    'denied',
  ],
  [
    /input\/output error|\beio\b|ebadmsg|bad message|structure needs cleaning|euclean/i,
    'unreadable',
  ],
  [/device or resource busy|ebusy|being used by another process|text file busy/i, 'busy'],
  [/read-only file system|erofs/i, 'readOnly'],
  [/invalid argument|illegal byte sequence|invalid (?:file )?name|invalid character/i, 'badName'],
  [/time(?:d)? ?out|deadline exceeded/i, 'timeout'],
  [
    /connection (?:reset|refused|closed|lost)|broken pipe|unexpected eof|no route to host|network is unreachable/i,
    'connection',
  ],
]

/** The first line of the file's error without its path, which has a column of its own. */
const firstLine = ({ path, lastError }: Pick<FileRow, 'path' | 'lastError'>): string => {
  const [line = ''] = (lastError ?? '').split('\n')
  const named = line.startsWith(path) ? line.slice(path.length) : line
  return named.replace(/^[\s:,-]+/, '')
}

/** Why a file is not done, in a few words; '' where there is no error. The whole error is `lastError`. */
export const fileProblem = (file: Pick<FileRow, 'path' | 'lastError'>): string => {
  const line = firstLine(file)
  // a file may be called "permission denied.tif"
  const name = file.path.slice(file.path.lastIndexOf('/') + 1)
  const said = line.replaceAll(file.path, '').replaceAll(name, '')
  const rule = RULES.find(([pattern]) => pattern.test(said))
  return rule === undefined ? line : FILE_PROBLEMS[rule[1]]
}
