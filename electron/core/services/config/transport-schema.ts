// Schema of a transport in config.yaml (docs/spec.md 9), and of the values that other keys have too.
import * as z from 'zod'
import { msg } from '../../../../shared/language/msg.ts'
import { WEEK_DAYS } from '../../../../shared/weekly-hours.ts'
import { OWN_CONF } from '../../domain/config.ts'
import { errorMessage } from '../../errors.ts'
import {
  safeHost,
  safeInnerPath,
  safeRemote,
  safeRemotePath,
  safeUser,
} from '../../process/argument-checks.ts'

/** Refuses a value that the builders of command lines would refuse later, by the same check. */
export const passesArgumentCheck =
  (check: (value: string) => string) =>
  (value: string, context: z.RefinementCtx<string>): void => {
    try {
      check(value)
    } catch (error) {
      context.addIssue({
        code: 'custom',
        message: errorMessage(error),
      })
    }
  }

export const text = z.string().min(1, msg`must not be empty`)
const ABSOLUTE = /^(?:\/|~[\\/]|[A-Za-z]:[\\/]|\\\\)/
/** A path of Windows that YAML changed: between double quotes a backslash and the letter behind it are one character. */
const ESCAPED = /^[A-Za-z]:[\0-\x1f\x85\xa0\u2028\u2029]/
export const absolute = text.superRefine((path, context) => {
  if (ABSOLUTE.test(path)) return
  context.addIssue({
    code: 'custom',
    message: ESCAPED.test(path)
      ? msg`must be an absolute path: write it between single quotes ('D:\\runs') or with slashes (D:/runs), because YAML changes backslashes between double quotes`
      : msg`must be an absolute path (or begin with ~/)`,
  })
})
export const rcloneConf = text.refine((path) => path === OWN_CONF || ABSOLUTE.test(path), {
  message: msg`must be an absolute path (or begin with ~/), or ${OWN_CONF} for the app's own rclone.conf`,
})
export const positive = z.number().positive(msg`must be a number above 0`)
export const whole = z.number().int(msg`must be a whole number`)

const time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, msg`must be a time such as 08:00`)

export const weekWindow = z.object({
  days: z
    .array(z.enum(WEEK_DAYS, { error: msg`must be of ${WEEK_DAYS.join(', ')}` }))
    .min(1, msg`must name at least one day`),
  from: time,
  to: time,
})
export type RawWindow = z.infer<typeof weekWindow>

const bandwidth = z
  .object({ upload_mbps: positive, windows: z.array(weekWindow).optional() })
  .nullish()

const rclone = z.object({
  type: z.literal('rclone'),
  rclone_remote: text.superRefine(passesArgumentCheck(safeRemote)),
  rclone_remote_path: z
    .string()
    .superRefine((value, context) =>
      value === '' ? undefined : passesArgumentCheck(safeInnerPath)(value, context),
    )
    .default(''),
  rclone_config: rcloneConf.nullish(),
  bandwidth,
})

const PASSWORD_REFUSED = msg`ssh signs in with keys only: remove this key and set ssh_key_path (no secret is ever in this file)`
const passwordKey = z.undefined({ error: PASSWORD_REFUSED }).optional()

/** Splits `user@host`; an IPv6 address may stand in brackets, and the user may have a realm. */
export const splitTarget = (target: string): { user: string; host: string } => {
  const at = target.lastIndexOf('@')
  const host = target.slice(at + 1)
  return {
    user: target.slice(0, Math.max(0, at)),
    host: /^\[.*\]$/.test(host) ? host.slice(1, -1) : host,
  }
}

export const sshTarget = text.superRefine((value, context) => {
  if (!value.includes('@')) {
    context.addIssue({ code: 'custom', message: msg`must be user@host` })
    return
  }
  const { user, host } = splitTarget(value)
  passesArgumentCheck(safeUser)(user, context)
  passesArgumentCheck(safeHost)(host, context)
})

export const portNumber = whole
  .min(1, msg`must be a port from 1 to 65535`)
  .max(65_535, msg`must be a port from 1 to 65535`)

const rsyncSsh = z.object({
  type: z.literal('rsync_ssh'),
  ssh_target: sshTarget,
  ssh_key_path: absolute,
  remote_path: text.superRefine(passesArgumentCheck(safeRemotePath)),
  ssh_port: portNumber.nullish(),
  ssh_known_hosts_file: absolute.nullish(),
  password: passwordKey,
  ssh_password: passwordKey,
  passphrase: passwordKey,
  bandwidth,
})

const folder = z.object({
  type: z.literal('folder'),
  path: absolute.superRefine(passesArgumentCheck(safeInnerPath)),
  bandwidth,
})

/** The `transport` of an instrument. */
export const transportSchema = z.discriminatedUnion('type', [rclone, rsyncSsh, folder], {
  error: msg`type must be rclone, rsync_ssh or folder`,
})
