// Contract group `config.*`, `lock.*`, `instruments.*` and `tools.*`: what the settings screens read and change.
import * as z from 'zod'
import {
  completionRuleDraft,
  configCheck,
  configDocument,
  configProblem,
  instrumentInfo,
  toolInfo,
  wizardOffer,
  wizardSource,
} from '../model/settings.ts'
import { instrumentInput, noInput, settingEdits } from './fields.ts'
import { sentence } from '../model/sentence.ts'

const lockState = z.object({ locked: z.boolean() })

export const configMethods = {
  /** The instruments in force and the faults of config.yaml. */
  'config.get': {
    input: noInput,
    output: z.object({
      instruments: z.array(instrumentInfo),
      problems: z.array(configProblem),
      wizard: wizardSource,
    }),
  },
  /**
   * ExLab-Wizard's config.yaml where it lies on this computer and the settings do not name it; null: there is none. It is taken by
   * an edit of `exlab_wizard_config`.
   */
  'config.wizardOffer': { input: noInput, output: wizardOffer.nullable() },
  /** Opens config.yaml in the system's editor. */
  'config.open': { input: noInput, output: z.null() },
  /** Reads config.yaml again. */
  'config.reload': {
    input: noInput,
    output: z.object({ problems: z.array(configProblem) }),
  },
  /** config.yaml as data, for the settings form. */
  'config.document': { input: noInput, output: configDocument },
  /** What an edit would change, without writing it. */
  'config.check': {
    input: z.strictObject({ edits: settingEdits }),
    /** `tests`: for each touched instrument, what `tested` of a report says that is about exactly what the edits make of it. */
    output: configCheck.extend({ tests: z.record(z.string(), z.string()) }),
  },
  /**
   * Writes edits. `version` names the text that the edits were made from. Refused where the file changed meanwhile or a
   * value is bad.
   */
  'config.save': {
    input: z.strictObject({ edits: settingEdits, version: z.string().max(200) }),
    output: configCheck,
  },
  /** Whether the settings are locked against changes. */
  'lock.get': { input: noInput, output: lockState },
  /** Unlocking asks for the rights of an administrator of this computer. */
  'lock.set': { input: z.strictObject({ locked: z.boolean() }), output: lockState },
  /** Opens the folder that holds an instrument's runs. */
  'instruments.open': { input: instrumentInput, output: z.null() },
  /** Tries a completion rule on the last five run folders, newest first, and says which folders may be runs or hold them. */
  'instruments.previewRule': {
    input: completionRuleDraft,
    output: z.object({
      rows: z.array(z.object({ run: z.string(), finished: z.boolean(), words: sentence })),
      /** Names of folders that hold only folders, so that nobody can tell whether they are runs. */
      unclear: z.array(z.string()),
    }),
  },
  /** Counts the finished runs that a rule finds in the folder now, so that a person can say which of them to send. */
  'instruments.countRuns': {
    input: completionRuleDraft,
    output: z.object({
      /** By the day of their newest file (2026-01-31), oldest first. */
      days: z.array(z.object({ day: z.string(), runs: z.int(), bytes: z.number() })),
      unfinished: z.int(),
      /** When something in any of them last changed, by the clock of its disk, epoch ms; 0: there is none. */
      newestChange: z.number(),
      /** False where there are more than could be counted in time. */
      complete: z.boolean(),
    }),
  },
  /** Finds rclone, rsync and ssh on this computer. */
  'tools.find': { input: noInput, output: z.object({ rows: z.array(toolInfo) }) },
  /**
   * Gets rclone from its makers into the data folder, compared with the SHA-256 that they publish. It may be named in the settings
   * then; nothing names it yet. Refused where it can't be had, or what came is another file. A call while it is being got waits for
   * the same one.
   */
  'tools.getRclone': {
    input: noInput,
    output: z.object({ path: z.string(), version: z.string() }),
  },
  /** How far rclone is that is being got; null: none is. */
  'tools.gettingRclone': {
    input: noInput,
    output: z.object({
      progress: z
        .object({
          /** Bytes. */
          received: z.number(),
          /** Bytes; null: the server does not say. */
          total: z.number().nullable(),
          /** All came: it is compared, unpacked and tried. */
          checking: z.boolean(),
        })
        .nullable(),
    }),
  },
  /** Gives up the rclone that is being got; whatever came of it is removed. */
  'tools.stopGettingRclone': { input: noInput, output: z.null() },
} as const
