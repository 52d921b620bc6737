// `cleanup`: shows which runs may be deleted on this computer, and deletes them.
import { leftOutText } from '../../../shared/messages/cleanup.ts'
import { runLabelWithAttempt } from '../../../shared/state-labels.ts'
import { type CommandContext, exitCodeOf, findJob, onNasOf } from '../select-runs.ts'
import { CliError, EXIT, bytesText, printResult } from '../output.ts'

/** What a cleanup of all runs would delete, after a look at each run that may be safe to delete. */
const preview = async (context: CommandContext): Promise<number> => {
  const found = await context.core.handlers['cleanup.preview']({ look: true })
  const lines = found.rows.map(
    (row) => `${row.jobId}  ${row.run}  ${bytesText(row.bytes)}${leftOutText(row.leftOut)}\n`,
  )
  const text = `${lines.join('')}${found.runs} ${found.runs === 1 ? 'run is' : 'runs are'} safe to delete: ${bytesText(found.bytes)}\n`
  await printResult(context, found, text)
  return EXIT.proven
}

/** Looks at both sides of one run, and prints its cleanup decision with every condition. */
const showDecision = async (context: CommandContext, run: string): Promise<number> => {
  const job = await findJob(context, run)
  const { looking: _, ...found } = await context.core.handlers['cleanup.look']({ jobId: job.id })
  const lines = found.conditions.map((c) => `  ${c.holds ? 'yes' : 'no '}  ${c.words}\n`)
  const off = found.enabled ? '' : '  (cleanup is switched off: nothing is deleted)\n'
  const text = `${job.run}: ${found.headline}\n${lines.join('')}${off}`
  await printResult(context, { run: job.run, ...found }, text)
  return found.verdict === 'safe' || job.state === 'cleaned' ? EXIT.proven : EXIT.needsPerson
}

/** Verifies runs once more and deletes their local files, where every condition holds. */
const clean = async (context: CommandContext, runs: readonly string[]): Promise<number> => {
  const jobs = await Promise.all(runs.map((run) => findJob(context, run)))
  const already = jobs.filter((job) => job.state === 'cleaned')
  const ids = jobs.filter((job) => job.state !== 'cleaned').map((job) => job.id)
  const { changed, refused } = await context.core.handlers['cleanup.run']({ jobs: ids })
  if (ids.length > 0) {
    context.core.start()
    await context.core.idle()
  }
  const after = await Promise.all(ids.map((jobId) => context.core.handlers['jobs.get']({ jobId })))
  const kept = after.filter((job) => job.state !== 'cleaned')
  const cleaned = after.length - kept.length
  const lines = already.map((job) => `${job.run} was cleaned up already: ${onNasOf(job)}\n`)
  if (ids.length > 0)
    lines.push(`cleanup: ${cleaned} of ${ids.length} ${ids.length === 1 ? 'run' : 'runs'}\n`)
  await printResult(
    context,
    { changed, cleaned, refused, already: already.map((job) => job.id) },
    lines.join(''),
  )
  for (const { message } of refused) context.io.err(message)
  if (refused.length > 0) return EXIT.needsPerson
  for (const job of kept) {
    const why = job.lastError?.message ?? 'Its last check did not allow it; the log says why.'
    context.io.err(`${job.run} was not cleaned up, ${runLabelWithAttempt(job)}: ${why}`)
  }
  const code = exitCodeOf([...after, ...already])
  return kept.length > 0 ? code || EXIT.needsPerson : code
}

/** A dry run of all runs or of one, or the cleanup of the given runs. */
export const runCleanup = async (
  context: CommandContext,
  runs: readonly string[],
  dryRun: boolean,
): Promise<number> => {
  const [run] = runs
  if (run === undefined) {
    if (!dryRun) throw new CliError('Say which run, or --dry-run for what could go.')
    return preview(context)
  }
  if (!dryRun) return clean(context, runs)
  if (runs.length > 1) throw new CliError('--dry-run goes with one run, or with none for all.')
  return showDecision(context, run)
}
