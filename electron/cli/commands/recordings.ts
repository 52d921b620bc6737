// `recordings`: runs that an instrument is writing, and the completion signal that each waits for; `finish`: says that they are
// complete.
import { resolve, sep } from 'node:path'
import { visible } from '../../../shared/escape.ts'
import type { Recording } from '../../../shared/model/reports.ts'
import { isSameFolder } from '../../core/domain/folder-path.ts'
import { Refusal } from '../../core/errors.ts'
import { findingJson } from '../json.ts'
import { type CommandContext, exitCodeWith } from '../select-runs.ts'
import { CliError, EXIT, isoOrNull, printResult } from '../output.ts'

/** A recording as JSON. */
export const recordingJson = (row: Recording): unknown => ({
  ...row,
  firstSeen: isoOrNull(row.firstSeen),
})

/** A recording as a line. */
export const recordingText = ({ instrument, run, waitsFor }: Recording): string =>
  `${instrument}  ${visible(run)}: waits for ${visible(waitsFor)}\n`

/** Looks once at every instrument's folder, which queues the complete runs, and lists the others. */
export const showRecordings = async (context: CommandContext): Promise<number> => {
  const { core } = context
  await core.sweep()
  const { rows, total } = await core.handlers['recordings.list']({})
  const more = total > rows.length ? `and ${total - rows.length} more\n` : ''
  const found = await core.handlers['folders.findings']({})
  const notes = found.rows.map(
    ({ kind, message }) => `${kind === 'passed' ? '' : 'Needs you: '}${visible(message)}\n`,
  )
  await printResult(
    context,
    { total, recordings: rows.map(recordingJson), findings: found.rows.map(findingJson) },
    `${rows.map(recordingText).join('')}${more}${total} being recorded\n${notes.join('')}`,
  )
  return exitCodeWith(EXIT.proven, found.needPerson)
}

/** Queues recordings that a person calls complete, each named by its folder or its folder's name. */
export const finishRecordings = async (
  context: CommandContext,
  names: readonly string[],
): Promise<number> => {
  const { core, io } = context
  await core.sweep()
  const { rows } = await core.handlers['recordings.list']({})
  const folders = names.map((name) => {
    const path = resolve(io.cwd, name)
    const matching = rows.filter(
      ({ folder, run }) => isSameFolder(folder, path, sep === '\\') || run === name,
    )
    const [only] = matching
    if (matching.length > 1)
      throw new CliError(
        `${name} means ${matching.length} recordings. Say which, by its folder: ${matching.map(({ folder }) => folder).join(', ')}.`,
      )
    return only?.folder ?? path
  })
  const finished: string[] = []
  const refused: { folder: string; message: string }[] = []
  for (const folder of new Set(folders))
    try {
      await core.handlers['recordings.finish']({ folder })
      finished.push(folder)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      refused.push({ folder, message: error.message })
    }
  const text = `finish: ${finished.length} ${finished.length === 1 ? 'run' : 'runs'}\n`
  await printResult(context, { finished, refused }, text)
  for (const { message } of refused) io.err(message)
  return refused.length > 0 ? EXIT.couldNotRun : EXIT.proven
}
