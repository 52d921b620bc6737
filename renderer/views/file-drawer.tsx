// Everything about one file: both digests with the first difference marked, and what the logs say of it (UX D6).
import { FolderOpen, X } from 'lucide-react'
import type { ReactElement } from 'react'
import { WORDS } from '../../shared/catalogue/words.ts'
import { bytes, dateTime, logTime } from '../../shared/format.ts'
import type { FileRow } from '../../shared/model.ts'
import { proofWord } from '../../shared/words.ts'
import { CopyButton } from '../components/small.tsx'
import { FileMark } from '../components/state-mark.tsx'
import { openFile, revealFile, useFiles } from '../store/files.ts'

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
      <mark title={WORDS.differentAt}>{text.slice(at, at + 1)}</mark>
      {text.slice(at + 1)}
    </>
  )
}

export const FileDrawer = ({ file }: { readonly file: FileRow }): ReactElement => {
  const story = useFiles((state) => state.story)
  // the far side's digest is kept only where it differs
  const remote = file.remoteSha256 ?? (file.state === 'verified' ? file.sha256 : null)
  return (
    <aside className="drawer" aria-label={WORDS.fileDrawer}>
      <header>
        <FileMark state={file.state} />
        <button
          type="button"
          className="button small quiet end"
          aria-label={WORDS.close}
          onClick={() => void openFile(null)}
        >
          <X size={14} aria-hidden />
        </button>
      </header>
      <h3 className="mono">{file.path}</h3>
      {file.lastError === null ? null : <p>{file.lastError}</p>}
      <dl className="facts">
        <dt>{WORDS.sizeHere}</dt>
        <dd>{bytes(file.size)}</dd>
        <dt>{WORDS.modified}</dt>
        <dd>{story === null ? WORDS.loading : dateTime(story.modifiedAt)}</dd>
        <dt>{WORDS.proof}</dt>
        <dd>{story === null ? WORDS.loading : proofWord(story.proof)}</dd>
        <dt>{WORDS.hereHash}</dt>
        <dd className="mono">
          {file.sha256 === null ? WORDS.notChecked : <Digest text={file.sha256} other={remote} />}
        </dd>
        <dt>{WORDS.nasHash}</dt>
        <dd className="mono">
          {remote === null ? WORDS.notChecked : <Digest text={remote} other={file.sha256} />}
        </dd>
        <dt>{WORDS.localPath}</dt>
        <dd className="mono">{story?.localPath ?? WORDS.loading}</dd>
        <dt>{WORDS.nasPath}</dt>
        <dd className="mono">{story?.remotePath ?? WORDS.loading}</dd>
      </dl>
      <div className="card-actions">
        <button type="button" className="button small" onClick={() => revealFile(file.seq)}>
          <FolderOpen size={13} aria-hidden />
          {WORDS.showFolder}
        </button>
        {file.sha256 === null ? null : (
          <CopyButton className="button small" text={file.sha256} label={WORDS.copySha} />
        )}
      </div>
      <h4>{WORDS.linesNaming}</h4>
      {story !== null && story.lines.length === 0 ? <p className="muted">{WORDS.none}</p> : null}
      <ul className="story">
        {story?.lines.map((line) => (
          <li key={`${line.attempt} ${line.number}`}>
            <span className="muted">
              {WORDS.attempt} {line.attempt}, {logTime(line.at)}
            </span>
            <span className="mono">{line.text}</span>
          </li>
        ))}
      </ul>
    </aside>
  )
}
