// Final validation of values that become command-line arguments: a value that could act as an
// option, another remote or a second command is refused by name.
import { isIPv6 } from 'node:net'
import { msg } from '../../../shared/language/msg.ts'

/**
 * Thrown for a value that breaks a rule. Reading the config refuses it first, so this is
 * a bug or a hostile caller.
 */
export class UnsafeValue extends Error {
  override readonly name = 'UnsafeValue'
  constructor(what: string, value: string, rule: string) {
    super(msg`${what} "${JSON.stringify(value).slice(1, -1)}" can't be used: ${rule}`)
  }
}

const CONTROL = /[\u0000-\u001f\u007f]/

const refuseIf = (bad: boolean, what: string, value: string, rule: string): void => {
  if (bad) throw new UnsafeValue(what, value, rule)
}

/**
 * Name of an rclone remote (rclone docs, "Valid remote names"). A colon or comma would
 * make it a connection string.
 */
export const safeRemote = (value: string): string => {
  refuseIf(
    !/^[\p{L}\p{N}_.+@][\p{L}\p{N}_.+@ -]*$/u.test(value) || value.endsWith(' '),
    msg`The rclone remote`,
    value,
    msg`a remote name has letters, digits, _ . + @ - and blanks, and begins with none of - and blank`,
  )
  return value
}

/** A place in rclone's notation, as `rcloneTarget` or rclone.conf gives it; it stands behind `--`. */
export const safeTarget = (value: string): string => {
  refuseIf(
    CONTROL.test(value),
    msg`The place on the remote`,
    value,
    msg`it has a control character`,
  )
  return value
}

/**
 * A path that stands behind `remote:` or a `/` in its argument, where no character at its beginning means anything: a run may be
 * called `-80C_plate1` or `~scratch`.
 */
export const safeInnerPath = (value: string): string => {
  refuseIf(
    value === '' || CONTROL.test(value) || value.split('/').includes('..'),
    msg`The remote path`,
    value,
    msg`a remote path is not empty, has no control characters and no .. part`,
  )
  return value.length > 1 ? value.replace(/\/+$/, '') : value
}

/**
 * The first part of a path that rsync and the remote's shell are given, absolute or relative to the account's home folder.
 */
export const safeRemotePath = (value: string): string => {
  const rule = msg`a remote path is not empty, does not begin with - or ~, has no control characters and no .. part`
  refuseIf(
    value === '' || /^[-~]/.test(value) || CONTROL.test(value) || value.split('/').includes('..'),
    msg`The remote path`,
    value,
    rule,
  )
  return value.length > 1 ? value.replace(/\/+$/, '') : value
}

/** The user of ssh's `user@host`, also `user@realm`. */
export const safeUser = (value: string): string => {
  refuseIf(
    !/^[A-Za-z0-9_][A-Za-z0-9_.\\-]*\$?(?:@[A-Za-z0-9_][A-Za-z0-9_.-]*)?$/.test(value),
    msg`The ssh user`,
    value,
    msg`letters, digits, _ . - only, not beginning with -; a realm may follow after @`,
  )
  return value
}

/** The host of ssh's `user@host`: a name, an alias of ssh's configuration, or an address. */
export const safeHost = (value: string): string => {
  refuseIf(
    !/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(value) && !isIPv6(value),
    msg`The ssh host`,
    value,
    msg`a host name or an address, not beginning with -`,
  )
  return value
}

/** A path on this computer that becomes the value of an option. */
export const safeLocalPath = (value: string): string => {
  refuseIf(
    value === '' || value.startsWith('-') || CONTROL.test(value),
    msg`The path`,
    value,
    msg`not empty, not beginning with -, no control characters`,
  )
  return value
}

/** A run folder. It is absolute, so that no tool can take it for an option or a remote. */
export const safeFolder = (value: string): string => {
  refuseIf(
    !/^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(value) || /[\0\n\r]/.test(value),
    msg`The run folder`,
    value,
    msg`an absolute path without line breaks`,
  )
  return value
}
