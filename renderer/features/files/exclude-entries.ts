// Menu entries that exclude files from a run, or include them again.
import { EXCLUSION_MESSAGES } from '../../../shared/messages/exclusions.ts'
import type { FileRow, JobSummary } from '../../../shared/model/model.ts'
import { isOnNasOnly } from '../../../shared/state-labels.ts'
import { suggestPattern } from '../../../shared/suggest-pattern.ts'
import { openOverlay } from '../../state/nav.ts'
import type { MenuEntries } from '../../ui/menu.tsx'

/** More files than this are excluded by a pattern, not one by one. */
const MAX_FILES = 1_000

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
        openOverlay({ kind: 'exclude', jobId: job.id, seqs, bytes, pattern })
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
