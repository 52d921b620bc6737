// What people left out of a run: who, why, by which pattern or which files, and the rows that follow from it.
import type { Exclusion } from '../../../shared/model/list-rows.ts'
import { compilePattern } from '../domain/exclusion.ts'
import type { Database } from '../db/database.ts'
import { type Row, asNumber, asText, asTextOrNull } from '../db/row-values.ts'

/** What is written down of it. */
export interface NewExclusion {
  readonly kind: Exclusion['kind']
  readonly pattern: string | null
  readonly by: string
  readonly note: string
  /** Epoch ms. */
  readonly at: number
}

/** Files by number, or all that a pattern means, or those whose original is gone. */
export type Chosen =
  | { readonly seqs: readonly number[] }
  | { readonly pattern: string }
  | { readonly vanished: readonly number[] | 'all' }

/** What of it is taken back: files by number, one exclusion as a whole, or all. */
export type TakenBack = { readonly seqs: readonly number[] } | { readonly id: number } | 'all'

/** A rule for files that a later walk finds. */
export interface ExclusionRule {
  readonly id: number
  readonly words: string
  fits(path: string): boolean
}

/** What a row says of it. */
const wordsOf = ({ kind, by, note }: Pick<NewExclusion, 'kind' | 'by' | 'note'>): string =>
  `${kind === 'accepted' ? 'The copy on the NAS was accepted without proof' : 'Excluded'} by ${by}${note === '' ? '.' : `: ${note}`}`

const KINDS = ['pattern', 'files', 'accepted'] as const

const toExclusion = (row: Row): Exclusion => ({
  id: asNumber(row, 'id'),
  kind: KINDS.find((kind) => kind === row['kind']) ?? 'files',
  pattern: asTextOrNull(row, 'pattern'),
  by: asText(row, 'by'),
  note: asText(row, 'note'),
  at: asNumber(row, 'at'),
  files: asNumber(row, 'files'),
  bytes: asNumber(row, 'bytes'),
})

export type ExclusionStore = ReturnType<typeof createExclusionStore>

