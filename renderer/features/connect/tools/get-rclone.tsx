// Getting rclone from its makers: how far it is, a way to stop it, and why it could not be had.
import { type ReactElement, useEffect, useRef, useState } from 'react'
import type { Output } from '../../../../shared/contract/index.ts'
import { bytes } from '../../../../shared/format.ts'
import { CONNECT_MESSAGES } from '../../../../shared/messages/connect.ts'
import { call } from '../../../state/bridge.ts'
import { ProgressBar } from '../../../ui/progress-bar.tsx'

type Progress = Output<'tools.gettingRclone'>['progress']

/** How often the window asks how far it is. */
const ASK_MS = 400

const wordsOf = (progress: Progress): string => {
  if (progress === null || (progress.received === 0 && !progress.checking))
    return CONNECT_MESSAGES.getting
  if (progress.checking) return CONNECT_MESSAGES.checkingIt
  return progress.total === null
    ? CONNECT_MESSAGES.gotSoFar(bytes(progress.received))
    : CONNECT_MESSAGES.gotOf(bytes(progress.received), bytes(progress.total))
}

interface GettingRclone {
  readonly busy: boolean
  /** null: not known yet. */
  readonly progress: Progress
  /** Why it could not be had, as a sentence; null: nothing was tried, or a person stopped it. */
  readonly fault: string | null
  get(): void
  stop(): void
}

/** `onGot`: it is there; nothing names it in the settings yet. */
export const useGettingRclone = (
  onGot: (got: Output<'tools.getRclone'>) => Promise<void>,
): GettingRclone => {
  const [busy, setBusy] = useState(false)
  const [progress, setProgress] = useState<Progress>(null)
  const [fault, setFault] = useState<string | null>(null)
  const isStopped = useRef(false)
  const get = async (): Promise<void> => {
    isStopped.current = false
    setBusy(true)
    setProgress(null)
    setFault(null)
    const answer = await call('tools.getRclone', {})
    if (answer.ok) await onGot(answer.value)
    else if (!isStopped.current) setFault(answer.error.message)
    setBusy(false)
  }
  const latest = useRef(get)
  useEffect(() => {
    // it may be on its way since before the window was opened
    void call('tools.gettingRclone', {}).then((answer) => {
      if (answer.ok && answer.value.progress !== null) void latest.current()
    })
  }, [])
  useEffect(() => {
    if (!busy) return undefined
    const timer = setInterval(() => {
      void call('tools.gettingRclone', {}).then((answer) => {
        if (answer.ok && answer.value.progress !== null) setProgress(answer.value.progress)
      })
    }, ASK_MS)
    return () => clearInterval(timer)
  }, [busy])
  return {
    busy,
    progress,
    fault,
    get: () => void get(),
    stop() {
      isStopped.current = true
      void call('tools.stopGettingRclone', {})
    },
  }
}

/** How far it is, and the button that stops it. */
export const GettingRclone = ({
  progress,
  stop,
}: Pick<GettingRclone, 'progress' | 'stop'>): ReactElement => (
  <div className="getting">
    {progress === null || progress.total === null ? null : (
      <ProgressBar part={progress.received / progress.total} />
    )}
    <p role="status">{wordsOf(progress)}</p>
    <button type="button" className="button compact" onClick={stop}>
      {CONNECT_MESSAGES.stopGetting}
    </button>
  </div>
)
