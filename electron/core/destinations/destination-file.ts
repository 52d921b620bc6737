// The identity file of a destination, .exlab-sync/destination.json: by it a place on the NAS is known
// again, under whatever name and path it is reached (docs/spec.md 2a).
import * as z from 'zod'

const content = z.object({ format: z.literal(1), id: z.uuid() })

export const formatDestination = (id: string, station: string, now: Date): string =>
  `${JSON.stringify(
    {
      format: 1,
      id,
      station,
      since: now.toISOString(),
      about: 'ExLab Sync knows this folder again by this file. Do not copy, change or delete it.',
    },
    null,
    2,
  )}\n`

/** The UUID of the destination; null: the text is no identity file, or is cut off. */
export const parseDestination = (text: string): string | null => {
  try {
    return content.parse(JSON.parse(text)).id
  } catch {
    return null
  }
}
