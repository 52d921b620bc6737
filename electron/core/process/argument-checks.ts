// The last door before an argument: what could become an option, another remote or a second command is refused by name.

/** A value that the rules refuse; a bug or a hostile config, since reading the config refuses it first. */
export class UnsafeValue extends Error {
  override readonly name = 'UnsafeValue'
  constructor(what: string, value: string, rule: string) {
    super(`${what} ${JSON.stringify(value)} can't be used: ${rule}`)
  }
}

const CONTROL = /[\u0000-\u001f\u007f]/

const refuseIf = (bad: boolean, what: string, value: string, rule: string): void => {
  if (bad) throw new UnsafeValue(what, value, rule)
}

/** Name of an rclone remote (rclone docs, "Valid remote names"); a colon or comma would make it a connection string. */
export const safeRemote = (value: string): string => {
  refuseIf(
    !/^[\p{L}\p{N}_.+@][\p{L}\p{N}_.+@ -]*$/u.test(value) || value.endsWith(' '),
    'The rclone remote',
    value,
    'a remote name has letters, digits, _ . + @ - and blanks, and begins with none of - and blank',
  )
  return value
}

/** A path on the far side, absolute or relative to the account's folder. */
export const safeRemotePath = (value: string): string => {
  const rule =
    'a remote path is not empty, does not begin with - or ~, has no control characters and no .. part'
  refuseIf(
    value === '' || /^[-~]/.test(value) || CONTROL.test(value) || value.split('/').includes('..'),
    'The remote path',
    value,
    rule,
  )
  return value.length > 1 ? value.replace(/\/+$/, '') : value
}

/** `user@host` parts of ssh. */
export const safeUser = (value: string): string => {
  refuseIf(
    !/^[A-Za-z0-9_][A-Za-z0-9_.\\-]*\$?$/.test(value),
    'The ssh user',
    value,
    'letters, digits, _ . - only, not beginning with -',
  )
  return value
}

export const safeHost = (value: string): string => {
  refuseIf(
    !/^[A-Za-z0-9][A-Za-z0-9.-]*$/.test(value),
    'The ssh host',
    value,
    'a host name or IPv4 address, not beginning with -',
  )
  return value
}

/** A path of this computer that goes into an option's value. */
export const safeLocalPath = (value: string): string => {
  refuseIf(
    value === '' || value.startsWith('-') || CONTROL.test(value),
    'The path',
    value,
    'not empty, not beginning with -, no control characters',
  )
  return value
}

/** A run folder: absolute, so that neither tool can take it for an option or a remote. */
export const safeFolder = (value: string): string => {
  refuseIf(
    !/^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(value) || /[\0\n\r]/.test(value),
    'The run folder',
    value,
    'an absolute path without line breaks',
  )
  return value
}
