// Maps a row of the jobs table to the type Job, and validates its states and JSON columns.
import {
  type Acknowledgement,
  type JobState,
  type LastError,
  type ProofLevel,
  acknowledgement,
  jobState,
  lastError,
  proofLevel,
} from '../../../shared/model/model.ts'
import { type Row, asNumber, asNumberOrNull, asText, asTextOrNull } from '../db/row-values.ts'

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
  readonly run: string
  readonly instrument: string
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
  /** UUID of the other job whose claim stands at an adopted place; null: none does. */
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

const toPlace = (value: unknown): Place => PLACES.find((place) => place === value) ?? 'none'

export const asErrorOrNull = (row: Row, key: string): LastError | null => {
  const text = asTextOrNull(row, key)
  return text === null ? null : lastError.parse(JSON.parse(text))
}

const toAck = (row: Row): Acknowledgement | null => {
  const text = asTextOrNull(row, 'ack')
  return text === null ? null : acknowledgement.parse(JSON.parse(text))
}

export const toJob = (row: Row): Job => ({
  id: asNumber(row, 'id'),
  uuid: asText(row, 'uuid'),
  folder: asText(row, 'folder'),
  run: asText(row, 'run'),
  instrument: asText(row, 'instrument'),
  label: asText(row, 'label'),
  operator: asText(row, 'operator'),
  runPath: asText(row, 'run_path'),
  target: asText(row, 'target'),
  state: jobState.parse(row['state']),
  held: asNumber(row, 'held') === 1,
  failures: asNumber(row, 'failures'),
  resends: asNumber(row, 'resends'),
  toolMisses: asNumber(row, 'tool_misses'),
  chosen: asNumber(row, 'chosen') === 1,
  attempts: asNumber(row, 'attempts'),
  verifyPasses: asNumber(row, 'verify_passes'),
  dueAt: asNumberOrNull(row, 'due_at'),
  proof: proofLevel.parse(row['proof']),
  level: proofLevel.parse(row['level'] ?? row['proof']),
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
  place: toPlace(row['place']),
  adoptedClaim: asTextOrNull(row, 'adopted_claim'),
  revision: asNumber(row, 'revision'),
})
