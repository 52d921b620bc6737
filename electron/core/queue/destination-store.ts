// Stores the identities of destinations that runs were sent to (docs/spec.md 2a).
import type { Database } from '../db/database.ts'
import { asNumber, asNumberOrNull, asText, asTextOrNull } from '../db/row-values.ts'

/** SQL: the place of a job is at a destination: its run's path stands at the end of the destination's own target. */
export const isAt = (job: string, target: string): string =>
  `rtrim(${job}.target, '/') IN (${target} || ${job}.run_path, rtrim(${target}, '/') || '/' || ${job}.run_path)`

export type DestinationStore = ReturnType<typeof createDestinationStore>

export const createDestinationStore = (db: Database) => {
  const known = db.prepare('SELECT uuid FROM destinations WHERE target = ?')
  const since = db.prepare('SELECT since FROM destinations WHERE target = ?')
  const receiptKey = db.prepare('SELECT receipt_key FROM destinations WHERE target = ?')
  const twin = db.prepare(
    `SELECT other.target FROM jobs one
     JOIN jobs other ON coalesce(other.lead, other.id) = coalesce(one.lead, one.id) AND other.id < one.id
     JOIN destinations d ON ${isAt('other', 'd.target')} WHERE one.id = ? AND d.uuid = ? LIMIT 1`,
  )
  const proven = db.prepare(
    `SELECT id FROM jobs WHERE verified_at IS NOT NULL AND ${isAt('jobs', '?1')} ORDER BY id`,
  )
  const working = db.prepare(
    `SELECT id FROM jobs WHERE state IN ('running','awaiting_verify') AND ${isAt('jobs', '?1')} ORDER BY id`,
  )
  const shared = new Set<string>()
  return {
    /** Where an earlier job of the same run goes at the destination with that UUID; null: none does. */
    twinOf: (jobId: number, uuid: string): string | null =>
      asTextOrNull(twin.get(jobId, uuid) ?? {}, 'target'),

    /** Jobs that are being sent to the destination with that target, or checked there. */
    workingAt: (target: string): number[] => working.all(target).map((row) => asNumber(row, 'id')),

    /** Jobs that were proven at the destination with that target. */
    provenAt: (target: string): number[] => proven.all(target).map((row) => asNumber(row, 'id')),

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

    /** When its identity became known, epoch ms; null: it is not. */
    since: (target: string): number | null => asNumberOrNull(since.get(target) ?? {}, 'since'),

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
