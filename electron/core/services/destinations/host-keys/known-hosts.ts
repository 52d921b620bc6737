// Reads ssh host keys as known_hosts and ssh-keyscan write them.

interface HostKeyLine {
  /** `@cert-authority` or `@revoked`; null: none. */
  readonly marker: string | null
  readonly type: string
  /** The key in base64. */
  readonly blob: string
}

/** Keys in the text of known_hosts, `ssh-keyscan` or `ssh-keygen -F`; comments are left out. */
export const parseHostKeys = (text: string): HostKeyLine[] =>
  text.split('\n').flatMap((line) => {
    const fields = line.trim().split(/\s+/)
    const marker = fields[0]?.startsWith('@') === true ? (fields.shift() ?? null) : null
    const [host = '', type = '', blob = ''] = fields
    return host.startsWith('#') || blob === '' ? [] : [{ marker, type, blob }]
  })
