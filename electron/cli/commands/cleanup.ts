// `cleanup`: shows which runs may be deleted on this computer, and deletes them.
import { leftOutText } from '../../../shared/messages/cleanup.ts'
import { runLabelWithAttempt } from '../../../shared/state-labels.ts'
import {
  type CommandContext,
  type RunNames,
  exitCodeOf,
  findJob,
  findJobs,
  onNasOf,
} from '../select-runs.ts'
import { EXIT, bytesText, isoOrNull, printResult } from '../output.ts'
import { workUntilIdle } from './runs.ts'

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
const showDecision = async (context: CommandContext, names: RunNames): Promise<number> => {
  const job = await findJob(context, names)
  const { looking: _, ...found } = await context.core.handlers['cleanup.look']({ jobId: job.id })
  const lines = found.conditions.map((c) => `  ${c.holds ? 'yes' : 'no '}  ${c.words}\n`)
  const off = found.enabled ? '' : '  (cleanup is switched off: nothing is deleted)\n'
  const text = `${job.run}: ${found.headline}\n${lines.join('')}${off}`
  const { lookedAt, possibleAt } = found
  const times = { lookedAt: isoOrNull(lookedAt), possibleAt: isoOrNull(possibleAt) }
  await printResult(context, { run: job.run, ...found, ...times }, text)
  return found.verdict === 'safe' || job.state === 'cleaned' ? EXIT.proven : EXIT.needsPerson
}

/** Verifies runs once more and deletes their local files, where every condition holds. */
const clean = async (context: CommandContext, names: RunNames): Promise<number> => {
  // one job of a run deletes its originals, whichever was named
  const leads = new Set((await findJobs(context, names)).map(({ lead }) => lead))
  const jobs = await Promise.all(
    [...leads].map((jobId) => context.core.handlers['jobs.get']({ jobId })),
  )
  const already = jobs.filter((job) => job.state === 'cleaned')
  const ids = jobs.filter((job) => job.state !== 'cleaned').map((job) => job.id)
  const { changed, refused } =
    ids.length === 0
      ? { changed: 0, refused: [] }
      : await context.core.handlers['cleanup.run']({ jobs: ids })
  if (ids.length > 0) await workUntilIdle(context)
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

/** A dry run of all runs (`names` null) or of one, or the cleanup of the named runs. */
export const runCleanup = (
  context: CommandContext,
  names: RunNames | null,
  dryRun: boolean,
): Promise<number> => {
  if (!dryRun) return clean(context, names ?? {})
  return names === null ? preview(context) : showDecision(context, names)
}
