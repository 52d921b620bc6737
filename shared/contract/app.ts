// Contract group `app.*` and `bundle.*`: the program itself, the system's dialogs, help and the support bundle.
import * as z from 'zod'
import { LANGUAGES, type Language } from '../language/languages.ts'
import { noInput, savedFile } from './fields.ts'
import { sentence } from '../model/sentence.ts'

const language = z.enum(Object.keys(LANGUAGES) as Language[]) // Object.keys answers plain strings
/** A language, or the system's. */
export const languageChoice = z.union([language, z.literal('system')])

/** Light or dark, or as the system is. */
export const appearance = z.enum(['system', 'light', 'dark'])
export type Appearance = z.infer<typeof appearance>

export const appMethods = {
  'app.info': {
    input: noInput,
    output: z.object({
      version: z.string(),
      dataDir: z.string(),
      configFile: z.string(),
      /** Where the program runs: name of the computer, account of the system, system with its version. */
      station: z.string(),
      account: z.string(),
      system: z.string(),
      /** Sentences about what keeps the app from working: queue database, another engine, tools. */
      problems: z.array(sentence),
      /** Sentences about what should be put right although the app works. */
      warnings: z.array(sentence),
      /** What is known of a newer version, as a sentence; null: none is looked for, or this is no installed program. */
      update: sentence.nullable(),
    }),
  },
  /** What the person chose as language of window, menu and tray, and the language that follows from it. */
  'app.language': { input: noInput, output: z.object({ choice: languageChoice, language }) },
  /** Changes that language at once in menu, tray and notifications; the window follows the answer. */
  'app.setLanguage': {
    input: z.strictObject({ choice: languageChoice }),
    output: z.object({ language }),
  },
  /** Light or dark, as the person chose for this account. */
  'app.appearance': { input: noInput, output: z.object({ choice: appearance }) },
  /** Changes it at once. */
  'app.setAppearance': { input: z.strictObject({ choice: appearance }), output: z.null() },
  /** Opens the system's dialog for folders of runs. */
  'app.chooseFolders': {
    input: noInput,
    /** Empty when the person cancelled. */
    output: z.object({ folders: z.array(z.string()) }),
  },
  /**
   * Opens the system's dialog for one folder or file of the settings. A program, and rclone's file, can be named by a save only
   * after it was chosen here; a program is looked at and shown with its version first. Refused where it can't be used.
   */
  'app.choosePath': {
    input: z.strictObject({
      what: z.enum(['folder', 'file', 'rclone_config', 'rclone', 'rsync', 'ssh']),
    }),
    /** null when the person cancelled. */
    output: z.object({ path: z.string().nullable() }),
  },
  /** Opens the operator guide, the page of reasons, a folder of this program, or the page where rclone's makers offer it. */
  'app.openHelp': {
    input: z.strictObject({ what: z.enum(['guide', 'data', 'logs', 'reasons', 'rclone']) }),
    output: z.null(),
  },
  /** Lists what a support bundle would hold. */
  'bundle.preview': {
    input: noInput,
    output: z.object({ rows: z.array(z.object({ name: z.string(), bytes: z.int() })) }),
  },
  /** Asks for a file and writes the support bundle. `mask`: home folder and account name are replaced in it. */
  'bundle.save': { input: z.strictObject({ mask: z.boolean() }), output: savedFile },
} as const