/** Every change here is to be made inside a transaction of the caller: rows and their reason are written together. */
export const createExclusionStore = (db: Database) => {
  const insert = db.prepare(
    'INSERT INTO exclusions (job_id, kind, pattern, by, note, at) VALUES (?, ?, ?, ?, ?, ?) RETURNING id',
  )
  const list = db.prepare(
    `SELECT e.*, count(f.seq) AS files, coalesce(sum(f.size), 0) AS bytes FROM exclusions e
     LEFT JOIN excluded_files x ON x.exclusion = e.id LEFT JOIN files f ON f.job_id = e.job_id AND f.seq = x.seq
     WHERE e.job_id = ? GROUP BY e.id ORDER BY e.id`,
  )
  const patterns = db.prepare(
    `SELECT * FROM exclusions WHERE job_id = ? AND kind = 'pattern' ORDER BY id`,
  )
  const paths = db.prepare(
    `SELECT f.path FROM excluded_files x JOIN exclusions e ON e.id = x.exclusion
     JOIN files f ON f.job_id = e.job_id AND f.seq = x.seq WHERE x.exclusion = ? ORDER BY x.seq LIMIT ?`,
  )
  const mark = db.prepare(
    `UPDATE files SET state = 'excluded', last_error = ? WHERE job_id = ? AND seq = ?`,
  )
  const link = db.prepare('INSERT OR IGNORE INTO excluded_files (exclusion, seq) VALUES (?, ?)')
  const dropEmpty = db.prepare(
    `DELETE FROM exclusions WHERE job_id = ? AND kind <> 'pattern'
     AND NOT EXISTS (SELECT 1 FROM excluded_files WHERE exclusion = exclusions.id)`,
  )
  const dropAll = db.prepare('DELETE FROM exclusions WHERE job_id = ?')
  const dropOne = db.prepare('DELETE FROM exclusions WHERE job_id = ? AND id = ?')
  const path = db.prepare('SELECT path FROM files WHERE job_id = ? AND seq = ?')
  const free = db.prepare(
    `UPDATE files SET state = 'pending', last_error = NULL WHERE job_id = ? AND seq = ?`,
  )
  // what a pattern means is worked out by our own rule, row by row, in the database
  let fits: (path: string) => boolean = () => false
  db.function('exlab_fits', { directOnly: true }, (path: unknown) =>
    Number(typeof path === 'string' && fits(path)),
  )

  const ruleOf = (chosen: Chosen): { sql: string; args: string[] } => {
    if ('pattern' in chosen) {
      fits = compilePattern(chosen.pattern)
      return { sql: `state NOT IN ('excluded','cleaned') AND exlab_fits(path)`, args: [] }
    }
    const rule = 'vanished' in chosen ? `state = 'vanished'` : `state NOT IN ('excluded','cleaned')`
    const seqs = 'vanished' in chosen ? chosen.vanished : chosen.seqs
    return seqs === 'all'
      ? { sql: rule, args: [] }
      : {
          sql: `${rule} AND seq IN (SELECT value FROM json_each(?))`,
          args: [JSON.stringify(seqs)],
        }
  }

  const leaveOut = (jobId: number, seq: number, rule: ExclusionRule): void => {
    mark.run(rule.words, jobId, seq)
    link.run(rule.id, seq)
  }

  const rules = (jobId: number): ExclusionRule[] =>
    patterns.all(jobId).map((row) => ({
      id: asNumber(row, 'id'),
      words: wordsOf({ kind: 'pattern', by: asText(row, 'by'), note: asText(row, 'note') }),
      fits: compilePattern(asText(row, 'pattern')),
    }))

  return {
    rules,

    /** Oldest first, each with what it leaves out now. */
    list: (jobId: number): Exclusion[] => list.all(jobId).map(toExclusion),

    /** The first few paths that one of them leaves out. */
    paths: (id: number, limit: number): string[] =>
      paths.all(id, limit).map((row) => asText(row, 'path')),

    /** Writes it down and leaves the files out; answers how many. A pattern is kept although nothing fits it yet. */
    add(jobId: number, chosen: Chosen, made: NewExclusion): { files: number; bytes: number } {
      const { sql, args } = ruleOf(chosen)
      const id = asNumber(
        insert.get(jobId, made.kind, made.pattern, made.by, made.note, made.at) ?? {},
        'id',
      )
      db.prepare(
        `INSERT INTO excluded_files (exclusion, seq) SELECT ?, seq FROM files WHERE job_id = ? AND ${sql}`,
      ).run(id, jobId, ...args)
      db.prepare(
        `UPDATE files SET state = 'excluded', last_error = ? WHERE job_id = ?
         AND seq IN (SELECT seq FROM excluded_files WHERE exclusion = ?)`,
      ).run(wordsOf(made), jobId, id)
      dropEmpty.run(jobId)
      const row = list.all(jobId).find((one) => one['id'] === id)
      return row === undefined
        ? { files: 0, bytes: 0 }
        : { files: asNumber(row, 'files'), bytes: asNumber(row, 'bytes') }
    },

    /** Leaves out a row that the walk has just found. */
    mark: leaveOut,

    /**
     * Takes exclusions back; `what`: files by number, all that one of them leaves out, or everything. The files wait to be
     * sent; what another pattern still means stays out, but for files chosen by number. null: there was nothing to take back.
     */
    takeBack(jobId: number, what: TakenBack): number | null {
      const [own, value] =
        what === 'all'
          ? ['?', 1]
          : 'id' in what
            ? ['exclusion = ?', what.id]
            : ['seq IN (SELECT value FROM json_each(?))', JSON.stringify(what.seqs)]
      const where = `exclusion IN (SELECT id FROM exclusions WHERE job_id = ?) AND ${own}`
      const back = db
        .prepare(`SELECT seq FROM excluded_files WHERE ${where} ORDER BY seq`)
        .all(jobId, value)
        .map((row) => asNumber(row, 'seq'))
      db.prepare(`DELETE FROM excluded_files WHERE ${where}`).run(jobId, value)
      let dropped = 0
      if (what === 'all') dropped = dropAll.run(jobId).changes
      else if ('id' in what) dropped = dropOne.run(jobId, what.id).changes
      dropEmpty.run(jobId)
      if (back.length === 0 && dropped === 0) return null
      const left = what === 'all' || 'seqs' in what ? [] : rules(jobId)
      let files = 0
      for (const seq of back) {
        const text = left.length === 0 ? '' : asText(path.get(jobId, seq) ?? {}, 'path')
        const other = left.find((rule) => rule.fits(text))
        if (other === undefined) {
          free.run(jobId, seq)
          files += 1
        } else leaveOut(jobId, seq, other)
      }
      return files
    },
  }
}
