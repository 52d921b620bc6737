// Writes a list of runs, or the lines of Activity, as CSV or JSON, in pieces, so that memory does not grow with the list.
import type {
  Activity,
  ActivityQuery,
  ListForm,
  RunQuery,
} from '../../../../shared/model/list-rows.ts'
import type { JobSummary } from '../../../../shared/model/model.ts'
import { runLabel } from '../../../../shared/state-labels.ts'
import type { ActivityStore } from '../../queue/activity-store.ts'
import type { JobList, ListFacts } from '../../queue/job-list.ts'
import type { Job } from '../../queue/job-row.ts'

interface ExportDeps {
  readonly list: Pick<JobList, 'page'>
  readonly activity: Pick<ActivityStore, 'page'>
  listFacts(): ListFacts
  summary(job: Job): JobSummary
}

/** Rows that are read at once. */
const PAGE = 500

const iso = (at: number | null): string => (at === null ? '' : new Date(at).toISOString())

/** Cells by the names of their columns. */
type ExportedRow = Readonly<Record<string, string | number>>

/** One run by the names of the columns; sizes in bytes, times in ISO 8601. */
const rowOf = (job: JobSummary): ExportedRow => ({
  number: job.id,
  run: job.run,
  instrument: job.instrument,
  label: job.label,
  operator: job.operator,
  state: runLabel(job),
  files: job.files.total,
  files_verified: (job.files.byState.verified ?? 0) + (job.files.byState.cleaned ?? 0),
  bytes: job.bytes.total,
  proof: job.proof,
  folder: job.folder,
  nas_path: job.target,
  added: iso(job.createdAt),
  verified: iso(job.verifiedAt),
  last_activity: iso(job.updatedAt),
  reason: job.lastError?.reason ?? '',
  problem: job.lastError?.message ?? '',
})

/** A spreadsheet reads a cell that begins with one of these as a formula. */
const FORMULA = /^[=+\-@\t\r]/

/** A CSV cell (RFC 4180). */
const cell = (value: string | number): string => {
  if (typeof value === 'number') return String(value)
  const text = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const lineOf = ({ at, level, source, instrument, run, text }: Activity): ExportedRow => ({
  at: iso(at),
  level,
  source,
  instrument,
  run,
  text,
})

/** Yields the rows of all pages in one form. */
function* inForm(
  form: ListForm,
  pageAt: (offset: number) => { readonly rows: readonly ExportedRow[]; readonly total: number },
): Generator<string> {
  // a byte order mark has spreadsheets read UTF-8
  yield form === 'csv' ? '\u{feff}' : '[\n'
  for (let offset = 0; ; offset += PAGE) {
    const { rows, total } = pageAt(offset)
    for (const [index, row] of rows.entries()) {
      const isFirst = offset + index === 0
      if (form === 'csv') {
        if (isFirst) yield `${Object.keys(row).join(',')}\r\n`
        yield `${Object.values(row).map(cell).join(',')}\r\n`
      } else yield `${isFirst ? '' : ',\n'}${JSON.stringify(row)}`
    }
    if (rows.length === 0 || offset + rows.length >= total) break
  }
  if (form === 'json') yield '\n]\n'
}

/**
 * Answers functions that yield all rows of a list in its order. Rows that change meanwhile may be missed or come twice, as in
 * any list that is read page by page.
 */
export const createListExport = ({ list, activity, listFacts, summary }: ExportDeps) => ({
  exportList(query: RunQuery, form: ListForm): Generator<string> {
    const facts = listFacts()
    return inForm(form, (offset) => {
      const { jobs, total } = list.page(query, facts, offset, PAGE)
      return { rows: jobs.map((job) => rowOf(summary(job))), total }
    })
  },
  exportActivity: (query: ActivityQuery, form: ListForm): Generator<string> =>
    inForm(form, (offset) => {
      const { rows, total } = activity.page(query, offset, PAGE)
      return { rows: rows.map(lineOf), total }
    }),
})
