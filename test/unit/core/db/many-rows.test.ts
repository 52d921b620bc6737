// Rows of a large query are the same as the driver's own, also where a value is damaged.
import { expect, it } from 'vitest'
import { openSqlite } from '../../../../electron/core/db/database.ts'
import { manyRows } from '../../../../electron/core/db/many-rows.ts'

const SQL = 'SELECT *, n + 1 AS next FROM t WHERE n < :most ORDER BY n'

it('rows have their values under the names of the columns', () => {
  const db = openSqlite(':memory:')
  db.exec(`CREATE TABLE t (n INTEGER, name TEXT, bytes BLOB);
    INSERT INTO t VALUES (1, 'a', x'0102'), (2, NULL, NULL), (3, '', x'')`)
  const rows = manyRows(db, SQL, { ':most': 3 })
  expect(rows).toHaveLength(2)
  expect(rows).toMatchObject([
    { n: 1, name: 'a', next: 2 },
    { n: 2, name: null, bytes: null, next: 3 },
  ])
  expect(rows).toEqual(
    db
      .prepare(SQL)
      .all({ ':most': 3 })
      .map((row) => ({ ...row })),
  )
})

it('an integer that no number can hold is the nearest that a number can, in its own row alone', () => {
  const db = openSqlite(':memory:')
  db.exec(`CREATE TABLE t (n INTEGER, name TEXT, bytes BLOB);
    INSERT INTO t VALUES (-9223372036854775807, 'damaged', NULL), (2, 'whole', NULL)`)
  expect(manyRows(db, SQL, { ':most': 9 })).toMatchObject([
    { n: Number.MIN_SAFE_INTEGER, name: 'damaged' },
    { n: 2, name: 'whole', next: 3 },
  ])
})
