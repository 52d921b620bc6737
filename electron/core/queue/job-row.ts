// Maps a row of the jobs table to the type Job, and validates its states and JSON columns. A row that is damaged is mapped to a
// failed job that says so: one bad row never takes the others with it.
import type * as z from 'zod'
import { msg } from '../../../shared/language/msg.ts'
import type {
  Acknowledgement,
  JobState,
  LastError,
  ProofLevel,
} from '../../../shared/model/model.ts'
import { acknowledgement, jobState, lastError, proofLevel } from '../../../shared/model/stored.ts'
import { REASONS, ROW_DAMAGED } from '../../../shared/reasons.ts'
import type { FolderIdentity } from '../lib/file-identity.ts'
import {
  type Row,
  asNumber,
  asNumberOrNull,
  asText,
  asTextOrNull,
  asWord,
  oneOf,
} from '../db/row-values.ts'

/** The label and the operator of a run, from ExLab-Wizard's readme fields; '' where it has none. */
export interface RunDescription {
  readonly label: string
  readonly operator: string
}

/** The jobs table, camel-cased. Times are epoch milliseconds. */
export interface Job extends RunDescription {
  /** Shown to people; never used twice in this data folder. */
  readonly id: number
  /** Random; names this job outside the queue, in the claim on its place on the NAS. */
  readonly uuid: string
  readonly folder: string
  /** Of its folder; null: the file system has none, so the path alone says which folder it is. */
  readonly folderIdentity: FolderIdentity | null
  readonly run: string
  readonly instrument: string
  /** Name of its destination within the instrument; '': the first one. */
  readonly slot: string
  /** The first job of its run, which may be itself. */
  readonly lead: number
  /** Instrument and destination (domain/routes.ts). */
  readonly route: string
  readonly runPath: string
  readonly target: string
  readonly state: JobState
  readonly held: boolean
  readonly failures: number
  readonly resends: number
  readonly toolMisses: number
  /** Only files that a person chose are to be sent again. */
  readonly chosen: boolean
  readonly attempts: number
  readonly verifyPasses: number
  readonly dueAt: number | null
  readonly proof: ProofLevel
  /** How the last verify pass compared: the proof level of each verified file, also where the run as a whole is not proven. */
  readonly level: ProofLevel
  readonly lastError: LastError | null
  readonly pushError: LastError | null
  readonly createdAt: number
  readonly updatedAt: number
  /** When its folder was first walked through before sending, epoch ms; null: never, so it has no rows of files. */
  readonly scannedAt: number | null
  readonly verifiedAt: number | null
  /** When the next scheduled verify pass or the cleanup is due; null: neither is. */
  readonly maintenanceAt: number | null
  readonly ack: Acknowledgement | null
  /** A person said where its folder is, after it was missing. */
  readonly located: boolean
  /** When a person took it off the list; null: it is on the list. Nothing is done by itself to an archived run. */
  readonly archivedAt: number | null
  /** When its folder was found to be another run's, made anew under its name; null: the folder is this run's. */
  readonly folderReusedAt: number | null
  /** When this row came from a backup of the queue; null once the run is proven after that. */
  readonly restoredAt: number | null
  readonly place: Place
  /** UUID of the other job whose claim stands at an adopted place, or above a place that nobody took for it; null: none does. */
  readonly adoptedClaim: string | null
  readonly revision: number
}

/**
 * Whether a run owns its folder on the NAS (docs/spec.md 2a). `none`: nobody looked yet. `own`: the
 * claim of this job stands there. `assumed`: files were sent before there were claims. `comparing`:
 * something is there already, and a comparison decides. `adopted`: what was there is equal to the
 * run.
 */
export type Place = 'none' | 'own' | 'assumed' | 'comparing' | 'adopted'

const PLACES: readonly Place[] = ['none', 'own', 'assumed', 'comparing', 'adopted']

const isPlace = oneOf(PLACES)
const isState = oneOf(jobState.options)
const isProofLevel = oneOf(proofLevel.options)

/** The value of JSON text by its schema; undefined: it is damaged, or no text. */
const parsed = <T>(schema: z.ZodType<T>, text: unknown): T | undefined => {
  try {
    return typeof text === 'string' ? schema.safeParse(JSON.parse(text)).data : undefined
  } catch {
    return undefined
  }
}

/** A failure that a row tells; where its text is damaged, a failure that says that. */
export const asErrorOrNull = (row: Row, key: string): LastError | null => {
  const text = asTextOrNull(row, key)
  return text === null ? null : (parsed(lastError, text) ?? damage([key], 0))
}

