// Schema of config.yaml (docs/spec.md 9) with its own key names. Unknown keys belong to ExLab-Wizard and are accepted.
import * as z from 'zod'
import { msg } from '../../../../shared/language/msg.ts'
import { WEEK_DAYS } from '../../../../shared/weekly-hours.ts'
import { OWN_CONF } from '../../domain/config.ts'
import { refusePattern } from '../../domain/exclusion.ts'
import { refuseRunFolders } from '../../domain/run-layout.ts'
import { errorMessage } from '../../errors.ts'
import {
  safeHost,
  safeInnerPath,
  safeRemote,
  safeRemotePath,
  safeUser,
} from '../../process/argument-checks.ts'

/** Refuses a value that the builders of command lines would refuse later, by the same check. */
const passesArgumentCheck =
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

const text = z.string().min(1, msg`must not be empty`)
const ABSOLUTE = /^(?:\/|~[\\/]|[A-Za-z]:[\\/]|\\\\)/
/** A path of Windows that YAML changed: between double quotes a backslash and the letter behind it are one character. */
const ESCAPED = /^[A-Za-z]:[\0-\x1f\x85\xa0\u2028\u2029]/
const absolute = text.superRefine((path, context) => {
  if (ABSOLUTE.test(path)) return
  context.addIssue({
    code: 'custom',
    message: ESCAPED.test(path)
      ? msg`must be an absolute path: write it between single quotes ('D:\\runs') or with slashes (D:/runs), because YAML changes backslashes between double quotes`
      : msg`must be an absolute path (or begin with ~/)`,
  })
})
const rcloneConf = text.refine((path) => path === OWN_CONF || ABSOLUTE.test(path), {
  message: msg`must be an absolute path (or begin with ~/), or ${OWN_CONF} for the app's own rclone.conf`,
})
const positive = z.number().positive(msg`must be a number above 0`)
const flag = z.boolean(msg`must be true or false`).optional()
const whole = z.number().int(msg`must be a whole number`)

const time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, msg`must be a time such as 08:00`)

const day = z.iso.date(msg`must be a date such as 2026-01-31`)

