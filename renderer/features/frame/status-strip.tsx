// Status strip: one sentence for the worst, with at most one action, and a chip for each other thing that is so (docs/ux.md D2).
import { type ReactElement, useEffect, useState } from 'react'
import { rate } from '../../../shared/format.ts'
import { MESSAGES } from '../../../shared/messages/index.ts'
import { CHIP_MESSAGES } from '../../../shared/messages/status.ts'
import { speedNow } from '../../../shared/movement.ts'
import { useApp } from '../../state/app-store.ts'
import { MenuButton } from '../../ui/menu.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { useWidth } from '../../ui/use-width.ts'
import { useForecasts } from '../destinations/forecast-store.ts'
import { type LiveRun, useLiveProgress } from '../runs/live-progress-store.ts'
import { useQueueEstimate } from '../runs/queue-estimate-store.ts'
import { StripThroughput } from './strip-throughput.tsx'
import type { StripChip } from './status-strip-chips.ts'
import { loadingStrip, statusStripOf } from './status-strip-content.ts'

const RUNWAY_MS = 12 * 3_600_000

/** The text that screen readers announce: it changes at most every ten seconds. */
const useThrottledText = (text: string): string => {
  const [announced, setAnnounced] = useState({ text, at: 0 })
  useEffect(() => {
    if (text === announced.text) return
    const wait = Math.max(0, announced.at + 10_000 - Date.now())
    const timer = setTimeout(() => setAnnounced({ text, at: Date.now() }), wait)
    return () => clearTimeout(timer)
  }, [text, announced])
  return announced.text
}

/** The content of the strip from the stores; a neutral one until the program has answered. */
const useStatusStrip = (live: readonly LiveRun[]): ReturnType<typeof loadingStrip> => {
  const overview = useApp((state) => state.overview)
  const now = useApp((state) => state.now)
  const info = useApp((state) => state.info)
  const [fault] = useApp((state) => state.configProblems)
  const instruments = useApp((state) => state.instruments.length)
  const forecasts = useForecasts((state) => state.forecasts)
  const queueSeconds = useQueueEstimate((state) => state.seconds)
  if (info === null) return loadingStrip()
  return statusStripOf({
    now,
    overview,
    forecasts,
    live,
    queueSeconds,
    blocking: info.problems[0] ?? null,
    fault: fault ?? null,
    instruments,
    runwayMs: RUNWAY_MS,
  })
}

/** Px of the strip that sentence, speed and button take, and that a chip takes, in most cases. */
const BESIDE_CHIPS = 460
const CHIP_WIDTH = 215

/** How many chips have room in one line, two at least; the others are in a menu. */
const chipsIn = (width: number): number =>
  Math.max(2, Math.min(8, Math.floor((width - BESIDE_CHIPS) / CHIP_WIDTH)))

const Chips = ({
  chips,
  most,
}: {
  readonly chips: readonly StripChip[]
  readonly most: number
}): ReactElement | null => {
  if (chips.length === 0) return null
  const rest = chips.slice(most)
  return (
    <ul className="strip-chips" aria-label={CHIP_MESSAGES.moreName}>
      {chips.slice(0, most).map((chip) => (
        <li key={chip.text}>
          <button
            type="button"
            className={`strip-chip tone-${chip.tone}`}
            title={chip.title === '' ? chip.text : chip.title}
            onClick={chip.run}
          >
            {chip.text}
          </button>
        </li>
      ))}
      {rest.length === 0 ? null : (
        <li>
          <MenuButton
            className="strip-chip tone-warning"
            label={CHIP_MESSAGES.more(rest.length)}
            entries={rest.map((chip) => ({ label: chip.text, run: chip.run }))}
          >
            {CHIP_MESSAGES.more(rest.length)}
          </MenuButton>
        </li>
      )}
    </ul>
  )
}

/** The only number of a sentence, which begins with it as in `3 runs need you.`: it is the one that matters, and drawn large. */
const FIGURE = /^\p{Nd}[\p{Nd}.,'\u00a0\u202f]*(?=\P{Nd}*$)/u

const Sentence = ({ text }: { readonly text: string }): ReactElement => {
  const [figure = ''] = FIGURE.exec(text) ?? []
  return (
    <strong className="clip" title={text}>
      {figure === '' ? null : <span className="strip-figure">{figure}</span>}
      {text.slice(figure.length)}
    </strong>
  )
}

export const StatusStrip = (): ReactElement => {
  const live = useLiveProgress((state) => state.live)
  const now = useApp((state) => state.now)
  const running = [...live.values()]
  const content = useStatusStrip(running)
  const said = [content.text, content.detail, ...content.chips.map((chip) => `${chip.text}.`)]
  const announcement = useThrottledText(said.filter((part) => part !== '').join(' '))
  const speed = running.reduce((sum, one) => sum + (speedNow(one, now) ?? 0), 0)
  const total = running.reduce((sum, one) => sum + (one.bytesTotal ?? 0), 0)
  const Icon = content.icon
  const { ref, width } = useWidth<HTMLElement>()
  return (
    <section
      className={`status-strip tone-${content.tone}`}
      aria-label={MESSAGES.summary}
      ref={ref}
    >
      <Icon size={18} aria-hidden />
      <Sentence text={content.text} />
      {content.detail === '' ? null : (
        <span className="clip detail" title={content.detail}>
          {content.detail}
        </span>
      )}
      <Chips chips={content.chips} most={chipsIn(width)} />
      <span className="end strip-speed">
        <StripThroughput isSending={speed > 0} />
        {speed > 0 ? rate(speed) : ''}
      </span>
      {content.action === null ? null : (
        <button type="button" className="button compact" onClick={content.action.run}>
          {content.action.label}
        </button>
      )}
      {total > 0 ? (
        <ProgressBar part={running.reduce((sum, one) => sum + one.bytes, 0) / total} tone="whole" />
      ) : null}
      <span className="visually-hidden" role="status" aria-live="polite">
        {announcement}
      </span>
    </section>
  )
}
