// The way into an ssh account without a terminal: a key of this computer, the text for IT, the server's identity, the password for
// once, and waiting until the key is let in.
import { Check, Clock, Mail, Save } from 'lucide-react'
import { type ReactElement, useEffect, useId, useRef, useState } from 'react'
import type { Input } from '../../../../shared/contract/index.ts'
import { SSH_ACCESS_MESSAGES } from '../../../../shared/messages/destinations/ssh-access.ts'
import { call } from '../../../state/bridge.ts'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { HostKeyCompare } from './host-key-compare.tsx'
import {
  copyLetter,
  loadKey,
  mailLetter,
  makeKey,
  saveLetter,
  tryUntilLetIn,
  useSshAccess,
} from './ssh-access-store.ts'

/** The account of a draft: `user@host`, port, and the key file; null: the key of this computer. */
export type SshAccount = Input<'ssh.letIn'>['server']

const ComputerKey = (): ReactElement => {
  const key = useSshAccess((state) => state.key)
  const isMaking = useSshAccess((state) => state.isMaking)
  useEffect(() => void loadKey(), [])
  return (
    <section>
      <h3>{SSH_ACCESS_MESSAGES.keyTitle}</h3>
      <p className="muted">{SSH_ACCESS_MESSAGES.keyText}</p>
      {key === undefined || key === null ? (
        <button
          type="button"
          className="button primary"
          disabled={isMaking || key === undefined}
          onClick={() => void makeKey()}
        >
          {isMaking ? SSH_ACCESS_MESSAGES.making : SSH_ACCESS_MESSAGES.make}
        </button>
      ) : (
        <dl className="facts">
          <div className="fact">
            <dt>{SSH_ACCESS_MESSAGES.publicHalf}</dt>
            <dd className="mono">{key.publicKey}</dd>
          </div>
          <div className="fact">
            <dt>{SSH_ACCESS_MESSAGES.fingerprint}</dt>
            <dd className="mono">{key.fingerprint}</dd>
          </div>
        </dl>
      )}
    </section>
  )
}

const Letter = ({ account }: { readonly account: SshAccount }): ReactElement => (
  <section>
    <h3>{SSH_ACCESS_MESSAGES.itTitle}</h3>
    <p className="muted">{SSH_ACCESS_MESSAGES.itText}</p>
    <div className="card-actions">
      <CopyButton
        className="button"
        label={SSH_ACCESS_MESSAGES.copy}
        text={() => copyLetter(account)}
      />
      <button type="button" className="button" onClick={() => void mailLetter(account)}>
        <Mail size={13} aria-hidden />
        {SSH_ACCESS_MESSAGES.mail}
      </button>
      <button type="button" className="button" onClick={() => void saveLetter(account)}>
        <Save size={13} aria-hidden />
        {SSH_ACCESS_MESSAGES.save}
      </button>
    </div>
  </section>
)

/** `onDone`: the server says that the key is in place. */
const PasswordOnce = ({
  account,
  onDone,
}: {
  readonly account: SshAccount
  readonly onDone: () => void
}): ReactElement => {
  const [password, setPassword] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const id = useId()
  const letIn = async (): Promise<void> => {
    setBusy(true)
    setFault(null)
    const answer = await call('ssh.letIn', { server: account, password })
    setBusy(false)
    setPassword('')
    if (answer.ok) onDone()
    else setFault(answer.error.message)
  }
  return (
    <details>
      <summary>{SSH_ACCESS_MESSAGES.passwordTitle}</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (password !== '') void letIn()
        }}
      >
        <p className="muted">{SSH_ACCESS_MESSAGES.passwordText}</p>
        <label htmlFor={id}>{SSH_ACCESS_MESSAGES.password}</label>
        <div className="ssh-password">
          <input
            id={id}
            className="input"
            type="password"
            autoComplete="off"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
          <button type="submit" className="button" disabled={isBusy || password === ''}>
            {isBusy ? SSH_ACCESS_MESSAGES.lettingIn : SSH_ACCESS_MESSAGES.letIn}
          </button>
        </div>
        {fault === null ? null : <p role="alert">{fault}</p>}
      </form>
    </details>
  )
}

interface Props {
  readonly account: SshAccount
  /** The server lets the key in; `keyPath`: the key file, for `ssh_key_path` of config.yaml. */
  readonly onLetIn: (keyPath: string) => void
}

/** What the last try showed, and what to do about it. */
const Waiting = ({
  account,
  keyPath,
  onLetIn,
}: Props & { readonly keyPath: string }): ReactElement => {
  const tried = useSshAccess((state) => state.tried)
  const isTrying = useSshAccess((state) => state.isTrying)
  /** Counts tries that were asked for; a new one starts the tries anew. */
  const [round, setRound] = useState(0)
  const { target, port } = account
  // a handler that is written anew with each drawing starts no new try
  const latest = useRef(onLetIn)
  useEffect(() => {
    latest.current = onLetIn
  }, [onLetIn])
  useEffect(
    () => tryUntilLetIn({ target, port, keyPath }, () => latest.current(keyPath)),
    [target, port, keyPath, round],
  )
  const again = (): void => setRound(round + 1)
  if (tried?.state === 'let_in')
    return (
      <p className="host-key-known" role="status">
        <Check size={14} aria-hidden />
        {tried.message}
      </p>
    )
  return (
    <section>
      <h3>{SSH_ACCESS_MESSAGES.waitTitle}</h3>
      {tried === null ? <p role="status">{SSH_ACCESS_MESSAGES.trying}</p> : null}
      {tried?.state === 'host_unknown' || tried?.state === 'host_changed' ? (
        <HostKeyCompare server={account} onKnown={again} />
      ) : null}
      {tried?.state === 'refused' || tried?.state === 'no_answer' ? (
        <>
          <p role="status" className="ssh-waiting">
            <Clock size={14} aria-hidden />
            {isTrying
              ? SSH_ACCESS_MESSAGES.trying
              : tried.state === 'refused'
                ? SSH_ACCESS_MESSAGES.refused
                : SSH_ACCESS_MESSAGES.noAnswer}
            <button type="button" className="button" disabled={isTrying} onClick={again}>
              {SSH_ACCESS_MESSAGES.tryNow}
            </button>
          </p>
          <details>
            <summary>{SSH_ACCESS_MESSAGES.details}</summary>
            <pre className="stderr">{tried.message}</pre>
          </details>
        </>
      ) : null}
      {tried?.state === 'refused' ? <PasswordOnce account={account} onDone={again} /> : null}
    </section>
  )
}

/** Steps of the way in, each shown once the one before is done. */
export const SshAccess = ({ account, onLetIn }: Props): ReactElement => {
  const key = useSshAccess((state) => state.key)
  const keyPath = account.keyPath ?? key?.path
  const pane = useRef<HTMLDivElement>(null)
  const hasKey = key !== undefined && key !== null
  useEffect(() => {
    // it appears below a form that may be longer than the window, and grows once there is a key
    pane.current?.scrollIntoView({ block: hasKey ? 'start' : 'nearest' })
  }, [hasKey])
  return (
    <div ref={pane} className="ssh-access">
      {account.keyPath === null ? (
        <ComputerKey />
      ) : (
        <p className="muted">{SSH_ACCESS_MESSAGES.ownKey(account.keyPath)}</p>
      )}
      {account.keyPath === null && hasKey ? <Letter account={account} /> : null}
      {keyPath === undefined ? null : (
        <Waiting account={account} keyPath={keyPath} onLetIn={onLetIn} />
      )}
    </div>
  )
}
