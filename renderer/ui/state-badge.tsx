// A state as shape, word and hue, in that order (docs/ux.md D5).
import {
  ArrowUp,
  Ban,
  CircleDashed,
  CircleDotDashed,
  CircleFadingArrowUp,
  CircleMinus,
  CirclePause,
  CircleX,
  Clock,
  DatabaseCheck,
  Equal,
  FileQuestionMark,
  FileX,
  LockKeyhole,
  type LucideIcon,
  OctagonX,
  RotateCw,
  Ruler,
  Search,
  ShieldCheck,
  Trash2,
  Triangle,
  TriangleAlert,
} from 'lucide-react'
import type { ReactElement } from 'react'
import { LEGEND_TITLES } from '../../shared/messages/frame.ts'
import type { JobSummary } from '../../shared/model/model.ts'
import {
  FILE_LABEL_KEYS,
  FILE_MEANINGS,
  type FileLabelKey,
  RECORDING,
  RUN_LABELS,
  RUN_MEANINGS,
  type RunLabel,
  fileLabel,
  runLabel,
  runLabelWithAttempt,
} from '../../shared/state-labels.ts'

export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger'

interface Mark {
  readonly icon: LucideIcon
  /** A small second shape beside it. */
  readonly beside?: LucideIcon
  readonly tone: Tone
}

const RUNS: Readonly<Record<RunLabel, Mark>> = {
  Blocked: { icon: LockKeyhole, tone: 'warning' },
  Failed: { icon: OctagonX, tone: 'danger' },
  'Changed since verified': { icon: TriangleAlert, beside: Triangle, tone: 'warning' },
  Checking: { icon: Search, tone: 'info' },
  Sending: { icon: ArrowUp, tone: 'info' },
  Retrying: { icon: RotateCw, tone: 'warning' },
  Held: { icon: CirclePause, tone: 'neutral' },
  Waiting: { icon: Clock, tone: 'neutral' },
  'Sent, not proven': { icon: CircleFadingArrowUp, tone: 'warning' },
  Verified: { icon: ShieldCheck, tone: 'success' },
  'Safe to delete': { icon: ShieldCheck, beside: Trash2, tone: 'success' },
  'On NAS only': { icon: DatabaseCheck, tone: 'success' },
  Cancelled: { icon: Ban, tone: 'neutral' },
}

const FILES: Readonly<Record<FileLabelKey, Mark>> = {
  retrying: { icon: RotateCw, tone: 'warning' },
  pending: { icon: Clock, tone: 'neutral' },
  sending: { icon: ArrowUp, tone: 'info' },
  sent: { icon: CircleDashed, tone: 'neutral' },
  verified: { icon: ShieldCheck, tone: 'success' },
  size_only: { icon: Ruler, tone: 'warning' },
  changed: { icon: TriangleAlert, tone: 'warning' },
  missing: { icon: FileQuestionMark, tone: 'danger' },
  mismatch: { icon: Equal, tone: 'danger' },
  failed: { icon: CircleX, tone: 'danger' },
  vanished: { icon: FileX, tone: 'danger' },
  skipped: { icon: Ban, tone: 'neutral' },
  excluded: { icon: CircleMinus, tone: 'neutral' },
  cleaned: { icon: DatabaseCheck, tone: 'success' },
}

const show = ({ icon: Icon, beside: Beside, tone }: Mark, word: string): ReactElement => (
  <span className={`state tone-${tone}`}>
    {Beside === undefined ? (
      <Icon size={15} strokeWidth={2.2} aria-hidden />
    ) : (
      <span className="pair" aria-hidden>
        <Icon size={15} strokeWidth={2.2} />
        <Beside size={11} strokeWidth={2.4} />
      </span>
    )}
    <span className="clip">{word}</span>
  </span>
)

export const toneOf = (job: JobSummary): Tone => RUNS[runLabel(job)].tone

export const RunState = ({ job }: { readonly job: JobSummary }): ReactElement =>
  show(RUNS[runLabel(job)], runLabelWithAttempt(job))

export const FileMark = ({ look }: { readonly look: FileLabelKey }): ReactElement =>
  show(FILES[look], fileLabel(look))

/** A run that is still being written: it is no job yet. */
export const RecordingMark = (): ReactElement =>
  show({ icon: CircleDotDashed, tone: 'neutral' }, RECORDING.word)

/** All states with their shapes; in Help. */
export const Legend = (): ReactElement => (
  <div className="legend">
    <section>
      <h3>{LEGEND_TITLES.runs}</h3>
      <p>
        <RecordingMark /> <span className="muted">{RECORDING.meaning}</span>
      </p>
      {RUN_LABELS.map((word) => (
        <p key={word}>
          {show(RUNS[word], word)} <span className="muted">{RUN_MEANINGS[word]}</span>
        </p>
      ))}
    </section>
    <section>
      <h3>{LEGEND_TITLES.files}</h3>
      {FILE_LABEL_KEYS.map((look) => (
        <p key={look}>
          {show(FILES[look], fileLabel(look))} <span className="muted">{FILE_MEANINGS[look]}</span>
        </p>
      ))}
    </section>
  </div>
)
