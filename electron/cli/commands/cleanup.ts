// `cleanup`: what may be deleted on this computer, and the deletion itself; `acknowledge`: a problem that somebody took note of.
import type { CleanupDecision } from '../../../shared/model/reports.ts'
import { type CommandContext, exitCodeOf, findJob } from '../select-runs.ts'
import { CliError, EXIT, bytesText } from '../output.ts'

const CLEANUP_DECISIONS: Readonly<Record<CleanupDecision['verdict'], string>> = {
  safe: 'Safe to delete',
  not_yet: 'Not yet',
  do_not: 'Do not delete',
}

/** Without a run: what a cleanup would free. */
const preview = async ({ core, io, json }: CommandContext): Promise<number> => {
  const found = await core.handlers['cleanup.preview']({})
  const lines = found.rows.map((row) => `${row.jobId}  ${row.run}  ${bytesText(row.bytes)}\n`)
  const text = `${lines.join('')}${found.runs} ${found.runs === 1 ? 'run is' : 'runs are'} safe to delete: ${bytesText(found.bytes)}\n`
  await io.out(json ? `${JSON.stringify(found)}\n` : text)
  return EXIT.proven
}

/** With a run: its verdict with every condition. */
const decisionOf = async (context: CommandContext, run: string): Promise<number> => {
  const job = await findJob(context, run)
  const found = await context.core.handlers['cleanup.decision']({ jobId: job.id })
  const lines = found.conditions.map((c) => `  ${c.holds ? 'yes' : 'no '}  ${c.words}\n`)
  const off = found.enabled ? '' : '  (cleanup is switched off: nothing is deleted)\n'
  const text = `${job.run}: ${CLEANUP_DECISIONS[found.verdict]}\n${lines.join('')}${off}`
  await context.io.out(json(context, { run: job.run, ...found }) ?? text)
  return found.verdict === 'safe' ? EXIT.proven : EXIT.needsPerson
}

const json = (context: CommandContext, value: unknown): string | null =>
  context.json ? `${JSON.stringify(value)}\n` : null

/** Proves runs once more and deletes their local files, where every interlock holds. */
const clean = async (context: CommandContext, runs: readonly string[]): Promise<number> => {
  const jobs = await Promise.all(runs.map((run) => findJob(context, run)))
  const ids = jobs.map((job) => job.id)
  const { changed, refused } = await context.core.handlers['cleanup.run']({ jobs: ids })
  context.core.start()
  await context.core.idle()
  const after = await Promise.all(ids.map((jobId) => context.core.handlers['jobs.get']({ jobId })))
  const cleaned = after.filter((job) => job.state === 'cleaned').length
  await context.io.out(
    json(context, { changed, cleaned, refused }) ??
      `cleanup: ${cleaned} of ${ids.length} ${ids.length === 1 ? 'run' : 'runs'}\n`,
  )
  for (const { message } of refused) context.io.err(message)
  return refused.length > 0 ? EXIT.needsPerson : exitCodeOf(after)
}

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
  return decisionOf(context, run)
}

export const acknowledge = async (
  context: CommandContext,
  runs: readonly string[],
  by: string | null,
  note: string,
): Promise<number> => {
  const jobs = await Promise.all(runs.map(async (run) => (await findJob(context, run)).id))
  await context.core.handlers['jobs.acknowledge']({ jobs, by, note })
  await context.io.out(
    json(context, { changed: jobs.length }) ??
      `${by === null ? 'taken back' : 'acknowledged'}: ${jobs.length} ${jobs.length === 1 ? 'run' : 'runs'}\n`,
  )
  return EXIT.proven
}
