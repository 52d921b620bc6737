// Computes the next text of ExLab-Wizard's ingest.json, by which the computer that receives staged runs knows when its copy may
// be cleared (docs/spec.md 10). Pure.
import * as z from 'zod'
import { isKnownSchema } from './creation-record.ts'
import { appendElement, setMember } from './json-text.ts'

const ingest = z.object({
  schema_version: z.string(),
  current_state: z.string(),
  history: z.array(z.object({ state: z.string() })),
})

/** The only state that a proof ends. All others are steps of ExLab-Wizard's own. */
const BEFORE = 'sync_queued'
const AFTER = 'sync_verified'

/** The proof of a run, as the history tells it. */
export interface IngestProof {
  /** UTC, whole seconds. */
  readonly at: string
  readonly host: string
  /** Where the copy lies. */
  readonly nas_path: string
  /** Path of the manifest in the run. */
  readonly checksum_file: string
}

/**
 * The text with the state `sync_verified`, which lets ExLab-Wizard clear its staging copy: only for a proven run. null: its
 * state is no `sync_queued`, or its form is not known, so that nothing is to be written. Throws SyntaxError where it is no JSON,
 * as while it is being written.
 */
export const withProof = (text: string, proof: IngestProof): string | null => {
  const { data } = ingest.safeParse(JSON.parse(text))
  if (data === undefined || !isKnownSchema(data.schema_version)) return null
  if (data.current_state !== BEFORE || data.history.at(-1)?.state !== BEFORE) return null
  const appended = appendElement(text, 'history', { state: AFTER, ...proof })
  return setMember(appended, 'current_state', AFTER)
}
