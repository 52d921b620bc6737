// Suggests exclusion patterns: for one file alone, and for files like it. What patterns mean is defined in electron/core/domain/exclusion.ts.

/** Replaces characters with a meaning in patterns by `?`, which matches any one character. */
const withoutWildcards = (name: string): string => name.replaceAll(/[*?\\]/g, '?')

/** `*.tif` for a file with an extension, else the file's name. */
export const suggestPattern = (path: string): string => {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const dot = name.lastIndexOf('.')
  return dot > 0 && dot < name.length - 1
    ? `*${withoutWildcards(name.slice(dot))}`
    : withoutWildcards(name)
}

/** A pattern for this file of the run alone: its path from the run folder on. */
export const exactPattern = (path: string): string =>
  withoutWildcards(path.includes('/') ? path : `/${path}`)
