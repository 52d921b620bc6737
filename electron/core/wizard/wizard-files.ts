// Reads and writes ExLab-Wizard's files in a run (docs/spec.md 10): creation.json,
// readme_fields.json, the log and ingest.json.
import { hostname } from 'node:os'
import { applyEdits, findNodeAtLocation, modify, parseTree } from 'jsonc-parser'
import * as z from 'zod'
import { errorMessage } from '../errors.ts'
import type { SyncStatus } from './wizard-status.ts'
import type { RunDescription } from '../queue/job-row.ts'
import { type FileUse, readGuarded } from '../lib/guarded-reading.ts'
import { appendGuarded, changeGuarded } from '../lib/guarded-writing.ts'
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

const CREATION_FILE = 'creation.json'
/** The fields that ExLab-Wizard asks a person for. */
const README_FILE = 'readme_fields.json'
const INGEST_FILE = 'ingest.json'
const logName = (): string => `wizard.${hostname()}.log`

/** The records that this program reads or writes. */
export const wizardFiles = (): readonly FileUse[] => [
  { name: CREATION_FILE, maxBytes: MAX_RECORD_BYTES },
  { name: README_FILE, maxBytes: MAX_RECORD_BYTES },
  { name: INGEST_FILE, maxBytes: MAX_RECORD_BYTES },
  { name: logName(), isAppended: true },
]

/** The `sync_status` by which ExLab-Wizard holds a run back. */
const BLOCKED = 'blocked_by_validation'

const creation = z.object({
  sync_status: z.string().optional(),
  validation_overrides: z
    .array(z.object({ revoked: z.boolean().optional(), recorded_at: z.unknown() }))
    .optional(),
})

/** Epoch ms of a date text. A missing or unreadable one counts as now: waiting is safer. */
const timeOf = (value: unknown, now: number): number => {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(time) ? now : time
}

const readText = async (folder: string, name: string): Promise<string | null> =>
  (await withRecords(folder, (records) => readGuarded(records, name, MAX_RECORD_BYTES)))?.toString(
    'utf8',
  ) ?? null

/**
 * Reads creation.json of a run. A run without one was not made by ExLab-Wizard, which then demands
 * nothing.
 */
export const readWizard = async (folder: string, now: number): Promise<WizardView> => {
  const free: WizardView = { blockedBy: null, revokedAt: null, unclear: null }
  const unclear = (why: string): WizardView => ({
    ...free,
    unclear: `ExLab-Wizard's records can't be read: ${why}`,
  })
  let value: unknown
  try {
    const text = await readText(folder, CREATION_FILE)
    if (text === null) return free
    value = JSON.parse(text)
  } catch (error) {
    return unclear(
      error instanceof SyntaxError ? `${CREATION_FILE} is not whole` : errorMessage(error),
    )
  }
  const parsed = creation.safeParse(value)
  if (!parsed.success) return unclear(`${CREATION_FILE} has an unknown form`)
  const { sync_status: status, validation_overrides: overrides } = parsed.data
  const revoked = (overrides ?? [])
    .filter((entry) => entry.revoked === true)
    .map((entry) => timeOf(entry.recorded_at, now))
  return {
    blockedBy:
      status === BLOCKED
        ? 'ExLab-Wizard found naming problems in this run. Mend them there; then retry. Nothing was sent.'
        : null,
    revokedAt: revoked.length === 0 ? null : revoked.reduce((last, at) => Math.max(last, at)),
    unclear: null,
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

/**
 * Sets one value in a JSON text and leaves every other character as it is. Throws where the text is
 * not JSON.
 */
const setInText = (text: string, path: (string | number)[], value: unknown): string => {
  JSON.parse(text)
  const node = findNodeAtLocation(parseTree(text) ?? { type: 'null', offset: 0, length: 0 }, path)
  if (node !== undefined && typeof value === 'string')
    return (
      text.slice(0, node.offset) + JSON.stringify(value) + text.slice(node.offset + node.length)
    )
  const indent = /\n([ \t]+)/.exec(text)?.[1] ?? '  '
  const formattingOptions = {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  }
  return applyEdits(
    text,
    modify(text, path, value, { formattingOptions, isArrayInsertion: path.at(-1) === -1 }),
  )
}

/** Longest line in the run's log: ExLab-Wizard's own limit. */
const MAX_LOG_LINE = 1_024

/** The new text of creation.json; null: it has that status already, or ExLab-Wizard blocks the run. */
const withStatus = (text: string, status: SyncStatus): string | null => {
  const { sync_status: current } = creation.pick({ sync_status: true }).parse(JSON.parse(text))
  return current === status || current === BLOCKED ? null : setInText(text, ['sync_status'], status)
}

const appendState = (text: string, status: SyncStatus, at: string): string =>
  setInText(text, ['states', -1], { state: status, at, host: hostname(), by: 'exlab-sync' })

/**
 * Writes a run's status into its records: `sync_status` of creation.json, a line in the log, and a
 * further state in ingest.json where there is one. Nothing is written for a run without
 * creation.json, which ExLab-Wizard did not make. False: creation.json is being rewritten or cannot
 * be written now, so try again later. The log and ingest.json are written only after creation.json
 * was.
 */
export const writeWizard = async (
  folder: string,
  status: SyncStatus,
  message: string,
  now: number,
): Promise<boolean> => {
  const at = new Date(now).toISOString()
  const line = `${at} INFO exlab-sync ${message.replaceAll(/\s+/g, ' ')}`.slice(0, MAX_LOG_LINE)
  try {
    const written = await withRecords(folder, async (records) => {
      const setStatus = (text: string): string | null => withStatus(text, status)
      const done = await changeGuarded(records, CREATION_FILE, MAX_RECORD_BYTES, setStatus)
      if (done !== 'written') return done !== 'busy'
      await appendGuarded(records, logName(), `${line}\n`)
      await changeGuarded(records, INGEST_FILE, MAX_RECORD_BYTES, (text) =>
        appendState(text, status, at),
      )
      return true
    })
    return written ?? true
  } catch {
    // half written at this moment, not to be written, read-only, or the disk is full: the state stays unreported in the queue
    return false
  }
}
