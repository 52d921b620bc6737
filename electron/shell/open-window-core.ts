// Opens the core of the window. Beside another process that works the queue it only reads: it shows the queue as that process
// writes it, says who it is, and changes nothing (docs/spec.md 11).
import { SECOND_MS } from '../../shared/duration.ts'
import { START_MESSAGES } from '../../shared/messages/desktop/shell.ts'
import type { Core } from '../core/core.ts'
import { CoreUnavailable } from '../core/errors.ts'
import { unavailableCore } from './unavailable-core.ts'

export interface OpenedCore {
  readonly core: Core
  /** The queue could be opened. */
  readonly known: boolean
  /** The other process that works the queue, which the window only shows; null: there is none. */
  readonly holder: number | null
}

/** A core that only reads, with the sentence that says who works the queue. */
const besideOther = (reader: Core, problem: string): Core => ({
  ...reader,
  handlers: {
    ...reader.handlers,
    'app.info': async (input) => {
      const info = await reader.handlers['app.info'](input)
      return { ...info, problems: [problem, ...info.problems] }
    },
  },
})

/** Opens the core as engine, else as reader, else one that only says why it could not be opened. `open` starts it too. */
export const openWindowCore = async (
  open: (role: 'engine' | 'reader') => Promise<Core>,
  about: Parameters<typeof unavailableCore>[1],
): Promise<OpenedCore> => {
  try {
    return { core: await open('engine'), known: true, holder: null }
  } catch (error) {
    if (!(error instanceof CoreUnavailable)) throw error
    const { code, message, holder } = error
    const unavailable = { core: unavailableCore(message, about), known: false, holder: null }
    if (code !== 'locked' || holder === null) return unavailable
    try {
      const words = `${message} ${START_MESSAGES.onlyShows}`
      return { core: besideOther(await open('reader'), words), known: true, holder }
    } catch (readError) {
      if (!(readError instanceof CoreUnavailable)) throw readError
      return unavailable
    }
  }
}

const CHECK_MS = SECOND_MS

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // a process of another account answers EPERM
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}

/** Calls back once that process has ended; answers how to stop waiting. */
export const whenEnded = (pid: number, callback: () => void): (() => void) => {
  const timer = setInterval(() => {
    if (isAlive(pid)) return
    clearInterval(timer)
    callback()
  }, CHECK_MS)
  return () => clearInterval(timer)
}
