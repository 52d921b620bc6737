// ExLab-Wizard's own files in a run (docs/spec.md 10): what creation.json says, and what we say in it, in its log and in ingest.json.
import { appendFileSync, existsSync, readFileSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { applyEdits, findNodeAtLocation, modify, parseTree } from 'jsonc-parser'
import * as z from 'zod'
import type { SyncStatus } from './wizard-status.ts'
import type { RunDescription } from '../queue/job-row.ts'
import { replaceFile } from '../lib/atomic-replace.ts'

/** What ExLab-Wizard says of a run. */
export interface WizardView {
  /** Why it wants the run held back, in words; null: it does not. */
  readonly blockedBy: string | null
  /** When an override was last revoked, epoch ms; null: never. What cannot be read counts as now: it is safer to wait. */
  readonly revokedAt: number | null
}

/** Name of the folder of records in a run, and of the file in it. */
const RECORDS_FOLDER = '.exlab-wizard'
const CREATION_FILE = 'creation.json'

const creation = z.object({
  sync_status: z.string().optional(),
  validation_overrides: z
    .array(z.object({ revoked: z.boolean().optional(), recorded_at: z.unknown() }))
    .optional(),
})

/** No time, or one that cannot be read, counts as now: it is safer to wait. */
const timeOf = (value: unknown, now: number): number => {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? now : at
}

/** Reads creation.json of a run; a run that is not one of ExLab-Wizard's has nothing to say. */
export const readWizard = (folder: string, now: number): WizardView => {
  const file = join(folder, RECORDS_FOLDER, CREATION_FILE)
  if (!existsSync(file)) return { blockedBy: null, revokedAt: null }
  // being rewritten at this moment, or not as we know it: no reason to hold sending back, but one to delete nothing
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
      status === 'blocked_by_validation'
        ? 'ExLab-Wizard found naming problems in this run. Mend them there; then retry. Nothing was sent.'
        : null,
    revokedAt: revoked.length === 0 ? null : Math.max(...revoked),
  }
}

/** The fields that ExLab-Wizard asks a person for stand in a file of their own. */
const README_FILE = 'readme_fields.json'
/** Records are small; anything larger is none of them. */
const MOST_BYTES = 1 << 20
/** Longest label or name that is shown. */
const MOST_CHARACTERS = 200

const readme = z.object({
  core_fields: z.object({
    label: z.string().optional().catch(undefined),
    operator: z.string().optional().catch(undefined),
  }),
})
const maker = z.object({
  operator: z.string().optional().catch(undefined),
  created_by: z.string().optional().catch(undefined),
})

/** One of the records; null: it is not there, not whole, or not as we know it. */
const readRecord = <T>(folder: string, name: string, shape: z.ZodType<T>): T | null => {
  const file = join(folder, RECORDS_FOLDER, name)
  try {
    const found = statSync(file)
    if (!found.isFile() || found.size > MOST_BYTES) return null
    return shape.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}

/** What people called a run and who made it, in one line each; '' where nobody said. */
export const readAbout = (folder: string): RunDescription => {
  const fields = readRecord(folder, README_FILE, readme)?.core_fields
  const made = readRecord(folder, CREATION_FILE, maker)
  const tidy = (text: string | undefined): string =>
    (text ?? '')
      .replaceAll(/[\s\p{Cc}]+/gu, ' ')
      .trim()
      .slice(0, MOST_CHARACTERS)
  return {
    label: tidy(fields?.label),
    operator: tidy(fields?.operator) || tidy(made?.operator) || tidy(made?.created_by),
  }
}

/** Fields of creation.json that are a word or a number, for people to read; at most 40. Empty where there is none. */
export const readOrigin = (folder: string): { key: string; value: string }[] => {
  try {
    const value: unknown = JSON.parse(
      readFileSync(join(folder, RECORDS_FOLDER, CREATION_FILE), 'utf8'),
    )
    if (typeof value !== 'object' || value === null) return []
    return Object.entries(value)
      .filter(([, one]) => typeof one === 'string' || typeof one === 'number')
      .slice(0, 40)
      .map(([key, one]) => ({ key, value: String(one).slice(0, 500) }))
  } catch {
    return []
  }
}

const BLOCKED = 'blocked_by_validation'

/** Puts one value into a JSON text and leaves every other character as it is. Throws where the text is not JSON. */
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

/** One line of the run's log; ExLab-Wizard bounds its own at 1 KiB. */
const MAX_LOG_LINE = 1_024

/** The new text of creation.json; null: it says that already, or is held back by the other program. */
const withStatus = (text: string, status: SyncStatus): string | null => {
  const { sync_status: now } = creation.pick({ sync_status: true }).parse(JSON.parse(text))
  return now === status || now === BLOCKED ? null : setInText(text, ['sync_status'], status)
}

const appendState = (text: string, status: SyncStatus, at: string): string =>
  setInText(text, ['states', -1], { state: status, at, host: hostname(), by: 'exlab-sync' })

/**
 * Says in a run's own records how it stands: `sync_status` of creation.json, a line in the log, a further state in
 * ingest.json where there is one. A run without creation.json is not ExLab-Wizard's, and nothing is written. False: a
 * file is being rewritten or cannot be written now; say it again later. Only the status decides that, the rest is told
 * once it is written.
 */
export const writeWizard = (
  folder: string,
  status: SyncStatus,
  words: string,
  now: number,
): boolean => {
  const records = join(folder, RECORDS_FOLDER)
  const file = join(records, CREATION_FILE)
  if (!existsSync(file)) return true
  const at = new Date(now).toISOString()
  let written = false
  try {
    const whole = replaceFile(file, (text) => {
      const next = withStatus(text, status)
      written = next !== null
      return next
    })
    if (!whole) return false
    if (!written) return true
    const line = `${at} INFO exlab-sync ${words.replaceAll(/\s+/g, ' ')}`.slice(0, MAX_LOG_LINE)
    appendFileSync(join(records, `wizard.${hostname()}.log`), `${line}\n`)
    const ingest = join(records, 'ingest.json')
    if (existsSync(ingest)) replaceFile(ingest, (text) => appendState(text, status, at))
    return true
  } catch {
    // not whole at this moment, read-only, or the disk is full: the queue knows that it has not been said
    return false
  }
}
