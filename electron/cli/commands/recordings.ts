// `recordings`: runs that an instrument is writing, and the completion signal that each waits for.
import { escapeAsMark } from '../../../shared/escape.ts'
import { findingJson } from '../json.ts'
import { type CommandContext, exitCodeWith } from '../select-runs.ts'
import { EXIT, isoOrNull, printResult } from '../output.ts'

/** Looks once at every instrument's folder, which queues the complete runs, and lists the others. */
export const showRecordings = async (context: CommandContext): Promise<number> => {
  const { core } = context
  await core.sweep()
  const { rows, total } = await core.handlers['recordings.list']({})
  const lines = rows.map(
    (row) =>
      `${row.instrument}  ${escapeAsMark(row.run)}: waits for ${escapeAsMark(row.waitsFor)}\n`,
  )
  const more = total > rows.length ? `and ${total - rows.length} more\n` : ''
  const found = await core.handlers['folders.findings']({})
  const notes = found.rows.map(
    ({ kind, message }) => `${kind === 'passed' ? '' : 'Needs you: '}${escapeAsMark(message)}\n`,
  )
  const recordings = rows.map((row) => ({ ...row, firstSeen: isoOrNull(row.firstSeen) }))
  await printResult(
    context,
    { total, recordings, findings: found.rows.map(findingJson) },
    `${lines.join('')}${more}${total} being recorded\n${notes.join('')}`,
  )
  return exitCodeWith(EXIT.proven, found.needPerson)
}
