// Reads ExLab-Wizard's creation.json and computes its next text (docs/spec.md 10). Pure.
import * as z from 'zod'
import { setMember } from './json-text.ts'
import type { SyncStatus } from './wizard-status.ts'

/** The `sync_status` by which ExLab-Wizard holds a run back. */
export const BLOCKED = 'blocked_by_validation'

/** A file with a `sync_status` that is not set yet leaves the key out. */
const DEFAULT_STATUS = 'pending'

const creation = z.object({
  schema_version: z.unknown().optional(),
  level: z.string().nullish(),
  run_kind: z.string().nullish().catch(null),
  lims_project: z
    .object({ short_id: z.string().nullish().catch(null) })
    .nullish()
    .catch(null),
  sync_status: z.string().nullish(),
  validation_overrides: z
    .array(z.object({ revoked: z.boolean().optional(), recorded_at: z.unknown().optional() }))
    .nullish(),
})
export type CreationRecord = z.infer<typeof creation>

/** null: it is JSON, but of an unknown form. Throws SyntaxError where it is no JSON, as while it is being written. */
export const parseCreation = (text: string): CreationRecord | null => {
  const parsed = creation.safeParse(JSON.parse(text))
  return parsed.success ? parsed.data : null
}

/** Whether a record has a schema of the major version that this program knows, 1; one without a version is older than that. */
export const isKnownSchema = (version: unknown): boolean =>
  version === undefined || (typeof version === 'string' && /^1(?:\.|$)/.test(version))

/** The status that a record has: a key that is left out stands for `pending`. */
export const statusOf = (record: Pick<CreationRecord, 'sync_status'>): string =>
  record.sync_status ?? DEFAULT_STATUS

/**
 * What becomes of creation.json when a run gets a status: the new text; `kept`: nothing is to be written, because it has that
 * status, ExLab-Wizard blocks the run, or it is a project's; `unknown_schema`: nothing may be written. Throws SyntaxError where
 * it is incomplete or of an unknown form.
 */
export const withStatus = (
  text: string,
  status: SyncStatus,
): { readonly text: string } | 'kept' | 'unknown_schema' => {
  const record = parseCreation(text)
  if (record === null) throw new SyntaxError('creation.json has an unknown form.')
  if (!isKnownSchema(record.schema_version)) return 'unknown_schema'
  const current = statusOf(record)
  if (record.level === 'project' || current === status || current === BLOCKED) return 'kept'
  return { text: setMember(text, 'sync_status', status) }
}
