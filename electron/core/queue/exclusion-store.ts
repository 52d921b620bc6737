// Stores exclusions: who excluded files of a run, why, by which pattern or which files, and the files that follow from it.
import { msg } from '../../../shared/language/msg.ts'
import type { Exclusion } from '../../../shared/model/list-rows.ts'
import { compileAnyPattern, compilePattern } from '../domain/exclusion.ts'
import type { Clock } from '../domain/clock.ts'
import type { Database } from '../db/database.ts'
import { type Row, asNumber, asText, asTextOrNull } from '../db/row-values.ts'
import { jsonList } from '../db/sql.ts'

/** The record of an exclusion. */
interface NewExclusion {
  readonly kind: Exclusion['kind']
  readonly pattern: string | null
  readonly by: string
  readonly note: string
  /** Epoch ms. */
  readonly at: number
}

/**
 * The files to exclude: by number, by pattern, or those whose copy on the NAS a person can accept: its
 * original is gone, or it changed after the run was verified.
 */
type FilesToExclude =
  | { readonly seqs: readonly number[] }
  | { readonly pattern: string }
  | { readonly acceptable: readonly number[] | 'all' }

/** The exclusions to remove: files by number, one exclusion as a whole, or all. */
type ExclusionsToRemove = { readonly seqs: readonly number[] } | { readonly id: number } | 'all'

/** An exclusion by pattern, which also applies to files that a later scan finds. */
interface ExclusionRule {
  /** null: a standing exclusion of the instrument that has met no file of the run yet. */
  readonly id: number | null
  readonly pattern: string
  /** The message of the files that it excludes. */
  readonly message: string
  matches(path: string): boolean
}

/** Who excluded a file by the settings of its instrument (`exclude`). */
const BY_SETTINGS = { by: 'config.yaml', note: '' } as const

/** Files whose copy on the NAS can be accepted; of a run that was verified also one that is another there now. */
const ACCEPTABLE = `(state = 'vanished' OR (state = 'mismatch' AND EXISTS
  (SELECT 1 FROM jobs WHERE jobs.id = job_id AND verified_at IS NOT NULL)))`

/** The message of an excluded file. */
const messageOf = ({ kind, by, note }: Pick<NewExclusion, 'kind' | 'by' | 'note'>): string =>
  note === ''
    ? kind === 'accepted'
      ? msg`The copy on the NAS was accepted without proof by ${by}.`
      : msg`Excluded by ${by}.`
    : kind === 'accepted'
      ? msg`The copy on the NAS was accepted without proof by ${by}: ${note}`
      : msg`Excluded by ${by}: ${note}`

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

