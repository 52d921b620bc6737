// Input fields that several groups of the contract share, with the limits of each.
import * as z from 'zod'
import { PAGE_ROWS } from '../constants.ts'
import { settingEdit } from '../model/settings.ts'

export const jobId = z.int().positive()
/** Runs named one by one. */
export const jobIds = z.array(jobId).min(1).max(1_000)
export const attemptId = z.int().positive()
export const instrumentInput = z.strictObject({ instrumentId: z.string().max(200) })

export const offset = z.int().nonnegative().max(100_000_000)
export const limit = z.int().positive().max(PAGE_ROWS)

/** Absolute path of a folder. */
export const folderPath = z.string().min(1).max(32_768)
/** The name of the person who decides something. */
export const personName = z.string().trim().min(1).max(200)

/** Changes of config.yaml that belong together. */
export const settingEdits = z.array(settingEdit).min(1).max(200)

/** Input of a method that takes none. */
export const noInput = z.strictObject({})
/** Output of a method that asks where to save a file; null: the person cancelled. */
export const savedFile = z.object({ file: z.string().nullable() })
