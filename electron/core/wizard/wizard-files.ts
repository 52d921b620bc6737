// Reads what ExLab-Wizard's files in a run say of it (docs/spec.md 10): creation.json and readme_fields.json.
import { hostname } from 'node:os'
import * as z from 'zod'
import { msg } from '../../../shared/language/msg.ts'
import { errorMessage } from '../errors.ts'
import type { RunDescription } from '../queue/job-row.ts'
import { type FileUse, readGuarded } from '../lib/guarded-reading.ts'
import { BLOCKED, type CreationRecord, isKnownSchema, parseCreation } from './creation-record.ts'
import { MAX_RECORD_BYTES, withRecords } from './run-records.ts'

/** What ExLab-Wizard's records demand for a run. */
export interface WizardView {
  /** Why the run must not be sent, as a sentence; null: it may be. */
  readonly blockedBy: string | null
  /** When an override was last revoked, epoch ms; null: never. An unreadable time counts as now: waiting is safer. */
  readonly revokedAt: number | null
  /** Why its records can't be read, as a sentence; null: they can. Sending may go on, but nothing may be deleted. */
  readonly unclear: string | null
}

export const CREATION_FILE = 'creation.json'
/** The fields that ExLab-Wizard asks a person for. */
const README_FILE = 'readme_fields.json'
/** The progress of a staged run, on the computer that receives it. */
export const INGEST_FILE = 'ingest.json'
/** ExLab-Wizard's log of a run on this computer. */
export const logName = (): string => `wizard.${hostname()}.log`

/** The records that this program reads or writes. */
export const wizardFiles = (): readonly FileUse[] => [
  { name: CREATION_FILE, maxBytes: MAX_RECORD_BYTES },
  { name: README_FILE, maxBytes: MAX_RECORD_BYTES },
  { name: INGEST_FILE, maxBytes: MAX_RECORD_BYTES },
  { name: logName(), isAppended: true },
]

/** Epoch ms of a date text. A missing or unreadable one counts as now: waiting is safer. */
const timeOf = (value: unknown, now: number): number => {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(time) ? now : time
}

const readText = async (folder: string, name: string): Promise<string | null> =>
  (await withRecords(folder, (records) => readGuarded(records, name, MAX_RECORD_BYTES)))?.toString(
    'utf8',
  ) ?? null

/** Says which schema a record has that this program does not know. */
const schemaWords = (version: unknown): string =>
  msg`${CREATION_FILE} has the schema version ${JSON.stringify(version)?.slice(0, 40) ?? 'none'}, and this version of ExLab Sync knows 1`

/**
 * Reads creation.json of a run. A run without one was not made by ExLab-Wizard, which then demands
 * nothing.
 */
export const readWizard = async (folder: string, now: number): Promise<WizardView> => {
  const free: WizardView = { blockedBy: null, revokedAt: null, unclear: null }
  const unclear = (why: string): WizardView => ({
    ...free,
    unclear: msg`ExLab-Wizard's records can't be read: ${why}`,
  })
  let record: CreationRecord | null
  try {
    const text = await readText(folder, CREATION_FILE)
    if (text === null) return free
    record = parseCreation(text)
  } catch (error) {
    return unclear(
      error instanceof SyntaxError ? msg`${CREATION_FILE} is not whole` : errorMessage(error),
    )
  }
  if (record === null) return unclear(msg`${CREATION_FILE} has an unknown form`)
  const { sync_status: status, validation_overrides: overrides, schema_version: version } = record
  const revoked = (overrides ?? [])
    .filter((entry) => entry.revoked === true)
    .map((entry) => timeOf(entry.recorded_at, now))
  return {
    blockedBy:
      status === BLOCKED
        ? msg`ExLab-Wizard found naming problems in this run. Mend them there; then retry. Nothing was sent.`
        : null,
    revokedAt: revoked.length === 0 ? null : revoked.reduce((last, at) => Math.max(last, at)),
    unclear: isKnownSchema(version)
      ? null
      : msg`ExLab-Wizard's records can't be read: ${schemaWords(version)}`,
  }
}

/** Longest label or name that is shown. */
const MAX_TEXT_LENGTH = 200

const readmeFields = z.object({
  core_fields: z.object({
    label: z.string().optional().catch(undefined),
    operator: z.string().optional().catch(undefined),
  }),
})
const creatorFields = z.object({
  operator: z.string().optional().catch(undefined),
  created_by: z.string().optional().catch(undefined),
})

/** Reads one record; null: it is missing, half written, of an unknown form, or not to be read. */
const readRecord = async <T>(
  folder: string,
  name: string,
  shape: z.ZodType<T>,
): Promise<T | null> => {
  try {
    const text = await readText(folder, name)
    return text === null ? null : shape.parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** Label and operator of a run, one line each; '' where the records have none. */
export const readAbout = async (folder: string): Promise<RunDescription> => {
  const fields = (await readRecord(folder, README_FILE, readmeFields))?.core_fields
  const creator = await readRecord(folder, CREATION_FILE, creatorFields)
  const oneLine = (text: string | undefined): string =>
    (text ?? '')
      .replaceAll(/[\s\p{Cc}]+/gu, ' ')
      .trim()
      .slice(0, MAX_TEXT_LENGTH)
  return {
    label: oneLine(fields?.label),
    operator:
      oneLine(fields?.operator) || oneLine(creator?.operator) || oneLine(creator?.created_by),
  }
}

/**
 * Text and number fields of creation.json, for display; at most 40. Empty where there is no such
 * file.
 */
export const readOrigin = async (folder: string): Promise<{ key: string; value: string }[]> =>
  Object.entries((await readRecord(folder, CREATION_FILE, z.looseObject({}))) ?? {})
    .filter(([, field]) => typeof field === 'string' || typeof field === 'number')
    .slice(0, 40)
    .map(([key, field]) => ({ key, value: String(field).slice(0, 500) }))
