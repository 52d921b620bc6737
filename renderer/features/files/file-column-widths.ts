// How wide the columns of a run's files must be for what they show, in the language of the window.
import { FILE_STATES } from '../../../shared/model/file-states.ts'
import type { JobSummary } from '../../../shared/model/model.ts'
import { fileLabel, fileLabelKey, proofLabel, runLabel } from '../../../shared/state-labels.ts'
import type { FileColumn } from '../../ui/grid/columns.ts'
import { SHAPE_WIDTH } from '../../ui/state-badge.tsx'
import { widestOf } from '../../ui/grid/text-width.ts'

/** Px that the columns need for what the files of a run show, in the language of the window. */
export const fileColumnWidths = (job: JobSummary): Partial<Record<FileColumn, number>> => ({
  state: widestOf(
    FILE_STATES.filter((state) => (job.files.byState[state] ?? 0) > 0).map((state) =>
      fileLabel(fileLabelKey(state, runLabel(job))),
    ),
    SHAPE_WIDTH,
  ),
  proof: widestOf(
    [job.level, job.proof].map((level) => (level === 'none' ? '' : proofLabel(level))),
  ),
})
