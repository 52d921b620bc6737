// What a person can see of a workstation's runs: states, labels, attempts and verify passes.
import { runLabel, type RunLabel } from '../../shared/state-labels.ts'
import type { Core } from '../../electron/core/core.ts'
import type { FileRow, JobSummary } from '../../shared/model/model.ts'
import { folderIdentity } from './trees.ts'
import type { Workstation } from './workstation.ts'

/** One job as it is shown. */
export interface SeenJob {
  /** Unique over all queues that the workstation ever had. */
  readonly key: string
  readonly id: number
  readonly instrument: string
  readonly folder: string
  /** Identity of what lies at `folder` now; null: nothing. */
  readonly identity: string | null
  readonly target: string
  readonly label: RunLabel
  /** Attempts that were ever begun. */
  readonly attempts: number
  /** Result of each verify pass that was made, oldest first. */
  readonly passes: readonly boolean[]
  /** Digests of the files that are shown as proven, by path. */
  readonly proven: ReadonlyMap<string, string>
  /** Files that a person left out, or whose copy a person accepted as it is. */
  readonly leftOut: ReadonlySet<string>
}

const PROVEN: ReadonlySet<FileRow['state']> = new Set(['verified', 'cleaned'])

const filesOf = async (core: Core, jobId: number): Promise<readonly FileRow[]> => {
  const { rows } = await core.handlers['files.page']({
    jobId,
    view: 'all',
    search: '',
    offset: 0,
    limit: 200,
  })
  return rows
}

const seen = async (core: Core, job: JobSummary, queue: string): Promise<SeenJob> => {
  const rows = await filesOf(core, job.id)
  const { passes } = await core.handlers['jobs.details']({ jobId: job.id })
  return {
    // a number that another run had in a lost queue belongs to another job
    key: `${queue}/${job.id}/${job.createdAt}`,
    id: job.id,
    instrument: job.instrument,
    folder: job.folder,
    identity: folderIdentity(job.folder),
    target: job.target,
    label: runLabel(job),
    attempts: job.attempts,
    passes: passes.toSorted((a, b) => a.at - b.at).map((pass) => pass.verified),
    proven: new Map(
      rows.filter(({ state }) => PROVEN.has(state)).map((row) => [row.path, row.sha256 ?? '']),
    ),
    leftOut: new Set(rows.filter(({ state }) => state === 'excluded').map(({ path }) => path)),
  }
}

/** All rows of the list. */
export const listJobs = async (core: Core): Promise<JobSummary[]> => {
  const { rows } = await core.handlers['jobs.list']({
    view: 'all',
    search: '',
    offset: 0,
    limit: 200,
  })
  return rows.toSorted((a, b) => a.id - b.id)
}

/** The workstation's runs as they are shown now; `queue` names the queue that it has. */
export const observe = async (workstation: Workstation, queue: string): Promise<SeenJob[]> =>
  (await workstation.read(async (core) => {
    const jobs: SeenJob[] = []
    for (const job of await listJobs(core)) jobs.push(await seen(core, job, queue))
    return jobs
  })) ?? []
