// The keys for receipts that the checking computer knows: those of its data folder, and one that a person gives from the NAS.
import { type PublishedKey, parseReceiptKey } from '../../destinations/receipt-key-file.ts'
import { type ReceiptKeys, openReceiptKeys } from '../../lib/receipt-keys.ts'

export interface KnownKeys {
  readonly standingOf: ReceiptKeys['standingOf']
  /** The key that a person gives; null: none. */
  readonly published: PublishedKey | null
}

/**
 * The known keys. `dataDir`: a data folder, which need not be there; `published`: the text of a file of a published key, or null.
 * Throws where that text is no such file.
 */
export const knownKeys = (dataDir: string, published: string | null): KnownKeys => {
  const key = published === null ? null : parseReceiptKey(published)
  if (published !== null && key === null) throw new Error('it is no key for receipts')
  return { standingOf: openReceiptKeys(dataDir).standingOf, published: key }
}
