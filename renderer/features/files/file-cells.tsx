// What each column of the Files tab shows of a file, and of a folder in the tree.
import { ChevronDown, ChevronRight, Folder } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { ago, bytes, count, dateTime } from '../../../shared/format.ts'
import { filesText } from '../../../shared/messages/common.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import type { LevelRow } from '../../../shared/model/list-rows.ts'
import type { FileRow, ProofLevel } from '../../../shared/model/model.ts'
import { type RunLabel, fileLabelKey, fileProof, proofLabel } from '../../../shared/state-labels.ts'
import { notify } from '../../app/notice-store.ts'
import type { FileColumn } from '../../ui/grid/columns.ts'
import { FileBadge } from '../../ui/state-badge.tsx'
import { toggleFile } from './files-store.ts'

/** Characters of a digest that tell files apart at a glance. */
const DIGEST = 12

/** What the cells of a row hang on beside the file. */
export interface CellFacts {
  /** The word for the run, and the proof of its verified files: all that the cells need of it, and seldom another. */
  readonly run: RunLabel
  readonly level: ProofLevel
  readonly chosen: boolean
  /** Bytes of it that are sent at this moment; undefined: it is not being sent. */
  readonly sending: number | undefined
  /** Epoch ms. */
  readonly now: number
  /** How deep it lies in the tree; undefined: the list is flat. */
  readonly depth?: number
}

const NOT_SENT = new Set(['pending', 'skipped', 'excluded'])

const sentOf = (file: FileRow, sending: number | undefined): string => {
  if (sending !== undefined) return bytes(sending)
  return NOT_SENT.has(file.state) ? '' : bytes(file.state === 'failed' ? 0 : file.size)
}

/** The digest of the far side: the same where the comparison found no difference. */
export const nasDigest = (file: FileRow): string | null =>
  file.remoteSha256 ?? (file.state === 'verified' ? file.sha256 : null)

/** What the tool said, without what the row says already. */
const short = (file: FileRow): string => {
  const [line = ''] = (file.lastError ?? '').split('\n')
  const named = line.startsWith(file.path) ? line.slice(file.path.length) : line
  return named.replace(/^[\s:,-]+/, '')
}

const Digest = ({ digest }: { readonly digest: string | null }): ReactElement | null =>
  digest === null ? null : (
    <button
      type="button"
      className="link mono muted"
      tabIndex={-1}
      title={MESSAGES.copyDigest(digest)}
      onClick={() => {
        void navigator.clipboard.writeText(digest)
        notify({ tone: 'info', title: MESSAGES.copied, lines: [digest] })
      }}
    >
      {digest.slice(0, DIGEST)}
    </button>
  )

/** Room before a name in the tree; a folder's sign takes its own. */
const indent = (depth: number): { paddingLeft: string } => ({ paddingLeft: `${depth * 1.15}em` })

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

type Cell = (file: FileRow, facts: CellFacts) => ReactNode

const CELLS: Readonly<Record<FileColumn, Cell>> = {
  state: (file, { run }) => <FileBadge labelKey={fileLabelKey(file.state, run)} />,
  path: (file, { depth }) =>
    depth === undefined ? (
      file.path
    ) : (
      <span title={file.path} style={indent(depth + 1)}>
        {nameOf(file.path)}
      </span>
    ),
  size: (file) => bytes(file.size),
  sent: (file, { sending }) => sentOf(file, sending),
  problem: (file) => <span title={file.lastError ?? undefined}>{short(file)}</span>,
  attempts: (file) => (file.attempts === 0 ? '' : count(file.attempts)),
  tried: (file, { now }) =>
    file.triedAt === null ? null : (
      <span title={dateTime(file.triedAt)}>{ago(file.triedAt, now)}</span>
    ),
  proof: (file, { level }) => {
    const proof = fileProof(file.state, level)
    return proof === 'none' ? null : proofLabel(proof)
  },
  sha: (file) => <Digest digest={file.sha256} />,
  nas_sha: (file) => <Digest digest={nasDigest(file)} />,
  nas_size: (file) => (file.remoteSize === null ? '' : bytes(file.remoteSize)),
  modified: (file) => dateTime(file.modifiedAt),
  exit: (file) => file.exitCode?.toString() ?? '',
}

export const fileCells = (
  columns: readonly FileColumn[],
  file: FileRow,
  facts: CellFacts,
): readonly ReactNode[] => [
  <input
    key="chosen"
    type="checkbox"
    tabIndex={-1}
    checked={facts.chosen}
    aria-label={MESSAGES.choose(file.path)}
    onMouseDown={(event) => event.stopPropagation()}
    onDoubleClick={(event) => event.stopPropagation()}
    onChange={() => toggleFile(file.seq)}
  />,
  ...columns.map((column) => CELLS[column](file, facts)),
]

type FolderRow = Extract<LevelRow, { kind: 'folder' }>

interface FolderFacts {
  readonly run: RunLabel
  readonly depth: number
  readonly open: boolean
}

/** The columns of a file that a folder has something to say in. */
const folderCell = (
  column: FileColumn,
  row: FolderRow,
  facts: FolderFacts,
  onToggle: () => void,
): ReactNode => {
  if (column === 'state')
    return row.state === null ? null : <FileBadge labelKey={fileLabelKey(row.state, facts.run)} />
  if (column !== 'path') return null
  const Sign = facts.open ? ChevronDown : ChevronRight
  return (
    <span className="folder" title={row.path} style={indent(facts.depth)}>
      <Sign
        size={14}
        aria-hidden
        className="sign"
        onMouseDown={(event) => event.stopPropagation()}
        onClick={onToggle}
      />
      <Folder size={14} aria-hidden />
      <span className="mono clip">{nameOf(row.path)}</span>
      <span className="muted">
        {row.more ? MESSAGES.moreFiles(row.files) : filesText(row.files)}
      </span>
    </span>
  )
}

export const folderCells = (
  columns: readonly FileColumn[],
  row: FolderRow,
  facts: FolderFacts,
  onToggle: () => void,
): readonly ReactNode[] => [
  null,
  ...columns.map((column) => folderCell(column, row, facts, onToggle)),
]
