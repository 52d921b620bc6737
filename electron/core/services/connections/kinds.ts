// Reads what `rclone config providers` says of its backends: kinds of storage, and the fields of their forms. Pure.
import * as z from 'zod'
import { inEnglish } from '../../../../shared/language/messages.ts'
import { TILES, fieldLabel } from '../../../../shared/messages/connections.ts'
import type { ConnectionField, ConnectionKind } from '../../../../shared/model/connections.ts'
import { OVERLAYS } from '../../transports/rclone/backends.ts'

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '')
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false)

const rcloneOption = z.object({
  Name: z.string(),
  Help: text,
  Provider: text,
  DefaultStr: text,
  Type: text,
  Required: flag,
  IsPassword: flag,
  Advanced: flag,
  Exclusive: flag,
  /** A set of bits; `HIDDEN` keeps it out of forms. */
  Hide: z
    .number()
    .nullish()
    .transform((value) => value ?? 0),
  Examples: z
    .array(z.object({ Value: z.coerce.string(), Help: text, Provider: text }))
    .nullish()
    .transform((examples) => examples ?? []),
})

/** A question of `rclone config update`, which is an option as well. */
export const rcloneQuestion = rcloneOption
type RcloneOption = z.infer<typeof rcloneOption>

const providers = z.array(
  z.object({
    Name: z.string(),
    Description: text,
    Hide: flag,
    Options: z
      .array(rcloneOption)
      .nullish()
      .transform((options) => options ?? []),
  }),
)

/** A backend with the fields of its form. */
export interface Backend {
  readonly kind: ConnectionKind
  readonly fields: readonly ConnectionField[]
  /** Options that are passwords: rclone.conf has them obscured. */
  readonly obscured: ReadonlySet<string>
}

const HIDDEN = 2

/** Options with a secret, whatever rclone calls them; rclone marks passwords only. */
const SECRET =
  /(?:^|_)(?:secret|token|pass|password|passphrase|pem|key|credentials|cookies|authorization|sas_url)$|secret|customer_key|api_key/
const NO_SECRET = /(?:^|_)(?:public_key|key_id)$/

/**
 * Options that name a program of this computer, or a command line. A window's page must not be able to bring one
 * (docs/security.md 5).
 */
export const namesProgram = (type: string, option: string): boolean =>
  option.endsWith('command') || (type === 'sftp' && option === 'ssh')

/** Options whose values are all among their examples, also where rclone does not say so, as older versions do not. */
const CLOSED: ReadonlySet<string> = new Set(['provider', 'vendor'])

/** Options that few people need although rclone asks everybody for them: they are folded away. */
const FOLDED: ReadonlySet<string> = new Set([
  'port',
  'domain',
  'key_pem',
  'key_use_agent',
  'use_insecure_cipher',
  'disable_hashcheck',
  'bearer_token',
  'client_id',
  'client_secret',
  'env_auth',
  'location_constraint',
  'acl',
  'server_side_encryption',
  'sse_kms_key_id',
  'storage_class',
])

/**
 * What the forms of the tiles show at once. Newer versions of rclone ask everybody for more with each release; the rest is folded
 * away, so that a form stays the one that a person knows.
 */
const SHOWN: Readonly<Record<string, ReadonlySet<string>>> = {
  smb: new Set(['host', 'user', 'pass']),
  sftp: new Set(['host', 'user', 'pass', 'key_file', 'key_file_pass']),
  webdav: new Set(['url', 'vendor', 'user', 'pass']),
  s3: new Set(['provider', 'access_key_id', 'secret_access_key', 'region', 'endpoint']),
}

const isFolded = (type: string, { Name, Advanced, Required }: RcloneOption): boolean =>
  Advanced || (!Required && (FOLDED.has(Name) || SHOWN[type]?.has(Name) === false))

/** True where an option's name tells that its value is secret. */
export const isSecretName = (name: string): boolean => SECRET.test(name) && !NO_SECRET.test(name)

const isSecret = ({ Name, Type, IsPassword }: RcloneOption): boolean =>
  IsPassword || (Type !== 'bool' && isSecretName(Name))

/** A field of a form, or a question, for a person. */
export const fieldOf = (type: string, option: RcloneOption): ConnectionField => ({
  name: option.Name,
  // what rclone said is kept, and a window may speak another language the next time: it has words of its own
  label: inEnglish(() => fieldLabel(type, option.Name)),
  help: option.Help.trim(),
  type: option.Type === '' ? 'string' : option.Type,
  required: option.Required,
  secret: isSecret(option),
  standard: option.DefaultStr,
  examples: option.Examples.map((one) => ({
    value: one.Value,
    help: one.Help,
    providers: one.Provider,
  })),
  exclusive: (option.Exclusive || CLOSED.has(option.Name)) && option.Examples.length > 0,
  advanced: isFolded(type, option),
  providers: option.Provider,
})

/** Keeps nothing from one program to the next. */
const USELESS: ReadonlySet<string> = new Set(['memory'])

const tileNames = Object.keys(TILES)
const rank = (type: string): number =>
  tileNames.includes(type) ? tileNames.indexOf(type) : tileNames.length

/** The backends by their type, tiles first, then by title. Throws where the text is no such list. */
export const parseProviders = (json: string): ReadonlyMap<string, Backend> => {
  const found = providers
    .parse(JSON.parse(json))
    .filter((one) => !one.Hide && !USELESS.has(one.Name))
    .map(({ Name, Description, Options }): Backend => {
      const shown = Options.filter(
        (option) => (option.Hide & HIDDEN) === 0 && !namesProgram(Name, option.Name),
      )
      return {
        kind: {
          type: Name,
          title: inEnglish(() => TILES[Name] ?? Description),
          description: Description,
          tile: tileNames.includes(Name),
          browser: Options.some(({ Name: name }) => name === 'token_url'),
          overlay: Object.hasOwn(OVERLAYS, Name),
        },
        fields: shown.map((option) => fieldOf(Name, option)),
        obscured: new Set(Options.filter((one) => one.IsPassword).map((one) => one.Name)),
      }
    })
    .toSorted(
      (a, b) =>
        rank(a.kind.type) - rank(b.kind.type) || a.kind.title.localeCompare(b.kind.title, 'en'),
    )
  return new Map(found.map((one) => [one.kind.type, one]))
}

/** The option with which an account signs in; null: it signs in with a browser, or has no password. */
export const passwordOption = ({ kind, fields }: Backend): string | null =>
  kind.browser ? null : (fields.find((field) => field.secret && !field.advanced)?.name ?? null)
