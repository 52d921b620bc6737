// Schemas of ssh access: the key of this computer, host keys and their comparison, and whether a key is let in.
import * as z from 'zod'
import { sentence } from './sentence.ts'

/** The public half of the key that the app made for this computer. */
export const computerKey = z.object({
  /** The private key; its public half lies beside it with `.pub`. */
  path: z.string(),
  /** The line for authorized_keys. */
  publicKey: z.string(),
  /** `SHA256:` and base64, as ssh prints it. */
  fingerprint: z.string(),
})
export type ComputerKey = z.infer<typeof computerKey>

/** What a file is that somebody chose as the key. */
export const keyFileCheck = z.object({
  /** Why it can't be used, as a sentence; null: nothing speaks against it. */
  problem: sentence.nullable(),
  /** What should be known although it can be used; null: nothing. */
  note: sentence.nullable(),
  /** The private key that belongs to a public half chosen by mistake, where it lies beside it; null: none does. */
  instead: z.string().nullable(),
})
export type KeyFileCheck = z.infer<typeof keyFileCheck>

/** A host key that an ssh server presents. `known` compares it with what is known here. */
const hostKey = z.object({
  type: z.string(),
  /** `SHA256:` and base64, as ssh prints it. */
  fingerprint: z.string(),
  known: z.enum(['same', 'unknown', 'changed']),
})

/** The host keys of a server now and before. */
export const hostIdentity = z.object({
  host: z.string(),
  port: z.int(),
  /** `same`: it is the server that this computer knows. `changed`: another key is known for it. */
  known: z.enum(['same', 'unknown', 'changed']),
  rows: z.array(hostKey),
  /** What is known here for that name and is not presented any more; empty unless it changed. */
  before: z.array(z.object({ type: z.string(), fingerprint: z.string() })),
})
export type HostIdentity = z.infer<typeof hostIdentity>

/**
 * What a comparison of IT's text with the server's keys found. `same`: one of them is the one that IT gave. `other`: none is.
 * `other_type`: IT gave a key of a kind that can't be compared here. `unreadable`: there is no fingerprint in the text.
 */
export const givenFingerprint = z.object({
  answer: z.enum(['same', 'other', 'other_type', 'unreadable']),
  /** A sentence for the person. */
  message: sentence,
})
export type GivenFingerprint = z.infer<typeof givenFingerprint>

/** Whether a server lets a key in. `no_answer`: it could not be asked. */
export const sshTry = z.object({
  state: z.enum(['let_in', 'refused', 'host_unknown', 'host_changed', 'no_answer']),
  /** A sentence for the person; for `refused` with what ssh said. */
  message: sentence,
})
export type SshTry = z.infer<typeof sshTry>
