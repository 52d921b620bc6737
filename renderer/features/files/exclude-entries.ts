// Menu entries that exclude files from a run, or include them again.
import type { Input } from '../../../shared/contract/index.ts'
import { EXCLUSION_MESSAGES } from '../../../shared/messages/exclusions.ts'
import type { FileRow, JobSummary } from '../../../shared/model/model.ts'
import { isOnNasOnly } from '../../../shared/state-labels.ts'
import { exactPattern, suggestPattern } from '../../../shared/suggest-pattern.ts'
import { openOverlay } from '../../state/nav.ts'
import { showError } from '../../state/notice-store.ts'
import { call } from '../../state/bridge.ts'
import { openFilesOf } from '../runs/runs-store.ts'
import type { MenuEntries } from '../../ui/menu.tsx'

/** More files than this are excluded by a pattern, not one by one. */
const MAX_FILES = 1_000
/** Files that a card excludes by their numbers: the largest page. */
const MAX_OF_CARD = 200
/** Files that the dialog names. */
const NAMED = 5

/** False while the run is being worked on, and after its originals were deleted. */
const canExclude = (job: JobSummary): boolean =>
  job.livePhase === null && job.state !== 'running' && !isOnNasOnly(job)

export const exclusionEntries = (job: JobSummary, files: readonly FileRow[]): MenuEntries => {
  const excluded = files.filter((file) => file.state === 'excluded').map((file) => file.seq)
  const others = files.filter((file) => file.state !== 'excluded' && file.state !== 'cleaned')
  const [first] = others
  const isPossible = canExclude(job)
  return [
    {
      label: EXCLUSION_MESSAGES.exclude,
      disabled: !isPossible || first === undefined,
      run() {
        const seqs = others.length > MAX_FILES ? [] : others.map((file) => file.seq)
        const bytes = others.reduce((sum, file) => sum + file.size, 0)
        const pattern = first === undefined ? '' : suggestPattern(first.path)
        const paths = others.slice(0, NAMED).map((file) => file.path)
        openOverlay({ kind: 'exclude', jobId: job.id, seqs, bytes, paths, pattern })
      },
    },
    ...(excluded.length === 0
      ? []
      : [
          {
            label: EXCLUSION_MESSAGES.include,
            disabled: !isPossible || excluded.length > MAX_FILES,
            run: () => openOverlay({ kind: 'include', jobId: job.id, seqs: excluded }),
          },
        ]),
  ]
}

const filesOfCard = (jobId: number, view: Input<'files.page'>['view']) =>
  call('files.page', { jobId, view, search: '', offset: 0, limit: MAX_OF_CARD })

/** Opens the dialog that includes the excluded files of a run again; where they are too many for it, their list. */
export const includeOfCard = async (jobId: number): Promise<void> => {
  const answer = await filesOfCard(jobId, 'excluded')
  if (!answer.ok) return showError(answer)
  const { rows, total } = answer.value
  if (total > rows.length) return openFilesOf(jobId, 'excluded')
  openOverlay({ kind: 'include', jobId, seqs: rows.map((row) => row.seq) })
}

/**
 * Opens the dialog that excludes the files of a card: exactly these, unless there are too many of them. `isOfCard`: which rows of the
 * view the card is about.
 */
export const excludeOfCard = async (
  jobId: number,
  view: Input<'files.page'>['view'],
  isOfCard: (row: FileRow) => boolean = () => true,
): Promise<void> => {
  const answer = await filesOfCard(jobId, view)
  if (!answer.ok) return showError(answer)
  const rows = answer.value.rows.filter(isOfCard)
  const [first] = rows
  const isAll = answer.value.total <= MAX_OF_CARD
  openOverlay({
    kind: 'exclude',
    jobId,
    seqs: isAll ? rows.map((row) => row.seq) : [],
    bytes: rows.reduce((sum, row) => sum + row.size, 0),
    paths: rows.slice(0, NAMED).map((row) => row.path),
    pattern:
      first === undefined
        ? ''
        : rows.length === 1
          ? exactPattern(first.path)
          : suggestPattern(first.path),
  })
}
