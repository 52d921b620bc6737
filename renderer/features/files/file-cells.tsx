// Cells of the Files tab: what each column shows of a file, and of a folder in the tree.
import { ChevronDown, ChevronRight, Folder } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { ago, bytes, count, dateTime } from '../../../shared/format.ts'
import { fileProblem } from '../../../shared/file-problem.ts'
import { filesText } from '../../../shared/messages/common.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import type { LevelRow } from '../../../shared/model/list-rows.ts'
import type { FileRow, ProofLevel } from '../../../shared/model/model.ts'
import { type RunLabel, fileLabelKey, fileProof, proofLabel } from '../../../shared/state-labels.ts'
import { notify } from '../../state/notice-store.ts'
import type { FileColumn } from '../../ui/grid/columns.ts'
import { FileBadge } from '../../ui/state-badge.tsx'
import { toggleFile } from './files-store.ts'

/** Characters of a digest that are shown in the table. */
const DIGEST_CHARS = 12

/** What the cells of a row depend on beside the file. */
interface CellContext {
  /** The label of the run, and the proof level of its verified files. */
  readonly run: RunLabel
  readonly level: ProofLevel
  readonly chosen: boolean
  /** Bytes sent so far; undefined: the file is not being sent now. */
  readonly sending: number | undefined
  /** Epoch ms. */
  readonly now: number
  /** Depth in the tree; undefined: the list is flat. */
  readonly depth?: number
}

const NOT_SENT = new Set(['pending', 'skipped', 'excluded'])

const sentText = (file: FileRow, sending: number | undefined): string => {
  if (sending !== undefined) return bytes(sending)
  return NOT_SENT.has(file.state) ? '' : bytes(file.state === 'failed' ? 0 : file.size)
}

/** The remote's digest; of a verified file, whose digests are equal, the local one where the remote's is not stored. */
export const remoteDigest = (file: FileRow): string | null =>
  file.remoteSha256 ?? (file.state === 'verified' ? file.sha256 : null)

/** A path that is cut in its folders, so that the name is seen. */
const FilePath = ({ path }: { readonly path: string }): ReactElement => {
  const end = path.lastIndexOf('/') + 1
  return (
    <span className="file-path" title={path}>
      {end === 0 ? null : <span className="clip muted">{path.slice(0, end)}</span>}
      <span className="clip">{path.slice(end)}</span>
    </span>
  )
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
      {digest.slice(0, DIGEST_CHARS)}
    </button>
  )

/** Indentation of a name in the tree; the chevron of a folder takes one more step. */
const indent = (depth: number): { paddingLeft: string } => ({ paddingLeft: `${depth * 1.15}em` })

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

type Cell = (file: FileRow, context: CellContext) => ReactNode

const CELLS: Readonly<Record<FileColumn, Cell>> = {
  state: (file, { run }) => <FileBadge labelKey={fileLabelKey(file.state, run)} />,
  path: (file, { depth }) =>
    depth === undefined ? (
      <FilePath path={file.path} />
    ) : (
      <span title={file.path} style={indent(depth + 1)}>
        {nameOf(file.path)}
      </span>
    ),
  size: (file) => bytes(file.size),
  sent: (file, { sending }) => sentText(file, sending),
  problem: (file) => <span title={file.lastError ?? undefined}>{fileProblem(file)}</span>,
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
  nas_sha: (file) => <Digest digest={remoteDigest(file)} />,
  nas_size: (file) => (file.remoteSize === null ? '' : bytes(file.remoteSize)),
  modified: (file) => dateTime(file.modifiedAt),
  exit: (file) => file.exitCode?.toString() ?? '',
}

export const fileCells = (
  columns: readonly FileColumn[],
  file: FileRow,
  context: CellContext,
): readonly ReactNode[] => [
  <input
    key="chosen"
    type="checkbox"
    tabIndex={-1}
    checked={context.chosen}
    aria-label={MESSAGES.choose(file.path)}
    onMouseDown={(event) => event.stopPropagation()}
    onDoubleClick={(event) => event.stopPropagation()}
    onChange={() => toggleFile(file.seq)}
  />,
  ...columns.map((column) => CELLS[column](file, context)),
]

type FolderRow = Extract<LevelRow, { kind: 'folder' }>

interface FolderContext {
  readonly run: RunLabel
  readonly depth: number
  readonly open: boolean
}

/** A folder fills two columns: its state, and its name with the number of files. */
const folderCell = (
  column: FileColumn,
  row: FolderRow,
  context: FolderContext,
  onToggle: () => void,
): ReactNode => {
  if (column === 'state')
    return row.state === null ? null : <FileBadge labelKey={fileLabelKey(row.state, context.run)} />
  if (column !== 'path') return null
  const Chevron = context.open ? ChevronDown : ChevronRight
  return (
    <span className="folder" title={row.path} style={indent(context.depth)}>
      <Chevron
        size={14}
        aria-hidden
        className="chevron"
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
  context: FolderContext,
  onToggle: () => void,
): readonly ReactNode[] => [
  null,
  ...columns.map((column) => folderCell(column, row, context, onToggle)),
]
