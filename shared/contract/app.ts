// Calls about the program itself: settings, tools, instruments, destinations, holds, support.
import * as z from 'zod'
import { destinationInfo } from '../model/list-rows.ts'
import { overview } from '../model/model.ts'
import { doctorReport, doctorStep, forecast } from '../model/reports.ts'
import {
  completionRuleDraft,
  configCheck,
  configDocument,
  configProblem,
  hostKey,
  instrumentInfo,
  settingEdit,
  toolInfo,
} from '../model/settings.ts'

const instrument = z.strictObject({ instrumentId: z.string().max(200) })
const edits = z.array(settingEdit).min(1).max(200)

export const appMethods = {
  'app.info': {
    input: z.strictObject({}),
    output: z.object({
      version: z.string(),
      dataDir: z.string(),
      configFile: z.string(),
      /** Sentences about what keeps the app from working: queue database, another engine, tools. */
      problems: z.array(z.string()),
    }),
  },
  'app.chooseFolders': {
    input: z.strictObject({}),
    /** Folders chosen in the system's dialog; empty when it was cancelled. */
    output: z.object({ folders: z.array(z.string()) }),
  },
  'app.choosePath': {
    input: z.strictObject({ what: z.enum(['folder', 'file']) }),
    output: z.object({ path: z.string().nullable() }),
  },
  'app.openHelp': {
    input: z.strictObject({ what: z.enum(['guide', 'data', 'logs', 'reasons']) }),
    output: z.null(),
  },
  'config.get': {
    input: z.strictObject({}),
    output: z.object({
      instruments: z.array(instrumentInfo),
      problems: z.array(configProblem),
    }),
  },
  /** Opens the folder in which an instrument's runs lie. */
  'instruments.open': { input: instrument, output: z.null() },
  'config.open': { input: z.strictObject({}), output: z.null() },
  'config.reload': {
    input: z.strictObject({}),
    output: z.object({ problems: z.array(configProblem) }),
  },
  'config.document': { input: z.strictObject({}), output: configDocument },
  'config.check': { input: z.strictObject({ edits }), output: configCheck },
  'config.save': {
    /** `version`: of the text that the edits were made from. Refused where the file changed meanwhile or a value is bad. */
    input: z.strictObject({ edits, version: z.string().max(200) }),
    output: configCheck,
  },
  'lock.get': { input: z.strictObject({}), output: z.object({ locked: z.boolean() }) },
  /** Unlocking asks for the rights of an administrator of this computer. */
  'lock.set': {
    input: z.strictObject({ locked: z.boolean() }),
    output: z.object({ locked: z.boolean() }),
  },
  'overview.get': { input: z.strictObject({}), output: overview },
  'engine.pause': {
    /** `until`: epoch ms at which it goes on by itself; null: when somebody says so. */
    input: z.strictObject({ paused: z.boolean(), until: z.int().nullable().optional() }),
    output: z.null(),
  },
  /** Switches all limits of speed off, or on again. */
  'engine.unlimited': { input: z.strictObject({ unlimited: z.boolean() }), output: z.null() },
  'engine.rescan': { input: z.strictObject({}), output: z.null() },
  'destinations.list': {
    input: z.strictObject({}),
    output: z.object({ rows: z.array(destinationInfo) }),
  },
  'destinations.resume': {
    /** Lifts a hold by hand; an unknown key lifts nothing. */
    input: z.strictObject({ key: z.string().min(1).max(1_000) }),
    output: z.null(),
  },
  /** A tiny run is sent, proven and removed. */
  'destinations.rehearse': { input: instrument, output: doctorReport },
  'destinations.test': { input: instrument, output: doctorReport },
  /** Steps of the test or rehearsal that runs now; empty when none does. */
  'destinations.steps': { input: instrument, output: z.object({ rows: z.array(doctorStep) }) },
  'destinations.hostKeys': {
    input: instrument,
    output: z.object({ host: z.string(), rows: z.array(hostKey) }),
  },
  'destinations.trust': {
    /** `typed`: the last eight characters of the fingerprint, typed by a person. */
    input: z.strictObject({
      instrumentId: z.string().max(200),
      fingerprint: z.string().max(200),
      typed: z.string().max(200),
    }),
    output: z.null(),
  },
  'tools.find': { input: z.strictObject({}), output: z.object({ rows: z.array(toolInfo) }) },
  'tools.remotes': {
    input: z.strictObject({ config: z.string().max(32_768).nullable() }),
    /** Names of the remotes that rclone knows, without the colon. */
    output: z.object({ remotes: z.array(z.string()) }),
  },
  'instruments.previewRule': {
    input: completionRuleDraft,
    /** The last five run folders, newest first, and what the rule says of each. */
    output: z.object({
      rows: z.array(z.object({ run: z.string(), finished: z.boolean(), words: z.string() })),
    }),
  },
  'forecast.get': {
    input: z.strictObject({}),
    output: z.object({ rows: z.array(forecast) }),
  },
  'bundle.preview': {
    input: z.strictObject({}),
    /** What a support bundle would hold. */
    output: z.object({ rows: z.array(z.object({ name: z.string(), bytes: z.int() })) }),
  },
  /** Asks where to; `file` null: it was cancelled. `mask`: home folder and account name are taken out. */
  'bundle.save': {
    input: z.strictObject({ mask: z.boolean() }),
    output: z.object({ file: z.string().nullable() }),
  },
} as const
