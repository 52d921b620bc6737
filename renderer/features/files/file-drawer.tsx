// File drawer: original and copy side by side with the first difference marked, and what the logs say about a file
// (docs/ux.md D6).
import { FolderOpen, X } from 'lucide-react'
import type { ReactElement } from 'react'
import { bytes, dateTime, logTime, timeOrDay } from '../../../shared/format.ts'
import { FILE_COLUMN_NAMES } from '../../../shared/messages/files.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { PHASE_NAMES } from '../../../shared/messages/log.ts'
import type { FileHistory } from '../../../shared/model/list-rows.ts'
import type { FileRow, JobSummary } from '../../../shared/model/model.ts'
import { fileLabelKey, proofLabel, runLabel } from '../../../shared/state-labels.ts'
import { useApp } from '../../state/app-store.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { FileBadge } from '../../ui/state-badge.tsx'
import { outcomeText } from '../log/history-tab.tsx'
import { openAttempt } from '../log/logs-store.ts'
import { setTab } from '../runs/runs-store.ts'
import { remoteDigest } from './file-cells.tsx'
import { openFile, revealFile, useFiles } from './files-store.ts'

/** Characters of a digest in one line: both digests fit beside each other. */
const LINE_CHARS = 16

/** The first character of a digest that the other one does not have there; null: they are equal, or one is not known. */
const firstDifference = (one: string | null, other: string | null): number | null => {
  if (one === null || other === null || one === other) return null
  return Array.from(one).findIndex((char, i) => char !== other[i])
}

/** A digest in lines of equal length, with the character at `marked` marked. */
const Digest = ({
  text,
  marked,
}: {
  readonly text: string | null
  readonly marked: number | null
}): ReactElement => {
  if (text === null) return <span className="muted">{MESSAGES.notChecked}</span>
  const lines = Array.from({ length: Math.ceil(text.length / LINE_CHARS) }, (_, i) =>
    text.slice(i * LINE_CHARS, (i + 1) * LINE_CHARS),
  )
  return (
    <span className="mono digest" title={text}>
      {lines.map((line, i) => {
        const at = marked === null ? -1 : marked - i * LINE_CHARS
        return at < 0 || at >= line.length ? (
          <span key={line}>{line}</span>
        ) : (
          <span key={line}>
            {line.slice(0, at)}
            <mark title={MESSAGES.different}>{line.slice(at, at + 1)}</mark>
            {line.slice(at + 1)}
          </span>
        )
      })}
    </span>
  )
}

/** What is known of the original and of the copy, column by column. */
const Comparison = ({ file }: { readonly file: FileRow }): ReactElement => {
  const now = useApp((state) => state.now)
  const history = useFiles((state) => state.history)
  const remote = remoteDigest(file)
  const marked = firstDifference(file.sha256, remote)
  const compared = history?.attempts.find(({ phase }) => phase !== 'push')?.startedAt
  const sizesDiffer = file.remoteSize !== null && file.remoteSize !== file.size
  return (
    <>
      <table className="comparison">
        <caption className="visually-hidden">{MESSAGES.comparison}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{MESSAGES.here}</th>
            <th scope="col">{MESSAGES.onNas}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{FILE_COLUMN_NAMES.sha}</th>
            <td>
              <Digest text={file.sha256} marked={marked} />
            </td>
            <td>
              <Digest text={remote} marked={marked} />
            </td>
          </tr>
          <tr>
            <th scope="row">{FILE_COLUMN_NAMES.size}</th>
            <td>{bytes(file.size)}</td>
            <td>
              {file.remoteSize === null ? (
                <span className="muted">{MESSAGES.notChecked}</span>
              ) : (
                bytes(file.remoteSize)
              )}
              {sizesDiffer ? (
                <strong className="tone-danger">
                  {' '}
                  {MESSAGES.sizesDiffer(bytes(Math.abs((file.remoteSize ?? 0) - file.size)))}
                </strong>
              ) : null}
            </td>
          </tr>
          <tr>
            <th scope="row">{MESSAGES.modified}</th>
            <td>{dateTime(file.modifiedAt)}</td>
            <td>
              {compared === undefined ? '' : `${MESSAGES.comparedAt} ${timeOrDay(compared, now)}`}
            </td>
          </tr>
        </tbody>
      </table>
      {marked === null || file.sha256 === null ? null : (
        <p className="visually-hidden">{MESSAGES.differentAt(marked + 1, file.sha256.length)}</p>
      )}
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
  return (
    <aside className="drawer" aria-label={MESSAGES.fileDrawer}>
      <header>
        <FileBadge labelKey={fileLabelKey(file.state, runLabel(job))} />
        <h3 className="mono clip" title={file.path}>
          {file.path.slice(file.path.lastIndexOf('/') + 1)}
        </h3>
        <button
          type="button"
          className="button compact quiet end"
          aria-label={MESSAGES.close}
          onClick={() => void openFile(null)}
        >
          <X size={14} aria-hidden />
        </button>
      </header>
      <Comparison file={file} />
      {file.lastError === null ? null : <p>{file.lastError}</p>}
      <dl className="facts">
        {file.nasName === null ? null : (
          <>
            <dt>{MESSAGES.nasName}</dt>
            <dd className="mono">{file.nasName}</dd>
          </>
        )}
        <dt>{MESSAGES.proof}</dt>
        <dd>{history === null ? MESSAGES.loading : proofLabel(history.proof)}</dd>
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
