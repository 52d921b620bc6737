// Store of the way into an ssh server: the key of this computer, and whether the server lets it in, which is tried every ten seconds.
import { create } from 'zustand'
import type { Input, Output } from '../../../../shared/contract/index.ts'
import { call } from '../../../state/bridge.ts'
import { showError } from '../../../state/notice-store.ts'

/** The account of a draft, or the destination of an instrument. */
type SignInServer = Input<'ssh.tryNow'>['server']

interface SshAccessState {
  /** null: none was made; undefined: not asked yet. */
  readonly key: Output<'ssh.key'>['key'] | undefined
  readonly isMaking: boolean
  /** The last try; null: none ended yet. */
  readonly tried: Output<'ssh.tryNow'> | null
  readonly isTrying: boolean
}

const FIRST: SshAccessState = { key: undefined, isMaking: false, tried: null, isTrying: false }

export const useSshAccess = create<SshAccessState>(() => FIRST)

/** Time between two tries. */
const INTERVAL_MS = 10_000

export const loadKey = async (): Promise<void> => {
  const answer = await call('ssh.key', {})
  if (answer.ok) useSshAccess.setState({ key: answer.value.key })
}

export const makeKey = async (): Promise<void> => {
  useSshAccess.setState({ isMaking: true })
  const answer = await call('ssh.makeKey', {})
  useSshAccess.setState({ isMaking: false, ...(answer.ok ? { key: answer.value } : {}) })
  showError(answer)
}

export const copyLetter = async (server: SignInServer): Promise<void> => {
  const answer = await call('ssh.letter', { server })
  if (answer.ok) await navigator.clipboard.writeText(answer.value.text)
  showError(answer)
}

/** Opens the mail program with the text for IT. */
export const mailLetter = async (server: SignInServer): Promise<void> =>
  showError(await call('ssh.mailLetter', { server }))

export const saveLetter = async (server: SignInServer): Promise<void> =>
  showError(await call('ssh.saveLetter', { server }))

/** Tries the key at once, and again every ten seconds until it is let in; answers how to stop. */
export const tryUntilLetIn = (server: SignInServer, onLetIn: () => void): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | null = null
  let stopped = false
  const attempt = async (): Promise<void> => {
    useSshAccess.setState({ isTrying: true })
    const answer = await call('ssh.tryNow', { server })
    // the server or the page changed meanwhile
    if (stopped) return
    const tried: Output<'ssh.tryNow'> = answer.ok
      ? answer.value
      : { state: 'no_answer', message: answer.error.message }
    useSshAccess.setState({ isTrying: false, tried })
    if (tried.state === 'let_in') onLetIn()
    else timer = setTimeout(() => void attempt(), INTERVAL_MS)
  }
  useSshAccess.setState({ tried: null })
  void attempt()
  return () => {
    stopped = true
    if (timer !== null) clearTimeout(timer)
  }
}
