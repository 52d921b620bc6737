// Stores what the last sweep found of folders that are no runs in the queue, so that every host tells it, also one that does
// not watch (docs/spec.md 6).
import type { Finding } from '../../../shared/model/reports.ts'
import { FINDING_KINDS, NEEDS_PERSON } from '../../../shared/finding-kinds.ts'
import { type Database, transaction } from '../db/database.ts'
import { type Row, asNumber, asText } from '../db/row-values.ts'
import { sqlList } from '../db/sql.ts'

/** What a sweep found, without the time. */
export type NewFinding = Pick<Finding, 'instrument' | 'folder' | 'kind' | 'message'>

const toFinding = (row: Row): Finding => ({
  instrument: asText(row, 'instrument'),
  folder: asText(row, 'folder'),
  kind: FINDING_KINDS.find((kind) => kind === row['kind']) ?? 'passed',
  message: asText(row, 'message'),
  since: asNumber(row, 'since'),
})

export type FindingStore = ReturnType<typeof createFindingStore>

export const createFindingStore = (db: Database) => {
  const needed = `kind IN ${sqlList(NEEDS_PERSON)}`
  const list = db.prepare(
    `SELECT * FROM findings ORDER BY NOT ${needed}, since, instrument, folder LIMIT ?`,
  )
  const count = db.prepare(`SELECT count(*) AS n FROM findings WHERE ${needed}`)
  const all = db.prepare('SELECT * FROM findings')
  const clear = db.prepare('DELETE FROM findings')
  const remove = db.prepare('DELETE FROM findings WHERE folder = ?')
  const insert = db.prepare('INSERT OR IGNORE INTO findings VALUES (?, ?, ?, ?, ?)')
  const keyOf = ({ instrument, folder, kind }: NewFinding): string =>
    JSON.stringify([instrument, folder, kind])
  return {
    /** The first findings, those that need a person before the others. */
    list: (limit: number): Finding[] => list.all(limit).map(toFinding),

    /** Number of findings that need a person. */
    needPerson: (): number => asNumber(count.get() ?? {}, 'n'),

    /** Records what a sweep at that time (epoch ms) found; false: it is as it was. */
    replace(found: readonly NewFinding[], at: number): boolean {
      const before = new Map(
        all
          .all()
          .map(toFinding)
          .map((one) => [keyOf(one), one]),
      )
      const isSame =
        before.size === found.length &&
        found.every((one) => before.get(keyOf(one))?.message === one.message)
      if (isSame) return false
      transaction(db, () => {
        clear.run()
        for (const one of found)
          insert.run(
            one.instrument,
            one.folder,
            one.kind,
            one.message,
            before.get(keyOf(one))?.since ?? at,
          )
      })
      return true
    },

    /** The folder was added to the queue. */
    settled(folder: string): void {
      remove.run(folder)
    },
  }
}

/** Shadows the stored table by its name: a temporary one is written also where the queue is opened read-only (SQLite, CREATE TABLE). */
const OWN_TABLE = `
  CREATE TEMP TABLE findings (
    instrument TEXT NOT NULL, folder TEXT NOT NULL, kind TEXT NOT NULL, message TEXT NOT NULL, since INTEGER NOT NULL,
    PRIMARY KEY (instrument, folder)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO temp.findings SELECT * FROM main.findings;`

/** The findings of a process that only reads the queue: those that an engine stored, until its own sweep finds others. */
export const createReadingFindingStore = (db: Database): FindingStore => {
  const store = createFindingStore(db)
  let isOwn = false
  return {
    ...store,
    replace(found, at) {
      if (!isOwn) db.exec(OWN_TABLE)
      isOwn = true
      return store.replace(found, at)
    },
  }
}
