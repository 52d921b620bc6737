// Contract group `connections.*`: makes, tests and changes connections to storage by way of rclone (docs/spec.md 9a).
import * as z from 'zod'
import {
  confInfo,
  connectionFact,
  connectionField,
  connectionInfo,
  connectionKind,
  connectionStep,
  foundServer,
  rcloneConf,
  remotePlace,
} from '../model/connections.ts'
import { connectionTestReport } from '../model/reports.ts'
import { noInput } from './fields.ts'

const draftId = z.uuid()
const draft = z.strictObject({ draftId })
const secret = z.string().min(1).max(10_000)
/** Options of a remote by rclone's names. */
const options = z.record(z.string().min(1).max(200), z.string().max(100_000))
/** What people call a destination. */
const destinationName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^:@\p{C}]*$/u, 'a name has neither : nor @')

/** A draft, or a remote that is set up. */
const connection = z.union([draft, remotePlace])

/**
 * What a test is made of: an instrument's `transport` as config.yaml would say it, before it is saved. With a draft,
 * `rclone_remote` and `rclone_config` are those of the draft, whatever they say.
 */
const candidate = z.strictObject({
  /** Names the report, and takes the place of the instrument of that id. */
  instrumentId: z.string().max(200),
  /** The folder with its runs, which must not overlap with the destination; null: not chosen yet. */
  localRoot: z.string().min(1).max(32_768).nullable(),
  transport: z.record(z.string().max(200), z.json()),
  draftId: draftId.nullable(),
})

export const connectionsMethods = {
  /** Kinds of storage that the installed rclone reaches, tiles first. */
  'connections.kinds': { input: noInput, output: z.object({ rows: z.array(connectionKind) }) },
  /** The fields of a kind, in rclone's order. */
  'connections.form': {
    input: z.strictObject({ type: z.string().min(1).max(200) }),
    output: z.object({ fields: z.array(connectionField) }),
  },
  /**
   * Servers that announce themselves on the local network, as far as they were found. The first call begins to search; without a
   * further one within five seconds, and by `connections.endSearch`, the search ends.
   */
  'connections.findServers': { input: noInput, output: z.object({ rows: z.array(foundServer) }) },
  'connections.endSearch': { input: noInput, output: z.null() },
  /** Every rclone.conf that is known, and the remotes in them. `conf`: another one, which was chosen in the system's dialog. */
  'connections.list': {
    input: z.strictObject({ conf: rcloneConf.optional() }),
    output: z.object({ confs: z.array(confInfo), rows: z.array(connectionInfo) }),
  },
  /**
   * Begins a draft, of which nothing is stored in a config, and answers rclone's first question. `from`: a remote of which the
   * draft is a change; options that are not given stay as they are there.
   */
  'connections.begin': {
    input: z.strictObject({
      type: z.string().min(1).max(200),
      options,
      from: remotePlace.nullable(),
    }),
    output: draft.extend({ step: connectionStep }),
  },
  /** Changes options of a draft, and begins rclone's questions anew. An empty value takes an option away. */
  'connections.change': {
    input: draft.extend({ options }),
    output: z.object({ step: connectionStep }),
  },
  /** Answers rclone's question. */
  'connections.answer': {
    input: draft.extend({ value: z.string().max(100_000) }),
    output: z.object({ step: connectionStep }),
  },
  /** Waits until a person has signed in with the browser, at most half a minute, and answers what comes next. */
  'connections.wait': { input: draft, output: z.object({ step: connectionStep }) },
  /** Ends a draft; what waits for it is given up. */
  'connections.discard': { input: draft, output: z.null() },
  /**
   * Lists the folders of a connection; of a Windows server, its shares. Refused where the server can't be reached or refuses the
   * sign-in, with the reason and the way out.
   */
  'connections.browse': {
    input: z.strictObject({ connection, path: z.string().max(32_768) }),
    output: z.object({
      rows: z.array(z.object({ name: z.string(), path: z.string(), share: z.boolean() })),
      /** There were more. */
      more: z.boolean(),
    }),
  },
  /** Makes a folder, and those above it. */
  'connections.makeFolder': {
    input: z.strictObject({ connection, path: z.string().min(1).max(32_768) }),
    output: z.null(),
  },
  /**
   * Tests a destination before it is saved, whatever its transport is; `rehearsal` sends, proves and removes a tiny run. Steps done
   * so far: `destinations.steps`.
   */
  'connections.test': {
    input: candidate.extend({ what: z.enum(['connection', 'rehearsal']) }),
    output: connectionTestReport,
  },
  /**
   * What IT has to know of the destination of an instrument, or of one that is not saved yet: settings, server, public half of the
   * key; no secret. Asks no server.
   */
  'connections.facts': {
    input: z.strictObject({
      instrumentId: z.string().max(200),
      draft: candidate.pick({ transport: true, draftId: true }).nullable(),
    }),
    output: z.object({ rows: z.array(connectionFact) }),
  },
  /**
   * Writes a draft into the rclone.conf that it comes from, a new one into the app's own, and ends it. `remote` and `conf` go into
   * the transport as `rclone_remote` and `rclone_config`; the name goes into config.yaml (`destinations`).
   */
  'connections.save': {
    input: draft.extend({ name: destinationName }),
    output: z.object({ place: remotePlace }),
  },
  /**
   * Replaces the password of a remote, or another secret option (`option`), once the server took it, and lifts its hold. Refused as
   * `unavailable` where the server can't be asked; with `untested` it is replaced all the same.
   */
  'connections.setPassword': {
    input: z.strictObject({
      place: remotePlace,
      option: z.string().max(200).nullable(),
      password: secret,
      untested: z.boolean().optional(),
    }),
    output: z.null(),
  },
  /** Tells the password of an encrypted rclone.conf, which is checked and kept. Refused where it is wrong. */
  'connections.unlock': {
    input: z.strictObject({ conf: rcloneConf, password: secret }),
    output: z.null(),
  },
  /** Removes a remote of the app's own rclone.conf. Refused with the names of instruments that send there. */
  'connections.remove': { input: z.strictObject({ place: remotePlace }), output: z.null() },
  /** Gives a destination the name that people use. `key`: of a destination (`destinations.list`). */
  'connections.rename': {
    input: z.strictObject({ key: z.string().min(1).max(1_000), name: destinationName }),
    output: z.null(),
  },
} as const
