// A pattern for files like one that an operator points at; what patterns mean is decided by the core (domain/exclusion.ts).

/** What a pattern cannot say by itself stands for any one character. */
const plain = (name: string): string => name.replaceAll(/[*?\\]/g, '?')

/** Its ending where it has one, else its name. */
export const patternLike = (path: string): string => {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const dot = name.lastIndexOf('.')
  return dot > 0 && dot < name.length - 1 ? `*${plain(name.slice(dot))}` : plain(name)
}
