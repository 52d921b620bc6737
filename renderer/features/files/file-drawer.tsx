// File drawer: both digests of one file with the first difference marked, and what the logs say about it (docs/ux.md D6).
import { FolderOpen, X } from 'lucide-react'
import type { ReactElement } from 'react'
import { bytes, dateTime, logTime } from '../../../shared/format.ts'
import { FILE_COLUMN_NAMES } from '../../../shared/messages/files.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { PHASE_NAMES } from '../../../shared/messages/log.ts'
import type { FileHistory } from '../../../shared/model/list-rows.ts'
import type { FileRow, JobSummary } from '../../../shared/model/model.ts'
import { fileLabelKey, proofLabel, runLabel } from '../../../shared/state-labels.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { FileBadge } from '../../ui/state-badge.tsx'
import { outcomeText } from '../log/history-tab.tsx'
import { openAttempt } from '../log/logs-store.ts'
import { setTab } from '../runs/runs-store.ts'
import { remoteDigest } from './file-cells.tsx'
import { openFile, revealFile, useFiles } from './files-store.ts'

/** A digest with the first character that differs from the other marked. */
const Digest = ({
  text,
  other,
}: {
  readonly text: string
  readonly other: string | null
}): ReactElement => {
  const at = other === null ? -1 : Array.from(text).findIndex((char, i) => char !== other[i])
  if (at === -1) return <>{text}</>
  return (
    <>
      {text.slice(0, at)}
      <mark title={MESSAGES.differentAt}>{text.slice(at, at + 1)}</mark>
      {text.slice(at + 1)}
    </>
  )
}

type AttemptMention = FileHistory['attempts'][number]

const Attempt = ({ attempt }: { readonly attempt: AttemptMention }): ReactElement => (
  <li>
    <span className="attempt">
      <button
        type="button"
        className="link"
        onClick={() => {
          openAttempt(attempt.id)
          setTab('log')
        }}
      >
        {MESSAGES.attempt} {attempt.number}
      </button>{' '}
      {PHASE_NAMES[attempt.phase]}, {outcomeText(attempt)}
      <span className="muted">{dateTime(attempt.startedAt)}</span>
    </span>
    {attempt.lines.length === 0 ? <span className="muted">{MESSAGES.notNamed}</span> : null}
    {attempt.lines.map((line) => (
      <span key={line.number} className={line.level === 'error' ? 'mono tone-danger' : 'mono'}>
        <span className="muted">{logTime(line.at)}</span> {line.text}
      </span>
    ))}
  </li>
)

/** The outcome of each attempt that concerned the file, with its log lines. */
const Timeline = (): ReactElement => {
  const history = useFiles((state) => state.history)
  return (
    <>
      <h4>{MESSAGES.timeline}</h4>
      {history === null ? <p className="muted">{MESSAGES.loading}</p> : null}
      {history?.attempts.length === 0 ? <p className="muted">{MESSAGES.noAttempts}</p> : null}
      <ol className="file-history">
        {history?.attempts.map((attempt) => (
          <Attempt key={attempt.id} attempt={attempt} />
        ))}
      </ol>
    </>
  )
}

export const FileDrawer = (props: {
  readonly file: FileRow
  readonly job: JobSummary
}): ReactElement => {
  const { file, job } = props
  const history = useFiles((state) => state.history)
  const remote = remoteDigest(file)
  return (
    <aside className="drawer" aria-label={MESSAGES.fileDrawer}>
      <header>
        <FileBadge labelKey={fileLabelKey(file.state, runLabel(job))} />
        <button
          type="button"
          className="button compact quiet end"
          aria-label={MESSAGES.close}
          onClick={() => void openFile(null)}
        >
          <X size={14} aria-hidden />
        </button>
      </header>
      <h3 className="mono">{file.path}</h3>
      {file.lastError === null ? null : <p>{file.lastError}</p>}
      <dl className="facts">
        {file.nasName === null ? null : (
          <>
            <dt>{MESSAGES.nasName}</dt>
            <dd className="mono">{file.nasName}</dd>
          </>
        )}
        <dt>{MESSAGES.sizeHere}</dt>
        <dd>{bytes(file.size)}</dd>
        {file.remoteSize === null || file.remoteSize === file.size ? null : (
          <>
            <dt>{FILE_COLUMN_NAMES.nas_size}</dt>
            <dd>{bytes(file.remoteSize)}</dd>
          </>
        )}
        <dt>{MESSAGES.modified}</dt>
        <dd>{dateTime(file.modifiedAt)}</dd>
        <dt>{MESSAGES.proof}</dt>
        <dd>{history === null ? MESSAGES.loading : proofLabel(history.proof)}</dd>
        <dt>{MESSAGES.hereHash}</dt>
        <dd className="mono digest">
          {file.sha256 === null ? (
            MESSAGES.notChecked
          ) : (
            <Digest text={file.sha256} other={remote} />
          )}
        </dd>
        <dt>{MESSAGES.nasHash}</dt>
        <dd className="mono digest">
          {remote === null ? MESSAGES.notChecked : <Digest text={remote} other={file.sha256} />}
        </dd>
        <dt>{MESSAGES.localPath}</dt>
        <dd className="mono">{history?.localPath ?? MESSAGES.loading}</dd>
        <dt>{MESSAGES.nasPath}</dt>
        <dd className="mono">{history?.remotePath ?? MESSAGES.loading}</dd>
      </dl>
      <div className="card-actions">
        <button type="button" className="button compact" onClick={() => revealFile(file.seq)}>
          <FolderOpen size={13} aria-hidden />
          {MESSAGES.showFolder}
        </button>
        {file.sha256 === null ? null : (
          <CopyButton className="button compact" text={file.sha256} label={MESSAGES.copySha} />
        )}
      </div>
      <Timeline />
    </aside>
  )
}
