// Quotes words for a POSIX shell: commands that are run, and command lines that are shown.

/** One word for `sh`, whatever characters it has. */
export const shellQuote = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`

/** A command line as a person would type it: only words that need quotes have them. */
export const displayCommand = (argv: readonly string[]): string =>
  argv.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : shellQuote(word))).join(' ')
