// How wide the columns of the runs table must be for what its rows show, in the language of the window.
import type { RunColumn } from '../../../shared/model/list-rows.ts'
import type { JobSummary } from '../../../shared/model/model.ts'
import { runStatus } from '../../../shared/run-status.ts'
import { proofLabel } from '../../../shared/state-labels.ts'
import { widestOf } from '../../ui/grid/text-width.ts'
import { shapeWidthOf } from '../../ui/state-badge.tsx'
import type { LiveRun } from './live-progress-store.ts'
import { timeText } from './run-cells.tsx'

/** Px that hold the name of most runs. */
const RUN_WIDTH = 280
/** Px that hold the beginning of why a run failed, or of what holds or slows it. */
const REASON_WIDTH = 300
/** Px of a character of an instrument's ID, most of which are capitals. */
const ID_CHARACTER = 8.5
const MAX_ID_WIDTH = 150
/** Px of who took note of a problem. */
const NOTE_WIDTH = 90

/** Px that each column needs. `ids`: of all instruments. */
export const columnWidths = (
  rows: readonly JobSummary[],
  ids: readonly string[],
  live: ReadonlyMap<number, LiveRun>,
  now: number,
): Partial<Record<RunColumn, number>> => {
  const states = rows.map((job) => runStatus(job, now, live.get(job.id)))
  const saysWhy = rows.some(
    (job, at) =>
      (job.needsPerson && job.lastError !== null) ||
      job.slowedBy !== null ||
      states[at]?.holder !== null,
  )
  return {
    run: RUN_WIDTH,
    instrument: Math.min(
      MAX_ID_WIDTH,
      Math.ceil(Math.max(0, ...ids.map(({ length }) => length)) * ID_CHARACTER),
    ),
    state: Math.max(
      0,
      ...states.map(({ label, word }, at) =>
        widestOf([word], shapeWidthOf(label) + (rows[at]?.ack === null ? 0 : NOTE_WIDTH)),
      ),
    ),
    progress: saysWhy ? REASON_WIDTH : 0,
    left: widestOf(rows.map((job) => timeText(job, live.get(job.id), now))),
    proof: widestOf(rows.map(({ proof }) => (proof === 'none' ? '' : proofLabel(proof)))),
  }
}
