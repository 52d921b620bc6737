// Schemas of connections: kinds of storage that rclone can reach, their forms, the dialogue that makes a remote, and what is set up.
import * as z from 'zod'
import { sentence } from './sentence.ts'

/**
 * Which rclone.conf a remote is in, as `rclone_config` of config.yaml says it: `app`: the app's own, encrypted one in the data
 * folder; null: rclone's default; else an absolute path.
 */
export const rcloneConf = z.string().min(1).max(32_768).nullable()

/** A remote of an rclone.conf. */
export const remotePlace = z.strictObject({
  conf: rcloneConf,
  /** Without the colon. */
  remote: z.string().min(1).max(500),
})
export type RemotePlace = z.infer<typeof remotePlace>

/** One field of a form, or one question of rclone's dialogue, as rclone describes it. */
export const connectionField = z.object({
  name: z.string(),
  /** A few words in English; the window has its own (`shared/messages/connections.ts`). */
  label: z.string(),
  /** What rclone says of it. */
  help: z.string(),
  /** rclone's type: `string`, `int`, `bool`, `Duration`, `SizeSuffix` and others. */
  type: z.string(),
  required: z.boolean(),
  /** Typed hidden, never shown again. */
  secret: z.boolean(),
  /** What rclone takes where nothing is given. */
  standard: z.string(),
  examples: z.array(
    z.object({
      value: z.string(),
      help: z.string(),
      /** As `providers` of the field. */
      providers: z.string(),
    }),
  ),
  /** Only one of the examples can be given. */
  exclusive: z.boolean(),
  /** Folded away. */
  advanced: z.boolean(),
  /**
   * The field is for some values of the field `provider`: a list such as `AWS,Minio`, or `!AWS,Minio` for all others; '': for all.
   */
  providers: z.string(),
})
export type ConnectionField = z.infer<typeof connectionField>

/** A backend of the installed rclone. */
export const connectionKind = z.object({
  /** rclone's name of it: `smb`. */
  type: z.string(),
  /** A few words for a person: `Windows share (SMB)`. */
  title: sentence,
  /** What rclone says of it. */
  description: z.string(),
  /** It stands among the first tiles, in the order of the list. */
  tile: z.boolean(),
  /** A person signs in with a browser. */
  browser: z.boolean(),
  /** It shows another remote in another way (`crypt`, `alias`), and stores nothing itself. */
  overlay: z.boolean(),
})
export type ConnectionKind = z.infer<typeof connectionKind>

/** What comes next in the dialogue of a draft. */
export const connectionStep = z.discriminatedUnion('kind', [
  /** rclone asks something. */
  z.object({
    kind: z.literal('question'),
    field: connectionField,
    /** Why the answer before was not taken; '': it was. */
    error: sentence,
  }),
  /** rclone waits until a person has signed in with the browser, which it opened at this address. */
  z.object({ kind: z.literal('browser'), url: z.string() }),
  /** rclone has all that it needs: the draft can be browsed, tested and saved. */
  z.object({ kind: z.literal('complete') }),
])
export type ConnectionStep = z.infer<typeof connectionStep>

/** A line of what IT has to know of a destination, in English: a setting by its name in config.yaml or rclone.conf, a server, a key. */
export const connectionFact = z.object({ name: z.string(), value: z.string() })
export type ConnectionFact = z.infer<typeof connectionFact>

/** A remote that is set up, in the app's own rclone.conf or another one. Nothing secret is in it. */
export const connectionInfo = z.object({
  place: remotePlace,
  /** What people call it. */
  name: z.string(),
  /** rclone's name of its backend; null: its rclone.conf can't be read. */
  type: z.string().nullable(),
  /** Its options without the secret ones. */
  options: z.record(z.string(), z.string()),
  /** Names of the secret options that are set. */
  secrets: z.array(z.string()),
  /** The option that holds the password of the account; null: it has none. */
  password: z.string().nullable(),
  /** Instruments that send there. */
  instruments: z.array(z.string()),
  /** Whether this account may change it. */
  writable: z.boolean(),
})
export type ConnectionInfo = z.infer<typeof connectionInfo>

/** An rclone.conf that is known: the app's own, rclone's default, and those that config.yaml names. */
export const confInfo = z.object({
  conf: rcloneConf,
  file: z.string(),
  /** `locked`: it is encrypted, and its password is not known; `missing`: there is no such file. */
  state: z.enum(['open', 'locked', 'missing', 'unreadable']),
  encrypted: z.boolean(),
  /** Why it can't be read, or what a person should know, as a sentence; null: nothing. */
  message: sentence.nullable(),
})
export type ConfInfo = z.infer<typeof confInfo>

/** A server that announces itself on the local network. All of it is what somebody there says: nothing is trusted for it. */
export const foundServer = z.object({
  /** `ssh`: an account with a shell, for rsync. */
  kind: z.enum(['smb', 'sftp', 'ssh', 'webdav']),
  /** Its name for people; hidden characters are escapes. */
  name: z.string(),
  /** Where it is reached: its address where its name is one of the local network only. */
  host: z.string(),
  hostName: z.string(),
  port: z.int(),
  /** The address of WebDAV; null: of other kinds. */
  url: z.string().nullable(),
})
export type FoundServer = z.infer<typeof foundServer>
