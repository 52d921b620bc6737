// `log`: prints the full output of one attempt.
import { type CommandContext, type RunNames, findJob } from '../select-runs.ts'
import { CliError, EXIT, isoOrNull } from '../output.ts'
import { errorJson } from '../json.ts'

/** Prints attempt `number`; null: the last one. */
export const showLog = async (
  context: CommandContext,
  names: RunNames,
  number: number | null,
): Promise<number> => {
  const { core, io, json } = context
  const job = await findJob(context, names)
  const { rows } = await core.handlers['attempts.list']({ jobId: job.id })
  const attempt = number === null ? rows[0] : rows.find((row) => row.number === number)
  if (attempt === undefined)
    throw new CliError(
      number === null
        ? `${job.run} has no attempt yet.`
        : `${job.run} has no attempt ${number}; it has ${rows.length}.`,
    )
  if (json)
    await io.out(
      `{"attempt":${JSON.stringify({ ...attempt, startedAt: isoOrNull(attempt.startedAt), endedAt: isoOrNull(attempt.endedAt), error: errorJson(attempt.error) })},"lines":[`,
    )
  for (let from = 0; ;) {
    const { lines, total } = await core.handlers['logs.page']({
      attemptId: attempt.id,
      from,
      limit: 500,
    })
    for (const line of lines) {
      const at = isoOrNull(line.at)
      await io.out(
        json
          ? `${line.number === 0 ? '' : ','}${JSON.stringify({ number: line.number, at, level: line.level, source: line.source, text: line.text })}`
          : `${at}  ${line.level.padEnd(7)} ${line.source.padEnd(6)} ${line.text}\n`,
      )
    }
    from += lines.length
    if (lines.length === 0 || from >= total) break
  }
  if (json) await io.out(']}\n')
  return EXIT.proven
}
