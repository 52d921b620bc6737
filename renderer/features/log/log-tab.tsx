// Log tab: the whole log of one attempt, read from disk a page at a time, followed while it grows.
import { ArrowDown, ChevronDown, ChevronUp, FolderOpen, Save, ScrollText } from 'lucide-react'
import { type ReactElement, useEffect, useState } from 'react'
import { choicesOf } from '../../../shared/language/messages.ts'
import { logTime } from '../../../shared/format.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import {
  LOG_LEVEL_WORDS,
  LOG_LEVEL_CHIPS,
  OUTCOME_NAMES,
  PHASE_NAMES,
} from '../../../shared/messages/log.ts'
import type { JobSummary, LogLine } from '../../../shared/model/model.ts'
import { ChoiceChips } from '../../ui/choice-chips.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import type { Tone } from '../../ui/state-badge.tsx'
import { rowAt } from '../../ui/grid/paged-rows.ts'
import { useVirtualRows } from '../../ui/grid/virtual-rows.ts'
import { SearchField } from '../../ui/search-field.tsx'
import {
  copyLog,
  countInfoLines,
  countMatches,
  findLine,
  openAttempt,
  revealLog,
  saveLog,
  setFollow,
  setLevel,
  setWrap,
  showLines,
  useLogs,
  watchLines,
} from './logs-store.ts'

/** Hues of the levels that stand out. */
const LEVEL_TONES: Readonly<Record<string, Tone>> = { warning: 'warning', error: 'danger' }

const LINE_HEIGHT = 20

const LogLineCells = ({
  line,
  attempt,
}: {
  readonly line: LogLine
  readonly attempt: number
}): ReactElement => (
  <>
    <span className="time">{logTime(line.at)}</span>
    <span className={`level tone-${LEVEL_TONES[line.level] ?? 'neutral'}`}>
      {LOG_LEVEL_WORDS[line.level]}
    </span>
    <span className="number">{attempt}</span>
    <span className="source">{line.source}</span>
    <span>{line.text}</span>
  </>
)

const LogSearch = (): ReactElement => {
  const matches = useLogs((state) => state.matches)
  const [text, setText] = useState('')
  const go = (direction: 'forward' | 'backward'): void => {
    void findLine(text, null, direction)
    if (matches === null) void countMatches(text)
  }
  return (
    <>
      <SearchField
        label={MESSAGES.searchLog}
        value={text}
        onChange={(next) => {
          setText(next)
          useLogs.setState({ matches: null })
        }}
        onEnter={() => go('forward')}
      />
      <button
        type="button"
        className="button compact"
        disabled={text === ''}
        onClick={() => go('backward')}
        aria-label={MESSAGES.matchPrevious}
      >
        <ChevronUp size={13} aria-hidden />
      </button>
      <button
        type="button"
        className="button compact"
        disabled={text === ''}
        onClick={() => go('forward')}
        aria-label={MESSAGES.matchNext}
      >
        <ChevronDown size={13} aria-hidden />
      </button>
      {matches === null ? null : (
        <span className="muted" role="status">
          {MESSAGES.matches(matches)}
        </span>
      )}
    </>
  )
}

const LogToolbar = (): ReactElement => {
  const { attempts, attemptId, follow, wrap, foundLine, total, level } = useLogs()
  const withAttempt = (work: (id: number) => void) => () =>
    attemptId === null ? undefined : work(attemptId)
  return (
    <div className="tools">
      <select
        className="select"
        aria-label={MESSAGES.attempt}
        value={attemptId ?? ''}
        onChange={(event) => openAttempt(Number(event.target.value))}
      >
        {attempts.map((attempt) => (
          <option key={attempt.id} value={attempt.id}>
            {MESSAGES.attempts(
              attempt.number,
              PHASE_NAMES[attempt.phase].toLowerCase(),
              attempt.outcome === null ? MESSAGES.underWay : OUTCOME_NAMES[attempt.outcome],
            )}
          </option>
        ))}
      </select>
      <ChoiceChips
        label={MESSAGES.levelOrWorse}
        choices={choicesOf(LOG_LEVEL_CHIPS)}
        chosen={level}
        onChoose={setLevel}
      />
      <LogSearch />
      <button
        type="button"
        className="button compact"
        aria-label={MESSAGES.errorPrevious}
        onClick={() => void findLine('', 'warning', 'backward')}
      >
        <ChevronUp size={13} aria-hidden />
        {MESSAGES.error}
      </button>
      <button
        type="button"
        className="button compact"
        aria-label={MESSAGES.errorNext}
        onClick={() => void findLine('', 'warning', 'forward')}
      >
        <ChevronDown size={13} aria-hidden />
        {MESSAGES.error}
      </button>
      <button
        type="button"
        className="chip"
        aria-pressed={follow}
        onClick={() => setFollow(!follow)}
      >
        {MESSAGES.follow}
      </button>
      <button type="button" className="chip" aria-pressed={wrap} onClick={() => setWrap(!wrap)}>
        {MESSAGES.wrap}
      </button>
      <span className="end muted">
        {foundLine === null ? MESSAGES.lines(total) : MESSAGES.lineOf(foundLine + 1, total)}
      </span>
      {attemptId === null ? null : (
        <CopyButton
          className="button compact"
          label={MESSAGES.copyAll}
          text={() => copyLog(attemptId)}
        />
      )}
      <button
        type="button"
        className="button compact"
        disabled={attemptId === null}
        onClick={withAttempt(saveLog)}
      >
        <Save size={13} aria-hidden />
        {MESSAGES.saveAs}
      </button>
      <button
        type="button"
        className="button compact"
        disabled={attemptId === null}
        onClick={withAttempt(revealLog)}
      >
        <FolderOpen size={13} aria-hidden />
        {MESSAGES.logOpenFolder}
      </button>
    </div>
  )
}

