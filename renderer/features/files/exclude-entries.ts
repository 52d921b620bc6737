// Menu entries of files that can be left out of a run, or put back.
import { EXCLUSION_MESSAGES } from '../../../shared/messages/exclusions.ts'
import type { FileRow, JobSummary } from '../../../shared/model/model.ts'
import { patternLike } from '../../../shared/suggest-pattern.ts'
import { openOverlay } from '../../app/nav.ts'
import type { MenuEntries } from '../../ui/menu.tsx'

/** Most files that are named one by one; more are meant by a pattern. */
const MOST = 1_000

/** Nothing of a run that is being worked on, or whose originals were deleted, can be left out. */
export const isStill = (job: JobSummary): boolean =>
  job.livePhase === null && job.state !== 'running' && job.state !== 'cleaned'

export const leavingEntries = (job: JobSummary, files: readonly FileRow[]): MenuEntries => {
  const out = files.filter((file) => file.state === 'excluded').map((file) => file.seq)
  const others = files.filter((file) => file.state !== 'excluded' && file.state !== 'cleaned')
  const [first] = others
  const still = isStill(job)
  return [
    {
      label: EXCLUSION_MESSAGES.exclude,
      disabled: !still || first === undefined,
      run() {
        const seqs = others.length > MOST ? [] : others.map((file) => file.seq)
        const bytes = others.reduce((sum, file) => sum + file.size, 0)
        const pattern = first === undefined ? '' : patternLike(first.path)
        openOverlay({ kind: 'exclude', jobId: job.id, seqs, bytes, pattern })
      },
    },
    ...(out.length === 0
      ? []
      : [
          {
            label: EXCLUSION_MESSAGES.include,
            disabled: !still || out.length > MOST,
            run: () => openOverlay({ kind: 'include', jobId: job.id, seqs: out }),
          },
        ]),
  ]
}