const weekWindow = z.object({
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

const sshTarget = text.superRefine((value, context) => {
  if (!value.includes('@')) {
    context.addIssue({ code: 'custom', message: msg`must be user@host` })
    return
  }
  const { user, host } = splitTarget(value)
  passesArgumentCheck(safeUser)(user, context)
  passesArgumentCheck(safeHost)(host, context)
})

const portNumber = whole
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

const id = text.regex(
  /^[A-Za-z0-9][A-Za-z0-9_-]*$/,
  msg`must have letters, digits, _ and - only, and begin with a letter or digit`,
)
const fileName = text.refine((name) => !/[\\/]/.test(name) && name !== '..', {
  message: msg`must be a file name without folders`,
})

const further = z.object({
  name: id.max(40, msg`must have 40 characters or less`),
  required: z.boolean(msg`must be true or false`).default(true),
  transport: transportSchema,
})
const hasOwnNames = (all: readonly { readonly name: string }[]): boolean =>
  new Set(all.map(({ name }) => name.toLowerCase())).size === all.length

/** A text that a rule of the domain accepts; the rule answers why not, or null. */
const ruledText = (refuse: (value: string) => string | null): z.ZodType<string> =>
  z.string().superRefine((value, context) => {
    const message = refuse(value)
    if (message !== null) context.addIssue({ code: 'custom', message })
  })
const runFolders = ruledText(refuseRunFolders)

const equipment = z
  .object({
    id,
    label: z.string().optional(),
    local_root: absolute,
    nas_root: z.string().nullish(),
    completeness_signal: z
      .enum(['sentinel_file', 'manifest', 'quiet_period', 'button'], {
        error: msg`must be sentinel_file, manifest, quiet_period or button`,
      })
      .default('button'),
    sentinel_filename: fileName.nullish(),
    manifest_filename: fileName.nullish(),
    quiet_minutes: positive.nullish(),
    run_folders: z
      .union([runFolders, z.array(runFolders).min(1, msg`must name a pattern`)])
      .nullish(),
    exclude: z.array(ruledText(refusePattern)).nullish(),
    ignore_before: day.nullish(),
    only_after: z.iso
      .datetime({ offset: true, error: msg`must be a moment such as 2026-01-31T12:00:00Z` })
      .nullish(),
    transport: transportSchema,
    also: z
      .array(further)
      .refine(hasOwnNames, msg`two have one name`)
      .nullish(),
  })
  .superRefine((value, context) => {
    const need = (key: 'sentinel_filename' | 'manifest_filename'): void => {
      if (value[key] === undefined || value[key] === null) {
        context.addIssue({
          code: 'custom',
          path: [key],
          message: msg`is needed with completeness_signal: ${value.completeness_signal}`,
        })
      }
    }
    if (value.completeness_signal === 'sentinel_file') need('sentinel_filename')
    if (value.completeness_signal === 'manifest') need('manifest_filename')
  })

const destinationName = z
  .object({
    name: z
      .string()
      .trim()
      .min(1, msg`must not be empty`)
      .max(100, msg`must have 100 characters or less`)
      // so that nobody takes it for an address, and no control character is in it
      .regex(/^[^:@\p{C}]*$/u, msg`must have neither : nor @`),
    rclone_remote: text.superRefine(passesArgumentCheck(safeRemote)).nullish(),
    rclone_config: rcloneConf.nullish(),
    ssh_target: sshTarget.nullish(),
    ssh_port: portNumber.nullish(),
    path: absolute.nullish(),
  })
  .superRefine((value, context) => {
    const places = [value.rclone_remote, value.ssh_target, value.path]
    if (places.filter((place) => place !== null && place !== undefined).length !== 1)
      context.addIssue({
        code: 'custom',
        path: ['name'],
        message: msg`needs one of rclone_remote, ssh_target and path, which says what has this name`,
      })
  })

const bytes = z.union([
  whole.positive(msg`must be above 0`),
  z
    .string()
    .regex(
      /^\d+(?:\.\d+)? ?(?:[KMGT]i?B|B)?$/i,
      msg`must be a number of bytes or a size such as 1GiB`,
    ),
])

export const configSchema = z.object({
  exlab_wizard_config: absolute.nullish(),
  equipment: z.array(equipment).nullish(),
  destinations: z.array(destinationName).nullish(),
  sync: z
    .object({
      retry_delays_s: z
        .array(z.number().nonnegative(msg`must not be negative`))
        .min(1, msg`must have at least one delay`)
        .optional(),
      max_attempts: whole
        .min(1, msg`must be 1 or more`)
        .max(100, msg`must be 100 or less`)
        .optional(),
      parallel_jobs: whole
        .min(1, msg`must be from 1 to 8`)
        .max(8, msg`must be from 1 to 8`)
        .optional(),
      transfers: whole
        .min(1, msg`must be from 1 to 64`)
        .max(64, msg`must be from 1 to 64`)
        .optional(),
      max_transfers: whole
        .min(1, msg`must be from 1 to 64`)
        .max(64, msg`must be from 1 to 64`)
        .optional(),
      inactivity_s: positive.optional(),
      instrument_guard: z
        .enum(['off', 'hold', 'slow'], { error: msg`must be off, hold or slow` })
        .optional(),
      guard_mbps: positive.optional(),
      keep_awake: flag,
      enabled: z.boolean(msg`must be true or false`).nullish(),
    })
    .nullish(),
  verify: z
    .object({ max_stream_bytes: bytes.optional(), repeat_days: positive.nullish() })
    .nullish(),
  nas_cleanup: z
    .object({
      enabled: flag,
      min_verify_passes: whole
        .min(1, msg`must be from 1 to 10`)
        .max(10, msg`must be from 1 to 10`)
        .optional(),
      min_age_hours: z
        .number()
        .nonnegative(msg`must not be negative`)
        .optional(),
      retain_cache: flag,
    })
    .nullish(),
  logging: z.object({ keep_days: positive.optional(), max_bytes: bytes.optional() }).nullish(),
  notify: z
    .object({
      problems: flag,
      finished: flag,
      working_hours: weekWindow.nullish(),
    })
    .nullish(),
  app: z.object({ close_to_tray: flag, start_at_login: flag }).nullish(),
  updates: z
    .object({
      feed_url: z
        .url({
          protocol: /^https?$/,
          error: msg`must be an address that begins with https:// or http://`,
        })
        .nullish(),
    })
    .nullish(),
  watch: z
    .object({
      enabled: flag,
      sweep_seconds: z
        .number()
        .min(5, msg`must be 5 or more`)
        .optional(),
      settle_seconds: z
        .number()
        .nonnegative(msg`must not be negative`)
        .optional(),
      ignore_before: day.optional(),
    })
    .nullish(),
  tools: z
    .object({ rclone: absolute.nullish(), rsync: absolute.nullish(), ssh: absolute.nullish() })
    .nullish(),
})
export type RawConfig = z.infer<typeof configSchema>
