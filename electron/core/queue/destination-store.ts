// Stores the identities of destinations that runs were sent to (docs/spec.md 2a).
import type { Database } from '../db/database.ts'
import { asText, asTextOrNull } from '../db/row-values.ts'

export type DestinationStore = ReturnType<typeof createDestinationStore>

export const createDestinationStore = (db: Database) => {
  const known = db.prepare('SELECT uuid FROM destinations WHERE target = ?')
  const receiptKey = db.prepare('SELECT receipt_key FROM destinations WHERE target = ?')
  const shared = new Set<string>()
  return {
    /** The key for receipts that was published at a known destination; null: none was. */
    receiptKey: (target: string): string | null =>
      asTextOrNull(receiptKey.get(target) ?? {}, 'receipt_key'),

    setReceiptKey(target: string, key: string): void {
      db.prepare('UPDATE destinations SET receipt_key = ? WHERE target = ?').run(key, target)
    },

    /** UUID of the destination with that target; null: nothing of this queue was sent or proven there. */
    known(target: string): string | null {
      const row = known.get(target)
      return row === undefined ? null : asText(row, 'uuid')
    },

    /** Records that something of this queue lies at the destination. A UUID that is known stays. */
    remember(target: string, uuid: string, at: number): void {
      db.prepare(
        'INSERT INTO destinations (target, uuid, since) VALUES (?, ?, ?) ON CONFLICT (target) DO NOTHING',
      ).run(target, uuid, at)
    },

    /**
     * Whether a folder of the NAS, by its target, is known to hold the place of a run of this queue and no claim of its own: so
     * nobody can claim it any more. Known since the program started only, because a NAS may change meanwhile.
     */
    isShared: (target: string): boolean => shared.has(target),

    share: (target: string): void => void shared.add(target),

    /** Forgets the identity, because a person said that another volume stands for it from now on. */
    forget(target: string): void {
      shared.clear()
      db.prepare('DELETE FROM destinations WHERE target = ?').run(target)
    },
  }
}
