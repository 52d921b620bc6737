// Parses host keys from the lines of known_hosts, ssh-keyscan and `ssh-keygen -F`.

export interface HostKeyLine {
  /** The line begins with a marker such as `@cert-authority` or `@revoked`. */
  readonly marked: boolean
  /** Such as `ssh-ed25519`. */
  readonly type: string
  /** The key, base64. */
  readonly blob: string
}

/** The keys of the text; comments and incomplete lines are skipped. */
export const parseKeyLines = (text: string): HostKeyLine[] =>
  text.split('\n').flatMap((line) => {
    const marked = line.startsWith('@')
    const [host = '', type = '', blob = ''] = line
      .replace(/^@\S+\s+/, '')
      .trim()
      .split(/\s+/)
    return host.startsWith('#') || blob === '' ? [] : [{ marked, type, blob }]
  })
