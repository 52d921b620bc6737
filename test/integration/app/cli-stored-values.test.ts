// Any value that a column of the queue can hold, in one row: status, receipt, log and exclude still answer, for that run and for
// the others.
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { excludeFiles } from '../../../electron/cli/commands/exclude.ts'
import { showLog } from '../../../electron/cli/commands/log.ts'
import { showStatus } from '../../../electron/cli/commands/status.ts'
import { CliError } from '../../../electron/cli/output.ts'
import type { CommandContext } from '../../../electron/cli/select-runs.ts'
import type { Core } from '../../../electron/core/core.ts'
import { type Database, openSqlite } from '../../../electron/core/db/database.ts'
import { Refusal } from '../../../electron/core/errors.ts'
import { cli } from '../../helpers/cli.ts'
import { type Lab, localNas, makeLab, withCore } from '../../helpers/lab.ts'

const INTEGERS = ['-1', '8640000000000001', '9223372036854775807', '-9223372036854775808'] as const
const TEXTS = [
  `''`,
  `'{}'`,
  `char(27) || '[2J' || char(10)`,
  `char(0)`,
  `CAST(x'ff41' AS TEXT)`,
] as const
const BLOBS = [`x''`, `x'00'`] as const

/** Tables with rows of runs. The columns by which rows are told apart stay as they are. */
const TABLES = ['jobs', 'files', 'attempts', 'verify_passes', 'exclusions']

interface Column {
  readonly table: string
  readonly name: string
  readonly type: string
  /** Columns of the primary key. */
  readonly keys: readonly string[]
  /** The rows of run 1. */
  readonly rows: string
}

const columnsOf = (db: Database): Column[] =>
  TABLES.flatMap((table) => {
    const all = db.prepare(`SELECT name, type, pk FROM pragma_table_info('${table}')`).all()
    const keys = all.filter((row) => row['pk'] !== 0).map((row) => String(row['name']))
    const rows = table === 'jobs' ? 'id = 1' : 'job_id = 1'
    return all
      .map((row) => ({ table, keys, rows, name: String(row['name']), type: String(row['type']) }))
      .filter(({ name }) => !keys.includes(name))
  })

const valuesFor = ({ type }: Column): readonly string[] => [
  'NULL',
  ...(type === 'INTEGER' ? INTEGERS : type === 'BLOB' ? BLOBS : TEXTS),
]

/** Writes a value into a column of run 1's rows while `use` runs; false: the column can't hold it. */
const withValue = async (
  db: Database,
  { table, name, keys, rows }: Column,
  value: string,
  use: () => Promise<void>,
): Promise<boolean> => {
  const match = keys.map((key) => `s.${key} = ${table}.${key}`).join(' AND ')
  db.exec(
    `CREATE TEMP TABLE saved AS SELECT ${[...keys, name].join(', ')} FROM ${table} WHERE ${rows}`,
  )
  try {
    db.exec(`UPDATE ${table} SET ${name} = ${value} WHERE ${rows}`)
  } catch {
    db.exec('DROP TABLE saved')
    return false
  }
  await use()
  db.exec(
    `UPDATE ${table} SET ${name} = (SELECT s.${name} FROM saved s WHERE ${match}) WHERE ${rows}`,
  )
  db.exec('DROP TABLE saved')
  return true
}

/** A lab with two proven runs, one of them with an exclusion. */
const makeQueue = async (): Promise<Lab> => {
  const lab = makeLab()
  lab.configure([localNas(lab).instrument])
  for (const name of ['Run 1', 'Run 2'])
    await cli(lab, 'add', lab.run('SCOPE_01', name, { 'a.tif': 'a', 'b.tmp': 'b' }))
  await cli(lab, 'exclude', 'Run 1', '--pattern', '*.tmp', '--by', 'me')
  expect(await cli(lab, 'run', '--until-idle', '--quiet')).toMatchObject({ code: 0, err: '' })
  return lab
}

/** Runs a command on an open core; answers what it printed, or the sentence that refused it. Throws what is no sentence. */
const printed = async (
  core: Core,
  json: boolean,
  command: (context: CommandContext) => Promise<number>,
): Promise<string> => {
  let out = ''
  const io = {
    out: async (text: string) => {
      out += text
    },
    err: (text: string) => {
      out += text
    },
    cwd: '/',
  } as unknown as CommandContext['io'] // the commands below use no more of it
  try {
    await command({ core, io, json, stopped: new Promise(() => undefined), configFault: null })
  } catch (error) {
    if (!(error instanceof CliError || error instanceof Refusal)) throw error
    out += error.message
  }
  return out
}

const status = (context: CommandContext): Promise<number> =>
  showStatus(context, { names: null, files: true, state: null, archived: false, all: false })
const glance = (context: CommandContext): Promise<number> =>
  showStatus(context, { names: null, files: false, state: null, archived: false, all: false })
const statusOfOne = (context: CommandContext): Promise<number> =>
  showStatus(context, { names: { id: [1] }, files: true, state: null, archived: false, all: false })
const log = (context: CommandContext): Promise<number> => showLog(context, { id: [1] }, null)
const exclude = (context: CommandContext): Promise<number> =>
  excludeFiles(context, { id: [1] }, { pattern: '*.tif', note: '', dryRun: true })

it('no value of one row makes a command unusable', async () => {
  const lab = await makeQueue()
  const db = openSqlite(join(lab.dataDir, 'queue.db'))
  db.exec(
    'PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA ignore_check_constraints = ON',
  )
  // whoever damaged the file asked no trigger
  for (const row of db.prepare(`SELECT name FROM sqlite_master WHERE type = 'trigger'`).all())
    db.exec(`DROP TRIGGER ${String(row['name'])}`)
  const faults = new Set<string>()
  let tried = 0
  await withCore(lab, 'reader', async (core) => {
    for (const column of columnsOf(db))
      for (const value of valuesFor(column)) {
        const attempt = async (name: string, work: () => Promise<unknown>): Promise<void> => {
          try {
            await work()
          } catch (error) {
            if (error instanceof Refusal) return
            faults.add(
              `${column.table}.${column.name} = ${value.slice(0, 40)}: ${name}: ${String(error).slice(0, 160)}`,
            )
          }
        }
        const done = await withValue(db, column, value, async () => {
          await attempt('status', async () =>
            expect(await printed(core, true, status)).toContain('Run 2'),
          )
          await attempt('status at a glance', async () =>
            expect(await printed(core, false, glance)).toContain('Run 2'),
          )
          await attempt('status of one', () => printed(core, false, statusOfOne))
          await attempt('log', () => printed(core, true, log))
          await attempt('exclude', () => printed(core, false, exclude))
          for (const form of ['text', 'json'] as const)
            await attempt(`receipt as ${form}`, async () => [...(await core.receiptOf(1, form))])
          await attempt('overview', async () => core.overview())
        })
        if (done) tried += 1
      }
  })
  db.close()
  expect([...faults]).toEqual([])
  expect(tried).toBeGreaterThan(150)
})
