// State badges: each state of a run or a file as shape, word and hue, in that order of importance (docs/ux.md D5).
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
  EqualNot,
  FileQuestionMark,
  FileX,
  Hourglass,
  LockKeyhole,
  type LucideIcon,
  OctagonX,
  RotateCw,
  Ruler,
  Search,
  StickyNote,
  ShieldCheck,
  ShieldQuestionMark,
  Trash2,
  Triangle,
  TriangleAlert,
} from 'lucide-react'
import type { ReactElement } from 'react'
import { LEGEND_TITLES } from '../../shared/messages/frame.ts'
import { fullNoteText, knownLabel } from '../../shared/messages/status.ts'
import type { Acknowledgement, JobSummary } from '../../shared/model/model.ts'
import type { RunStatus } from '../../shared/run-status.ts'
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
  runLabelName,
} from '../../shared/state-labels.ts'

export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger'

interface Badge {
  readonly icon: LucideIcon
  /** A smaller second shape next to it. */
  readonly secondIcon?: LucideIcon
  readonly tone: Tone
}

const RUN_BADGES: Readonly<Record<RunLabel, Badge>> = {
  Blocked: { icon: LockKeyhole, tone: 'warning' },
  Failed: { icon: OctagonX, tone: 'danger' },
  'Changed since verified': { icon: TriangleAlert, secondIcon: Triangle, tone: 'warning' },
  Checking: { icon: Search, tone: 'info' },
  Sending: { icon: ArrowUp, tone: 'info' },
  Stalled: { icon: Hourglass, tone: 'warning' },
  Retrying: { icon: RotateCw, tone: 'warning' },
  Held: { icon: CirclePause, tone: 'neutral' },
  Waiting: { icon: Clock, tone: 'neutral' },
  'Sent, not proven': { icon: CircleFadingArrowUp, tone: 'warning' },
  Verified: { icon: ShieldCheck, tone: 'success' },
  'Verified before the restore': { icon: ShieldQuestionMark, tone: 'warning' },
  'Deletion due': { icon: ShieldCheck, secondIcon: Trash2, tone: 'success' },
  'On NAS only': { icon: DatabaseCheck, tone: 'success' },
  Cancelled: { icon: Ban, tone: 'neutral' },
}

const FILE_BADGES: Readonly<Record<FileLabelKey, Badge>> = {
  retrying: { icon: RotateCw, tone: 'warning' },
  pending: { icon: Clock, tone: 'neutral' },
  sending: { icon: ArrowUp, tone: 'info' },
  sent: { icon: CircleDashed, tone: 'neutral' },
  verified: { icon: ShieldCheck, tone: 'success' },
  size_only: { icon: Ruler, tone: 'warning' },
  changed: { icon: TriangleAlert, tone: 'warning' },
  missing: { icon: FileQuestionMark, tone: 'danger' },
  mismatch: { icon: EqualNot, tone: 'danger' },
  failed: { icon: CircleX, tone: 'danger' },
  vanished: { icon: FileX, tone: 'danger' },
  skipped: { icon: Ban, tone: 'neutral' },
  excluded: { icon: CircleMinus, tone: 'neutral' },
  cleaned: { icon: DatabaseCheck, tone: 'success' },
}

const renderBadge = (
  { icon: Icon, secondIcon: SecondIcon, tone }: Badge,
  word: string,
): ReactElement => (
  <span className={`state tone-${tone}`}>
    {SecondIcon === undefined ? (
      <Icon size={15} strokeWidth={2.2} aria-hidden />
    ) : (
      <span className="pair" aria-hidden>
        <Icon size={15} strokeWidth={2.2} />
        <SecondIcon size={11} strokeWidth={2.4} />
      </span>
    )}
    <span className="clip">{word}</span>
  </span>
)

/** Px of the shape beside the word of a state. */
export const SHAPE_WIDTH = 22
const PAIR_WIDTH = 36

/** Px of the shapes beside the word of a run's state. */
export const shapeWidthOf = (label: RunLabel): number =>
  RUN_BADGES[label].secondIcon === undefined ? SHAPE_WIDTH : PAIR_WIDTH

export const toneOf = (job: JobSummary): Tone => RUN_BADGES[runLabel(job)].tone

/** `ack`: somebody's note on the run's problem; its name and time are the tooltip. */
export const RunBadge = (props: {
  readonly status: Pick<RunStatus, 'label' | 'word'>
  readonly ack: Acknowledgement | null
}): ReactElement => {
  const { status, ack } = props
  const badge = renderBadge(RUN_BADGES[status.label], status.word)
  return ack === null ? (
    badge
  ) : (
    <span className="badge-with-note" title={fullNoteText(ack)}>
      {badge}
      <StickyNote size={13} className="muted" aria-label={knownLabel()} />
      <span className="muted clip">{ack.by}</span>
    </span>
  )
}

export const FileBadge = ({ labelKey }: { readonly labelKey: FileLabelKey }): ReactElement =>
  renderBadge(FILE_BADGES[labelKey], fileLabel(labelKey))

/** A run that is still being written, and is not in the queue yet. */
export const RecordingBadge = (): ReactElement =>
  renderBadge({ icon: CircleDotDashed, tone: 'neutral' }, RECORDING.word)

/** All states with their shapes and meanings: the dialog of the Help menu. */
export const Legend = (): ReactElement => (
  <div className="legend">
    <section>
      <h3>{LEGEND_TITLES.runs}</h3>
      <p>
        <RecordingBadge /> <span className="muted">{RECORDING.meaning}</span>
      </p>
      {RUN_LABELS.map((word) => (
        <p key={word}>
          {renderBadge(RUN_BADGES[word], runLabelName(word))}{' '}
          <span className="muted">{RUN_MEANINGS[word]}</span>
        </p>
      ))}
    </section>
    <section>
      <h3>{LEGEND_TITLES.files}</h3>
      {FILE_LABEL_KEYS.map((labelKey) => (
        <p key={labelKey}>
          {renderBadge(FILE_BADGES[labelKey], fileLabel(labelKey))}{' '}
          <span className="muted">{FILE_MEANINGS[labelKey]}</span>
        </p>
      ))}
    </section>
  </div>
)
