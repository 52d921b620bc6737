// Quoting of words for a POSIX shell: for scripts that run on the remote, and for
// command lines shown to people.

/** One word for `sh`, always in single quotes, whatever characters it has. */
export const shellQuote = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`

/**
 * A command line as a person could type it: a word is quoted only where a shell would change it.
 */
export const commandLine = (argv: readonly string[]): string =>
  argv.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : shellQuote(word))).join(' ')
