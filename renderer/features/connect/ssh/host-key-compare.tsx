// Compares the host key of an ssh server with what IT gave, pasted whole. What the server shows stays half hidden until then, so
// that nobody copies it from the screen.
import { Check, TriangleAlert } from 'lucide-react'
import { type ReactElement, useEffect, useId, useRef, useState } from 'react'
import type { Input, Output } from '../../../../shared/contract/index.ts'
import { HOST_KEY_MESSAGES } from '../../../../shared/messages/destinations/ssh-access.ts'
import { call } from '../../../state/bridge.ts'

/** A saved destination, a draft, an SFTP server by host and port, or a remote of rclone. */
type HostKeyServer = Input<'ssh.hostKeys'>['server']

/** Characters of a fingerprint that are shown before the comparison: too few to paste. */
const SHOWN_CHARS = 13

const Fingerprints = ({
  title,
  rows,
  hidden,
}: {
  readonly title: string
  readonly rows: readonly { readonly type: string; readonly fingerprint: string }[]
  readonly hidden: boolean
}): ReactElement => (
  <div>
    <h4>{title}</h4>
    {rows.map(({ type, fingerprint }) => (
      <p key={fingerprint}>
        {type}
        <span className="mono selectable fingerprint">
          {hidden ? `${fingerprint.slice(0, SHOWN_CHARS)}…` : fingerprint}
        </span>
      </p>
    ))}
    {hidden ? <p className="muted">{HOST_KEY_MESSAGES.hidden}</p> : null}
  </div>
)

interface Props {
  readonly server: HostKeyServer
  /** The server is the one that this computer knows, or was trusted now; `runs`: how many are tried again. */
  readonly onKnown: (host: string, runs: number) => void
}

/** One look at the server and what follows from it; `onAgain`: looks anew. */
const Comparison = ({
  server,
  onKnown,
  onAgain,
}: Props & { readonly onAgain: () => void }): ReactElement => {
  const [found, setFound] = useState<Output<'ssh.hostKeys'> | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  const [given, setGiven] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [answer, setAnswer] = useState<Output<'ssh.compare'> | null>(null)
  const id = useId()
  const asked = useRef(server)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    void call('ssh.hostKeys', { server: asked.current }).then((result) => {
      if (result.ok) setFound(result.value)
      else setFault(result.error.message)
    })
  }, [])

  useEffect(() => {
    // it appears, and grows by the answer, below what the window shows
    form.current?.scrollIntoView({ block: 'nearest' })
  }, [found, answer])

  if (fault !== null)
    return (
      <div className="host-key">
        <p role="alert">{fault}</p>
        <button type="button" className="button" onClick={onAgain}>
          {HOST_KEY_MESSAGES.again}
        </button>
      </div>
    )
  if (found === null) return <p role="status">{HOST_KEY_MESSAGES.asking}</p>
  if (found.known === 'same')
    return (
      <p className="host-key-known" role="status">
        <Check size={14} aria-hidden />
        {HOST_KEY_MESSAGES.known(found.host)}
      </p>
    )

  const isChanged = found.known === 'changed'
  const trust = async (): Promise<void> => {
    const result = await call('ssh.trust', { server, given })
    if (result.ok) onKnown(result.value.host, result.value.runs)
    else setFault(result.error.message)
  }
  const compare = async (): Promise<void> => {
    setBusy(true)
    const result = await call('ssh.compare', { server, given })
    if (!result.ok) setFault(result.error.message)
    else {
      setAnswer(result.value)
      // another identity than before takes a second decision
      if (result.value.answer === 'same' && !isChanged) await trust()
    }
    setBusy(false)
  }
  const isSame = answer?.answer === 'same'
  return (
    <form
      ref={form}
      className={isChanged ? 'host-key changed' : 'host-key'}
      onSubmit={(event) => {
        event.preventDefault()
        if (given.trim() !== '') void compare()
      }}
    >
      <p role={isChanged ? 'alert' : undefined}>
        {isChanged ? <TriangleAlert size={14} aria-hidden /> : null}
        {isChanged ? HOST_KEY_MESSAGES.changed(found.host) : HOST_KEY_MESSAGES.unknown(found.host)}
      </p>
      {isChanged ? (
        <div className="host-key-sides">
          <Fingerprints title={HOST_KEY_MESSAGES.before} rows={found.before} hidden={false} />
          <Fingerprints title={HOST_KEY_MESSAGES.now} rows={found.rows} hidden={!isSame} />
        </div>
      ) : null}
      <label htmlFor={id}>{HOST_KEY_MESSAGES.paste}</label>
      <textarea
        id={id}
        className="input mono"
        rows={3}
        value={given}
        spellCheck={false}
        aria-describedby={`${id}-hint`}
        onChange={(event) => {
          setGiven(event.target.value)
          setAnswer(null)
        }}
      />
      <p id={`${id}-hint`} className="muted">
        {HOST_KEY_MESSAGES.pasteHint}
      </p>
      {answer === null ? null : (
        <p role="status" className={isSame ? 'host-key-known' : 'host-key-other'}>
          {answer.message}
        </p>
      )}
      <div className="card-actions">
        {isSame && isChanged ? (
          <button type="button" className="button danger" onClick={() => void trust()}>
            {HOST_KEY_MESSAGES.replace}
          </button>
        ) : (
          <button type="submit" className="button primary" disabled={isBusy || given.trim() === ''}>
            {isBusy ? HOST_KEY_MESSAGES.comparing : HOST_KEY_MESSAGES.compare}
          </button>
        )}
      </div>
    </form>
  )
}

export const HostKeyCompare = (props: Props): ReactElement => {
  const [round, setRound] = useState(0)
  return (
    <Comparison
      // another server is looked at anew
      key={`${JSON.stringify(props.server)} ${round}`}
      {...props}
      onAgain={() => setRound(round + 1)}
    />
  )
}
