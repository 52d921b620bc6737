// ExLab-Wizard's own file in a run: what its creation.json says of sending (SPEC 10). Reading only.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

const creation = z.object({ sync_status: z.string().optional() })

/** Why ExLab-Wizard wants a run held back, in words; null: it does not, or the run is not one of its own. */
export const blockedByWizard = (folder: string): string | null => {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(join(folder, '.exlab-wizard', 'creation.json'), 'utf8'))
  } catch {
    // no such file, or one that is being rewritten at this moment: no reason to hold a run back
    return null
  }
  const parsed = creation.safeParse(value)
  return parsed.success && parsed.data.sync_status === 'blocked_by_validation'
    ? 'ExLab-Wizard found naming problems in this run. Mend them there; then retry. Nothing was sent.'
    : null
}
