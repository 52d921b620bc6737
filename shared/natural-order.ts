// Natural order of paths: folder by folder, numbers in names by their value, so that `read_2` comes before `read_10`.

let collator: Intl.Collator | null = null

/** Compares two names. Equal where they only differ in what the system's language does not tell apart: then by code units. */
export const compareNames = (a: string, b: string): number => {
  collator ??= new Intl.Collator('en', { numeric: true })
  return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0)
}

/** Compares two paths with forward slashes, folder by folder. */
export const comparePaths = (a: string, b: string): number => {
  const [folders, others] = [a.split('/'), b.split('/')]
  for (const [index, name] of folders.entries()) {
    const other = others[index]
    if (other === undefined) return 1
    const order = compareNames(name, other)
    if (order !== 0) return order
  }
  return folders.length - others.length
}
