// `recordings`: runs that an instrument is writing, and the completion signal that each waits for.
import { visible } from '../../../shared/escape.ts'
import type { CommandContext } from '../select-runs.ts'
import { EXIT, isoOrNull, printResult } from '../output.ts'

/** Looks once at every instrument's folder, which queues the complete runs, and lists the others. */
export const showRecordings = async (context: CommandContext): Promise<number> => {
  const { core } = context
  await core.sweep()
  const { rows, total } = await core.handlers['recordings.list']({})
  const lines = rows.map(
    (row) => `${row.instrument}  ${visible(row.run)}: waits for ${visible(row.waitsFor)}\n`,
  )
  const more = total > rows.length ? `and ${total - rows.length} more\n` : ''
  const recordings = rows.map((row) => ({ ...row, firstSeen: isoOrNull(row.firstSeen) }))
  await printResult(
    context,
    { total, recordings },
    `${lines.join('')}${more}${total} being recorded\n`,
  )
  return EXIT.proven
}