const LogLines = (): ReactElement => {
  const list = useLogs()
  const virtualRows = useVirtualRows(list.total, LINE_HEIGHT)
  const { first, end, reveal, viewport: box, onScroll, height, top } = virtualRows
  const number = list.attempts.find((attempt) => attempt.id === list.attemptId)?.number ?? 0
  useEffect(() => showLines(first, end), [first, end, list.total])
  useEffect(() => {
    if (list.follow && list.total > 0) reveal(list.total - 1, 'end')
  }, [list.follow, list.total, reveal])
  useEffect(() => {
    if (list.foundLine !== null) reveal(list.foundLine, 'middle')
  }, [list.foundLine, reveal])
  const rows = Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i)
  const newLines = list.follow ? 0 : list.total - list.totalWhenUnfollowed
  return (
    <div className="log-area">
      <div
        className="log-body"
        ref={box}
        role="log"
        aria-label={MESSAGES.log}
        aria-live="off"
        tabIndex={0}
        onScroll={onScroll}
        onWheel={(event) => (event.deltaY < 0 ? setFollow(false) : undefined)}
        onKeyDown={(event) =>
          event.key === 'PageUp' || event.key === 'ArrowUp' || event.key === 'Home'
            ? setFollow(false)
            : undefined
        }
      >
        <div style={{ height, position: 'relative' }}>
          {/* lines flow from the first visible one on, so that a wrapped line pushes the next ones down */}
          <div
            className={list.wrap ? 'log-lines wrap' : 'log-lines'}
            style={{ transform: `translateY(${top(first)}px)` }}
          >
            {rows.map((index) => {
              const line = rowAt(list, index)
              return (
                <div
                  key={index}
                  className={list.foundLine === index ? 'log-line found' : 'log-line'}
                >
                  {line === undefined ? ' ' : <LogLineCells line={line} attempt={number} />}
                </div>
              )
            })}
          </div>
        </div>
      </div>
      {newLines > 0 ? (
        <button type="button" className="button primary new-lines" onClick={() => setFollow(true)}>
          <ArrowDown size={13} aria-hidden />
          {MESSAGES.newLines(newLines)}
        </button>
      ) : null}
    </div>
  )
}

/** Shown where no line has the chosen level: how many there are from level info on. */
const NoLines = ({ attemptId }: { readonly attemptId: number | null }): ReactElement => {
  const [lines, setLines] = useState<number | null>(null)
  useEffect(() => {
    if (attemptId !== null) void countInfoLines(attemptId).then(setLines)
  }, [attemptId])
  return (
    <EmptyState
      icon={ScrollText}
      title={MESSAGES.logEmptyLevel}
      {...(lines === null ? {} : { text: MESSAGES.logOtherLevel(lines) })}
    >
      <button type="button" className="button" onClick={() => setLevel('debug')}>
        {MESSAGES.showAll}
      </button>
    </EmptyState>
  )
}

export const LogTab = ({ job }: { readonly job: JobSummary }): ReactElement => {
  const { attempts, total, loaded, attemptId, level } = useLogs()
  useEffect(watchLines, [])
  if (attempts.length === 0)
    return (
      <EmptyState
        icon={ScrollText}
        title={job.attempts === 0 ? MESSAGES.noAttempts : MESSAGES.loading}
      />
    )
  return (
    <>
      <LogToolbar />
      {loaded && total === 0 ? (
        level === 'debug' ? (
          <EmptyState icon={ScrollText} title={MESSAGES.noLog} />
        ) : (
          <NoLines attemptId={attemptId} />
        )
      ) : (
        <LogLines key={`${attemptId ?? 0} ${level}`} />
      )}
    </>
  )
}
