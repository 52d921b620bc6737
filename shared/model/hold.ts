// Schema and type of a hold of a destination (docs/spec.md 3).
import * as z from 'zod'

/** A held destination: nothing is started there, for one stated reason (docs/spec.md 3). */
export const destinationHold = z.object({
  /** What is held: a host, an account with its key, or a folder; instruments that share it share the hold. */
  key: z.string(),
  /** Key of the destination in the list of destinations. */
  connection: z.string(),
  /** As the transfer program takes it: `nas:lab` or `user@host:/vol`. */
  destination: z.string(),
  reason: z.string(),
  message: z.string(),
  stderr: z.string(),
  /** Epoch ms. */
  since: z.number().int(),
  /** When the destination is probed next; null: a person must act. */
  dueAt: z.number().int().nullable(),
  /** Routes that it holds: an instrument's id, or `<id>/<name>` for a further destination of it. */
  instruments: z.array(z.string()),
})
export type DestinationHold = z.infer<typeof destinationHold>
