// Parts of SQL statements: constant lists, bound lists, LIKE patterns and the end of a range of texts.
import { DatabaseSync } from '@photostructure/sqlite'
import { expect, it, onTestFinished } from 'vitest'
import {
  AFTER_ANY_TEXT,
  jsonList,
  likeContains,
  sqlList,
} from '../../../../electron/core/db/sql.ts'

it('builds constant lists of names only', () => {
  expect(sqlList(['failed', 'size_only'])).toBe(`('failed','size_only')`)
  expect(() => sqlList([`x') OR 1 --`])).toThrow(/not a name/)
})

it('finds texts by a bound list, by a LIKE pattern and in a range without end', () => {
  const db = new DatabaseSync(':memory:')
  onTestFinished(() => db.close())
  db.exec(`CREATE TABLE t (x TEXT); INSERT INTO t VALUES ('a'), ('50%'), ('b_c'), ('\u{10ffff}')`)
  const find = (where: string, ...values: (string | Uint8Array)[]): unknown[] =>
    db
      .prepare(`SELECT x FROM t WHERE ${where} ORDER BY x`)
      .all(...values)
      .map((row) => row['x'])
  expect(find(`x IN ${jsonList()}`, JSON.stringify(['a', 'b_c', "o'"]))).toEqual(['a', 'b_c'])
  expect(find(`x LIKE ? ESCAPE '\\'`, likeContains('0%'))).toEqual(['50%'])
  expect(find(`x LIKE ? ESCAPE '\\'`, likeContains('_'))).toEqual(['b_c'])
  expect(find('x >= ? AND x < ?', 'b', AFTER_ANY_TEXT)).toEqual(['b_c', '\u{10ffff}'])
})