const damage = (columns: readonly string[], at: number): LastError => ({
  kind: REASONS[ROW_DAMAGED].kind,
  reason: ROW_DAMAGED,
  message: msg`What the queue holds of this run is damaged (${columns.join(', ')}).`,
  exitCode: null,
  stderr: '',
  attempt: null,
  at,
})

const isFlag = (value: unknown): boolean => value === 0 || value === 1

/** What a column must hold, where SQLite's types say less than that. */
const CHECKS: Readonly<Record<string, (value: unknown) => boolean>> = {
  state: isState,
  proof: isProofLevel,
  level: (value) => value === null || isProofLevel(value),
  last_error: (value) => value === null || parsed(lastError, value) !== undefined,
  push_error: (value) => value === null || parsed(lastError, value) !== undefined,
  held: isFlag,
  chosen: isFlag,
  located: isFlag,
  ack: (value) => value === null || parsed(acknowledgement, value) !== undefined,
}

const CHECKED = Object.entries(CHECKS)

/** The damaged columns of a row. */
const damagedColumns = (row: Row): string[] =>
  CHECKED.filter(([column, holds]) => !holds(row[column])).map(([column]) => column)

/**
 * The columns by which a damaged row becomes one of a failed job that names the damage; null: the row is whole. What is lost
 * is found out by sending and proving the run again.
 */
export const mendedColumns = (
  row: Row,
): Readonly<Record<string, string | number | null>> | null => {
  const damaged = damagedColumns(row)
  if (damaged.length === 0) return null
  const mended: Record<string, string | number | null> = { due_at: null, maintenance_at: null }
  for (const column of damaged)
    mended[column] = CHECKS[column] === isFlag ? 0 : column === 'proof' ? 'none' : null
  const fault = damage(damaged, asNumber(row, 'updated_at'))
  return { ...mended, state: 'failed', last_error: JSON.stringify(fault) }
}

const toAck = (row: Row): Acknowledgement | null => {
  const text = asTextOrNull(row, 'ack')
  return text === null ? null : (parsed(acknowledgement, text) ?? null)
}

export const toFolderIdentity = (row: Row): FolderIdentity | null => {
  const device = asTextOrNull(row, 'folder_device')
  const inode = asTextOrNull(row, 'folder_inode')
  return device === null || inode === null
    ? null
    : { device, inode, birth: asTextOrNull(row, 'folder_birth') }
}

const toWholeJob = (row: Row): Job => ({
  id: asNumber(row, 'id'),
  uuid: asText(row, 'uuid'),
  folder: asText(row, 'folder'),
  folderIdentity: toFolderIdentity(row),
  run: asText(row, 'run'),
  instrument: asText(row, 'instrument'),
  slot: asText(row, 'slot'),
  lead: asNumberOrNull(row, 'lead') ?? asNumber(row, 'id'),
  route: asText(row, 'route'),
  label: asText(row, 'label'),
  operator: asText(row, 'operator'),
  runPath: asText(row, 'run_path'),
  target: asText(row, 'target'),
  state: asWord(row, 'state', isState),
  held: asNumber(row, 'held') === 1,
  failures: asNumber(row, 'failures'),
  resends: asNumber(row, 'resends'),
  toolMisses: asNumber(row, 'tool_misses'),
  chosen: asNumber(row, 'chosen') === 1,
  attempts: asNumber(row, 'attempts'),
  verifyPasses: asNumber(row, 'verify_passes'),
  dueAt: asNumberOrNull(row, 'due_at'),
  proof: asWord(row, 'proof', isProofLevel),
  level: asWord(row, (row['level'] ?? null) === null ? 'proof' : 'level', isProofLevel),
  lastError: asErrorOrNull(row, 'last_error'),
  pushError: asErrorOrNull(row, 'push_error'),
  createdAt: asNumber(row, 'created_at'),
  updatedAt: asNumber(row, 'updated_at'),
  scannedAt: asNumberOrNull(row, 'scanned_at'),
  verifiedAt: asNumberOrNull(row, 'verified_at'),
  maintenanceAt: asNumberOrNull(row, 'maintenance_at'),
  ack: toAck(row),
  located: asNumber(row, 'located') === 1,
  archivedAt: asNumberOrNull(row, 'archived_at'),
  folderReusedAt: asNumberOrNull(row, 'folder_reused_at'),
  restoredAt: asNumberOrNull(row, 'restored_at'),
  place: isPlace(row['place']) ? row['place'] : 'none',
  adoptedClaim: asTextOrNull(row, 'adopted_claim'),
  revision: asNumber(row, 'revision'),
})

/** The job of a row; a damaged row gives a failed job that names what is damaged. */
export const toJob = (row: Row): Job => {
  const mended = mendedColumns(row)
  return toWholeJob(mended === null ? row : { ...row, ...mended })
}
