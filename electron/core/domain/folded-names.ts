// Names as servers see them that do not tell all names apart, and as servers store them that alter names. Pure.

/** What a server does not tell apart. */
export interface NameFolds {
  /** Capitals and small letters. */
  readonly case: boolean
  /** Unicode's forms of one letter: composed and decomposed. */
  readonly unicode: boolean
}

/** The one form of all paths that such a server takes for the same. */
export const foldedPath = (path: string, folds: NameFolds): string => {
  const composed = folds.unicode ? path.normalize('NFC') : path
  if (!folds.case) return composed
  // both ways, because some letters have no partner in one of them
  const folded = composed.toUpperCase().toLowerCase()
  return folds.unicode ? folded.normalize('NFC') : folded
}

const QUOTE = '\u201b'
const FULL_WIDTH = 0xfee0

/**
 * Characters that a server does not take in a name, and what programs store in their place: full-width letters and pictures
 * of blanks (rclone), the private characters U+F001 to U+F07F (SMB of Linux, macOS and Cygwin).
 */
const FORBIDDEN = /["*:<>?\\|]|[\uf001-\uf07f]/g

const looseName = (name: string): string =>
  name
    .replaceAll(QUOTE, '')
    .replaceAll(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - FULL_WIDTH))
    .replaceAll('\u2420', ' ')
    .replaceAll(FORBIDDEN, '_')
    // Windows drops blanks and full stops at the end; the private characters of either count as one
    .replaceAll(/[ ._]+$/g, '')

/**
 * The form under which a file's name and what a server made of it are the same. Different files may have the same loose form,
 * so a pair counts only where the bytes are equal, too.
 */
export const loosePath = (path: string): string =>
  foldedPath(path.split('/').map(looseName).join('/'), { case: true, unicode: true })
