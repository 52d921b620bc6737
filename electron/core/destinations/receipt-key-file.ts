// The public half of a data folder's receipt key, as it is published at a destination beside its identity: a receipt can be checked
// against it on any computer (docs/spec.md 14).
import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import * as z from 'zod'
import { isPublicKey } from '../lib/receipt-keys.ts'
import { DESTINATION_RECORDS } from './records-folder.ts'

const content = z.object({
  format: z.literal(1),
  key: z.string().refine(isPublicKey),
  station: z.string().max(255),
  dataFolder: z.string().max(255),
})

export type PublishedKey = z.infer<typeof content>

/** Path below the destination's own folder; each key has a name of its own, so that none is written over another. */
export const receiptKeyPath = (key: string): string =>
  `${DESTINATION_RECORDS}/receipt-key-${createHash('sha256').update(key).digest('hex').slice(0, 16)}.json`

/** The text of the file; `dataFolder`: UUID of the data folder. */
export const formatReceiptKey = (key: string, dataFolder: string, now: Date): string =>
  `${JSON.stringify(
    {
      format: 1,
      key,
      station: hostname(),
      dataFolder,
      since: now.toISOString(),
      about: 'Receipts of ExLab Sync on this computer are sealed with this key. Keep this file.',
    },
    null,
    2,
  )}\n`

/** The published key in a text; null: it is no such file. */
export const parseReceiptKey = (text: string): PublishedKey | null => {
  try {
    return content.parse(JSON.parse(text))
  } catch {
    return null
  }
}
