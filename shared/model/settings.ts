// Schemas of the settings screens: edits of config.yaml and their diff, tools, dropped folders.
import * as z from 'zod'
import { COMPLETENESS_SIGNALS } from '../constants.ts'
import { transportType } from './model.ts'
import { sentence } from './sentence.ts'

/** An instrument as the window needs to know it. */
export const instrumentInfo = z.object({
  id: z.string(),
  label: z.string(),
  localRoot: z.string(),
  transport: transportType,
  /** `remote:path` or `user@host:path`. */
  destination: z.string(),
  /** What people call the destination; null: nobody gave it a name. */
  destinationName: z.string().nullable(),
  /** Key of the destination; instruments that share a destination have the same key. */
  key: z.string(),
  /** Which folders are runs, as a phrase. */
  runs: sentence,
  /** The completion rule as a sentence. */
  rule: sentence,
  /** Whether its folder is watched for new runs (`watch.enabled`). */
  watched: z.boolean(),
  /** Where the NAS is mounted on this computer (`nas_root`); null: not configured. */
  nasRoot: z.string().nullable(),
  /** Its further destinations. */
  also: z.array(z.object({ name: z.string(), required: z.boolean(), destination: z.string() })),
})
export type InstrumentInfo = z.infer<typeof instrumentInfo>

/** One fault of config.yaml: its line, its key, and what is allowed there (docs/spec.md 9). */
export const configProblem = z.object({
  /** From 1; null for a fault of the whole file (missing, unreadable). */
  line: z.number().int().nullable(),
  /** Dotted path such as `equipment[0].transport.ssh_target`; '' for the whole file. */
  key: z.string(),
  message: sentence,
})
export type ConfigProblem = z.infer<typeof configProblem>

/** An instrument by its names. */
const namedInstrument = z.object({ id: z.string(), label: z.string() })

/** What the settings take from ExLab-Wizard. */
export const wizardSource = z.object({
  /** Its config.yaml, which ours names; null: none is named. */
  file: z.string().nullable(),
  /** Ids of the instruments that come from it. */
  instruments: z.array(z.string()),
  /** Instruments whose runs another computer sends (`sync_mode: stage`). */
  staged: z.array(namedInstrument),
})
export type WizardSource = z.infer<typeof wizardSource>

/** ExLab-Wizard's config.yaml on this computer, which our settings do not name yet. */
export const wizardOffer = z.object({
  file: z.string(),
  instruments: z.array(namedInstrument.extend({ destination: z.string() })),
  staged: z.array(namedInstrument),
  /** Why its instruments can't be taken, as a sentence; null: they can. */
  problem: sentence.nullable(),
})
export type WizardOffer = z.infer<typeof wizardOffer>

/** Path of a value in config.yaml: `['equipment', 0, 'label']`. */
const settingPath = z
  .array(z.union([z.string().max(200), z.int().nonnegative()]))
  .min(1)
  .max(8)

/** One change of config.yaml. Without `value` the key is removed. Objects and lists are replaced as a whole. */
export const settingEdit = z.strictObject({ path: settingPath, value: z.json().optional() })
export type SettingEdit = z.infer<typeof settingEdit>

export const configDocument = z.object({
  /** The file's content as data; null where it is not YAML. */
  values: z.json(),
  /** Digest of the file's text; a save names the version that it was made from. */
  version: z.string(),
  file: z.string(),
  exists: z.boolean(),
  problems: z.array(configProblem),
})
export type ConfigDocument = z.infer<typeof configDocument>

/** One line of a diff. */
const diffLine = z.object({ mark: z.enum(['same', 'added', 'removed']), text: z.string() })
export type DiffLine = z.infer<typeof diffLine>

export const configCheck = z.object({
  problems: z.array(configProblem),
  /** Changed lines with two unchanged lines around each. */
  diff: z.array(diffLine),
  /** Instruments whose destination the edits change. */
  touched: z.array(z.string()),
})
export type ConfigCheck = z.infer<typeof configCheck>

/** A transfer program as it was found on this computer. */
export const toolInfo = z.object({
  name: z.enum(['rclone', 'rsync', 'ssh']),
  path: z.string().nullable(),
  version: z.string().nullable(),
  /** Why it cannot be used, as a sentence; null: it can be used. */
  problem: z.string().nullable(),
})
export type ToolInfo = z.infer<typeof toolInfo>

const completenessSignal = z.enum(COMPLETENESS_SIGNALS)
export type CompletenessSignal = z.infer<typeof completenessSignal>

/** A completion rule that is not saved yet. */
export const completionRuleDraft = z.strictObject({
  id: z.string().max(200),
  localRoot: z.string().min(1).max(32_768),
  signal: completenessSignal,
  filename: z.string().max(500),
  quietMinutes: z.number().positive().max(100_000),
  /** Pattern of `run_folders`; '': runs are found by what is there. */
  runFolders: z.string().max(500).optional(),
})
export type CompletionRuleDraft = z.infer<typeof completionRuleDraft>

/** What a folder is that somebody wants to add: a run, a parent of runs, or neither. */
export const foundFolder = z.object({
  folder: z.string(),
  kind: z.enum(['run', 'parent', 'refused', 'not_a_folder', 'unknown']),
  /** Why it cannot be added as it is, in a sentence; null: it can. */
  message: sentence.nullable(),
  /** Its instrument; null: none. */
  instrument: z.string().nullable(),
  /** Whether it can be added as one run, if a person says that it is one. */
  mayBeRun: z.boolean(),
  /** Runs in a parent folder, at most 200; `known`: it is in the queue. */
  runs: z.array(z.object({ folder: z.string(), run: z.string(), known: z.boolean() })),
})
export type FoundFolder = z.infer<typeof foundFolder>