/** The caller makes every change inside a transaction of its own, so that rows and their exclusion are written together. */
export const createExclusionStore = (
  db: Database,
  /** The standing exclusions of an instrument. */
  standing: (instrument: string) => readonly string[],
  clock: Clock,
) => {
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
  const accepted = db.prepare(
    `SELECT count(DISTINCT x.seq) AS n FROM excluded_files x JOIN exclusions e ON e.id = x.exclusion
     JOIN files f ON f.job_id = e.job_id AND f.seq = x.seq AND f.state = 'excluded'
     WHERE e.job_id = ? AND e.kind = 'accepted'`,
  )
  const provenBy = db.prepare(
    `SELECT count(DISTINCT x.seq) AS n FROM excluded_files x JOIN exclusions e ON e.id = x.exclusion
     JOIN files own ON own.job_id = e.job_id AND own.seq = x.seq AND own.state = 'excluded'
     JOIN files other ON other.job_id = ? AND other.path = own.path AND other.state = 'verified' WHERE e.job_id = ?`,
  )
  const setExcluded = db.prepare(
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
  const setPending = db.prepare(
    `UPDATE files SET state = 'pending', last_error = NULL WHERE job_id = ? AND seq = ?`,
  )
  // SQLite calls our own pattern rule for each row
  let matches: (path: string) => boolean = () => false
  db.function('exlab_matches', { directOnly: true }, (path: unknown) =>
    Number(typeof path === 'string' && matches(path)),
  )

  /** The selected files as an SQL condition over their rows. */
  const conditionOf = (selection: FilesToExclude): { sql: string; args: string[] } => {
    if ('pattern' in selection) {
      matches = compilePattern(selection.pattern)
      return { sql: `state NOT IN ('excluded','cleaned') AND exlab_matches(path)`, args: [] }
    }
    const [state, seqs] =
      'acceptable' in selection
        ? [ACCEPTABLE, selection.acceptable]
        : [`state NOT IN ('excluded','cleaned')`, selection.seqs]
    return seqs === 'all'
      ? { sql: state, args: [] }
      : {
          sql: `${state} AND seq IN ${jsonList()}`,
          args: [JSON.stringify(seqs)],
        }
  }

  const ofSettings = db.prepare(
    `SELECT id FROM exclusions WHERE job_id = ? AND kind = 'pattern' AND by = ? AND pattern = ?`,
  )
  const instrumentOf = db.prepare('SELECT instrument FROM jobs WHERE id = ?')

  /** Records a standing exclusion with the first file that it meets. */
  const idOf = (jobId: number, { id, pattern }: ExclusionRule): number => {
    if (id !== null) return id
    const { by, note } = BY_SETTINGS
    const row =
      ofSettings.get(jobId, by, pattern) ??
      insert.get(jobId, 'pattern', pattern, by, note, clock.now())
    return asNumber(row ?? {}, 'id')
  }

  const excludeFile = (jobId: number, seq: number, rule: ExclusionRule): void => {
    setExcluded.run(rule.message, jobId, seq)
    link.run(idOf(jobId, rule), seq)
  }

  const recorded = (jobId: number): ExclusionRule[] =>
    patterns.all(jobId).map((row) => {
      const by = asText(row, 'by')
      const pattern = asText(row, 'pattern')
      return {
        id: asNumber(row, 'id'),
        pattern,
        message: messageOf({ kind: 'pattern', by, note: asText(row, 'note') }),
        matches: by === BY_SETTINGS.by ? compileAnyPattern([pattern]) : compilePattern(pattern),
      }
    })

  const standingOf = (jobId: number): readonly string[] =>
    standing(asText(instrumentOf.get(jobId) ?? { instrument: '' }, 'instrument'))

  const rules = (jobId: number): ExclusionRule[] => {
    const known = recorded(jobId)
    const patternsNow = standingOf(jobId)
    const message = messageOf({ kind: 'pattern', ...BY_SETTINGS })
    return [
      ...known,
      ...patternsNow
        .filter((pattern) => known.every((one) => one.pattern !== pattern))
        .map((pattern) => ({ id: null, pattern, message, matches: compileAnyPattern([pattern]) })),
    ]
  }

  return {
    rules,

    /** The patterns of the settings of a run's instrument. */
    standing: standingOf,

    /** The run's exclusions, oldest first, each with the number and bytes of its files. */
    list: (jobId: number): Exclusion[] => list.all(jobId).map(toExclusion),

    /** Number of files whose original is gone and whose copy on the NAS a person accepted. */
    accepted: (jobId: number): number => asNumber(accepted.get(jobId) ?? {}, 'n'),

    /** Number of files that a job leaves out and another job of the run has proven. */
    provenBy: (jobId: number, otherId: number): number =>
      asNumber(provenBy.get(otherId, jobId) ?? {}, 'n'),

    /** The first paths that an exclusion covers. */
    paths: (id: number, limit: number): string[] =>
      paths.all(id, limit).map((row) => asText(row, 'path')),

    /** Records an exclusion and excludes its files; answers how many. A pattern is recorded also where it matches no file yet. */
    add(
      jobId: number,
      selection: FilesToExclude,
      made: NewExclusion,
    ): { files: number; bytes: number } {
      const { sql, args } = conditionOf(selection)
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
      ).run(messageOf(made), jobId, id)
      dropEmpty.run(jobId)
      const row = list.all(jobId).find((one) => one['id'] === id)
      return row === undefined
        ? { files: 0, bytes: 0 }
        : { files: asNumber(row, 'files'), bytes: asNumber(row, 'bytes') }
    },

    /** Excludes a file that the scan has just found. */
    mark: excludeFile,

    /**
     * Removes exclusions and answers how many files wait to be sent again; null: there was nothing to remove. A file that
     * another pattern still matches stays excluded, unless it was chosen by number.
     */
    remove(jobId: number, selection: ExclusionsToRemove): number | null {
      const [scope, value] =
        selection === 'all'
          ? ['?', 1]
          : 'id' in selection
            ? ['exclusion = ?', selection.id]
            : [`seq IN ${jsonList()}`, JSON.stringify(selection.seqs)]
      const where = `exclusion IN (SELECT id FROM exclusions WHERE job_id = ?) AND ${scope}`
      const released = db
        .prepare(`SELECT seq FROM excluded_files WHERE ${where} ORDER BY seq`)
        .all(jobId, value)
        .map((row) => asNumber(row, 'seq'))
      db.prepare(`DELETE FROM excluded_files WHERE ${where}`).run(jobId, value)
      let dropped = 0
      if (selection === 'all') dropped = dropAll.run(jobId).changes
      else if ('id' in selection) dropped = dropOne.run(jobId, selection.id).changes
      dropEmpty.run(jobId)
      if (released.length === 0 && dropped === 0) return null
      const remaining = selection === 'all' || 'seqs' in selection ? [] : rules(jobId)
      let files = 0
      for (const seq of released) {
        const text = remaining.length === 0 ? '' : asText(path.get(jobId, seq) ?? {}, 'path')
        const other = remaining.find((rule) => rule.matches(text))
        if (other === undefined) {
          setPending.run(jobId, seq)
          files += 1
        } else excludeFile(jobId, seq, other)
      }
      return files
    },
  }
}
