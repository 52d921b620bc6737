// Schema of config.yaml (docs/spec.md 9) with its own key names. Unknown keys belong to ExLab-Wizard and are accepted.
import * as z from 'zod'
import { msg } from '../../../../shared/language/msg.ts'
import { refusePattern } from '../../domain/exclusion.ts'
import { refuseRunFolders } from '../../domain/run-layout.ts'
import { safeRemote } from '../../process/argument-checks.ts'
import {
  absolute,
  passesArgumentCheck,
  portNumber,
  positive,
  rcloneConf,
  sshTarget,
  text,
  transportSchema,
  weekWindow,
  whole,
} from './transport-schema.ts'

const flag = z.boolean(msg`must be true or false`).optional()
const day = z.iso.date(msg`must be a date such as 2026-01-31`)

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
      rehearse_days: whole
        .min(0, msg`must be from 0 to 365`)
        .max(365, msg`must be from 0 to 365`)
        .optional(),
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
