// The Log tab: the whole log of one attempt, read from disk a page at a time, followed while it grows.
import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronDown, ChevronUp, FolderOpen, ScrollText } from 'lucide-react'
import { type ReactElement, useEffect, useRef, useState } from 'react'
import type { JobSummary, LogLine } from '../../shared/model.ts'
import { CopyButton, Empty, SearchField } from '../components/small.tsx'
import { count, logTime } from '../format.ts'
import {
  findLine,
  openAttempt,
  revealLog,
  setFollow,
  setWrap,
  showLines,
  useLogs,
} from '../store/logs.ts'
import { rowAt } from '../store/row-window.ts'
import { LEVELS, OUTCOMES, PHASES, TEXT } from '../words.ts'

const LINE_HEIGHT = 20

const Line = ({ line }: { readonly line: LogLine }): ReactElement => (
  <>
    <span className="when">{logTime(line.at)}</span>
    <span className={`level tone-${LEVELS[line.level].tone}`}>{LEVELS[line.level].word}</span>
    <span className="who">{line.source}</span>
    <span>{line.text}</span>
  </>
)

const Tools = (): ReactElement => {
  const { attempts, attemptId, follow, wrap, found, total, rows } = useLogs()
  const [text, setText] = useState('')
  return (
    <div className="tools">
      <select
        className="select"
        aria-label="Attempt"
        value={attemptId ?? ''}
        onChange={(event) => openAttempt(Number(event.target.value))}
      >
        {attempts.map((attempt) => (
          <option key={attempt.id} value={attempt.id}>
            {`Attempt ${attempt.number}, ${PHASES[attempt.phase].toLowerCase()}, ${attempt.outcome === null ? 'under way' : OUTCOMES[attempt.outcome]}`}
          </option>
        ))}
      </select>
      <SearchField
        label={TEXT.searchLog}
        value={text}
        onChange={setText}
        onEnter={() => void findLine(text, null, 'forward')}
      />
      <button
        type="button"
        className="button small"
        disabled={text === ''}
        onClick={() => void findLine(text, null, 'backward')}
        aria-label="Previous match"
      >
        <ChevronUp size={13} aria-hidden />
      </button>
      <button
        type="button"
        className="button small"
        disabled={text === ''}
        onClick={() => void findLine(text, null, 'forward')}
        aria-label="Next match"
      >
        <ChevronDown size={13} aria-hidden />
      </button>
      <button
        type="button"
        className="button small"
        aria-label="Previous error"
        onClick={() => void findLine('', 'warning', 'backward')}
      >
        <ChevronUp size={13} aria-hidden />
        Error
      </button>
      <button
        type="button"
        className="button small"
        aria-label="Next error"
        onClick={() => void findLine('', 'warning', 'forward')}
      >
        <ChevronDown size={13} aria-hidden />
        Error
      </button>
      <button
        type="button"
        className="chip"
        aria-pressed={follow}
        onClick={() => setFollow(!follow)}
      >
        Follow
      </button>
      <button type="button" className="chip" aria-pressed={wrap} onClick={() => setWrap(!wrap)}>
        Wrap
      </button>
      <span className="end muted">
        {found === null ? `${count(total)} lines` : `line ${count(found + 1)} of ${count(total)}`}
      </span>
      <CopyButton
        className="button small"
        label="Copy"
        text={rows.map((line) => line.text).join('\n')}
      />
      <button
        type="button"
        className="button small"
        disabled={attemptId === null}
        onClick={() => (attemptId === null ? undefined : revealLog(attemptId))}
      >
        <FolderOpen size={13} aria-hidden />
        {TEXT.openLogFolder}
      </button>
    </div>
  )
}

const Body = (): ReactElement => {
  const list = useLogs()
  const body = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: list.total,
    getScrollElement: () => body.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: 20,
  })
  const items = virtual.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  useEffect(() => showLines(first, last + 1), [first, last, list.total])
  useEffect(() => {
    if (list.follow && list.total > 0) virtual.scrollToIndex(list.total - 1)
  }, [list.follow, list.total, virtual])
  useEffect(() => {
    if (list.found !== null) virtual.scrollToIndex(list.found, { align: 'center' })
  }, [list.found, virtual])
  return (
    <div
      className="log-body"
      ref={body}
      role="log"
      aria-label="Log"
      aria-live="off"
      tabIndex={0}
      onWheel={(event) => (event.deltaY < 0 ? setFollow(false) : undefined)}
      onKeyDown={(event) =>
        event.key === 'PageUp' || event.key === 'ArrowUp' || event.key === 'Home'
          ? setFollow(false)
          : undefined
      }
    >
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {items.map((item) => {
          const line = rowAt(list, item.index)
          return (
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              className={`log-line${list.wrap ? ' wrap' : ''}${list.found === item.index ? ' found' : ''}`}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {line === undefined ? ' ' : <Line line={line} />}
            </div>
          )
        })}
      </div>
    </div>
  )
}

export const LogTab = ({ job }: { readonly job: JobSummary }): ReactElement => {
  const attempts = useLogs((state) => state.attempts)
  const total = useLogs((state) => state.total)
  const attemptId = useLogs((state) => state.attemptId)
  if (attempts.length === 0)
    return <Empty icon={ScrollText} title={job.attempts === 0 ? TEXT.noAttempts : TEXT.loading} />
  return (
    <>
      <Tools />
      {/* wrapped lines were measured for another log; a new key forgets them */}
      {total === 0 ? <Empty icon={ScrollText} title={TEXT.noLog} /> : <Body key={attemptId} />}
    </>
  )
}
