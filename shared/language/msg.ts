// Marks the English texts of the core for the catalogue: tests read them out of the sources, and say.ts knows them again.

/**
 * An English text that a person may read. The core has no other language: what it stores, logs and prints is the same for
 * everybody, and the window says it in its own (say.ts). Words stand in it whole; only names, numbers and other such texts
 * are filled in.
 */
export const msg = (parts: TemplateStringsArray, ...values: readonly (string | number)[]): string =>
  parts.reduce((text, part, at) => `${text}${values[at - 1] ?? ''}${part}`)
