// Reads and writes ExLab-Wizard's files in a run (docs/spec.md 10): creation.json,
// readme_fields.json, the log and ingest.json.
import { appendFileSync, existsSync, readFileSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { applyEdits, findNodeAtLocation, modify, parseTree } from 'jsonc-parser'
import * as z from 'zod'
import type { SyncStatus } from './wizard-status.ts'
import type { RunDescription } from '../queue/job-row.ts'
import { replaceFile } from '../lib/atomic-replace.ts'
import { RECORDS_FOLDER } from './records-folder.ts'

/** What ExLab-Wizard's records demand for a run. */
export interface WizardView {
  /** Why the run must not be sent, as a sentence; null: it may be. */
  readonly blockedBy: string | null
  /**
   * When an override was last revoked, epoch ms; null: never. A record that cannot be read counts
   * as now: waiting is safer.
   */
  readonly revokedAt: number | null
}

const CREATION_FILE = 'creation.json'

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

/**
 * Reads creation.json of a run. A run without one was not made by ExLab-Wizard, which then demands
 * nothing.
 */
export const readWizard = (folder: string, now: number): WizardView => {
  const file = join(folder, RECORDS_FOLDER, CREATION_FILE)
  if (!existsSync(file)) return { blockedBy: null, revokedAt: null }
  // half written, or of an unknown form: sending may go on, but nothing may be deleted
  const unclear = { blockedBy: null, revokedAt: now }
  let value: unknown
  try {
    value = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return unclear
  }
  const parsed = creation.safeParse(value)
  if (!parsed.success) return unclear
  const { sync_status: status, validation_overrides: overrides } = parsed.data
  const revoked = (overrides ?? [])
    .filter((entry) => entry.revoked === true)
    .map((entry) => timeOf(entry.recorded_at, now))
  return {
    blockedBy:
      status === BLOCKED
        ? 'ExLab-Wizard found naming problems in this run. Mend them there; then retry. Nothing was sent.'
        : null,
    revokedAt: revoked.length === 0 ? null : Math.max(...revoked),
  }
}

/** The fields that ExLab-Wizard asks a person for. */
const README_FILE = 'readme_fields.json'
/** A larger file is not read: records are small. */
const MAX_RECORD_BYTES = 1 << 20
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

/** Reads one record; null: it is missing, half written, or of an unknown form. */
const readRecord = <T>(folder: string, name: string, shape: z.ZodType<T>): T | null => {
  const file = join(folder, RECORDS_FOLDER, name)
  try {
    const found = statSync(file)
    if (!found.isFile() || found.size > MAX_RECORD_BYTES) return null
    return shape.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}

/** Label and operator of a run, one line each; '' where the records have none. */
export const readAbout = (folder: string): RunDescription => {
  const fields = readRecord(folder, README_FILE, readmeFields)?.core_fields
  const creator = readRecord(folder, CREATION_FILE, creatorFields)
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
export const readOrigin = (folder: string): { key: string; value: string }[] => {
  try {
    const value: unknown = JSON.parse(
      readFileSync(join(folder, RECORDS_FOLDER, CREATION_FILE), 'utf8'),
    )
    if (typeof value !== 'object' || value === null) return []
    return Object.entries(value)
      .filter(([, field]) => typeof field === 'string' || typeof field === 'number')
      .slice(0, 40)
      .map(([key, field]) => ({ key, value: String(field).slice(0, 500) }))
  } catch {
    return []
  }
}

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
export const writeWizard = (
  folder: string,
  status: SyncStatus,
  message: string,
  now: number,
): boolean => {
  const records = join(folder, RECORDS_FOLDER)
  const file = join(records, CREATION_FILE)
  if (!existsSync(file)) return true
  const at = new Date(now).toISOString()
  let written = false
  try {
    const replaced = replaceFile(file, (text) => {
      const next = withStatus(text, status)
      written = next !== null
      return next
    })
    if (!replaced) return false
    if (!written) return true
    const line = `${at} INFO exlab-sync ${message.replaceAll(/\s+/g, ' ')}`.slice(0, MAX_LOG_LINE)
    appendFileSync(join(records, `wizard.${hostname()}.log`), `${line}\n`)
    const ingest = join(records, 'ingest.json')
    if (existsSync(ingest)) replaceFile(ingest, (text) => appendState(text, status, at))
    return true
  } catch {
    // half written at this moment, read-only, or the disk is full: the state stays unreported in
    // the queue
    return false
  }
}
