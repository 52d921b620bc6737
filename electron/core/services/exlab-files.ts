// What ExLab-Wizard's own file in a run, creation.json, says of sending and of overrides (SPEC 10). Reading only.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import type { WizardView } from '../engine/cleanup-facts.ts'

/** Name of the folder of records in a run, and of the file in it. */
export const RECORDS_FOLDER = '.exlab-wizard'
export const CREATION_FILE = 'creation.json'

const creation = z.object({
  sync_status: z.string().optional(),
  validation_overrides: z
    .array(z.object({ revoked: z.boolean().optional(), recorded_at: z.unknown() }))
    .optional()
    .catch(undefined),
})

/** No time, or one that cannot be read, counts as now: it is safer to wait. */
const timeOf = (value: unknown, now: number): number => {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? now : at
}

/** Reads creation.json of a run; a run that is not one of ExLab-Wizard's has nothing to say. */
export const readWizard = (folder: string, now: number): WizardView => {
  const nothing = { blockedBy: null, revokedAt: null }
  let value: unknown
  try {
    value = JSON.parse(readFileSync(join(folder, RECORDS_FOLDER, CREATION_FILE), 'utf8'))
  } catch {
    // no such file, or one that is being rewritten at this moment: no reason to hold a run back
    return nothing
  }
  const parsed = creation.safeParse(value)
  if (!parsed.success) return nothing
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
