// Servers that announce themselves on the local network, offered above the tiles while these are shown.
import { Radar } from 'lucide-react'
import { type ReactElement, useEffect, useState } from 'react'
import { CONNECT_MESSAGES } from '../../../shared/messages/connect.ts'
import type { FoundServer } from '../../../shared/model/connections.ts'
import { call, platform } from '../../state/bridge.ts'
import { type Tile, chooseTile, setNas } from './connect-store.ts'
import { loadForm, setValue } from './connection-form-store.ts'

/** How often the window asks what was found. */
const ASK_MS = 1_500

/** What is found while the component is drawn; the search ends with it. */
const useFoundServers = (): readonly FoundServer[] => {
  const [found, setFound] = useState<readonly FoundServer[]>([])
  useEffect(() => {
    let current = true
    const ask = (): void =>
      void call('connections.findServers', {}).then((answer) => {
        if (current && answer.ok) setFound(answer.value.rows)
      })
    ask()
    const timer = setInterval(ask, ASK_MS)
    return () => {
      current = false
      clearInterval(timer)
      void call('connections.endSearch', {})
    }
  }, [])
  return found
}

/** rsync over ssh is not offered on Windows. */
const tileOf = (kind: FoundServer['kind']): Tile =>
  kind === 'ssh' && platform() === 'win32' ? 'sftp' : kind

const STANDARD_PORTS: Readonly<Record<string, number>> = { smb: 445, sftp: 22, ssh: 22 }

/** Opens the form of its kind with the server filled in; the rest is typed by a person. */
const take = async ({ kind, name, host, port, url }: FoundServer): Promise<void> => {
  const tile = tileOf(kind)
  const otherPort = port === STANDARD_PORTS[kind] ? null : port
  chooseTile(tile)
  setNas({ name: name.replaceAll(/[:@]/g, ' ').slice(0, 100), server: { host, port: otherPort } })
  if (tile === 'ssh') return
  await loadForm(tile)
  if (url !== null) return setValue('url', url)
  setValue('host', host)
  if (otherPort !== null) setValue('port', String(otherPort))
}

/** Draws nothing where nothing was found. */
export const FoundServers = (): ReactElement | null => {
  const found = useFoundServers()
  if (found.length === 0) return null
  return (
    <section aria-label={CONNECT_MESSAGES.found} className="connect-part">
      <h3>{CONNECT_MESSAGES.found}</h3>
      <div className="tiles">
        {found.map((one) => (
          <button
            type="button"
            key={`${one.kind} ${one.host} ${one.port}`}
            className="tile"
            onClick={() => void take(one)}
          >
            <Radar size={26} strokeWidth={1.5} aria-hidden />
            <strong>{one.name}</strong>
            <span className="muted">
              {CONNECT_MESSAGES.foundKind(
                CONNECT_MESSAGES.tiles[tileOf(one.kind)].name,
                one.host === one.hostName ? one.host : `${one.hostName}, ${one.host}`,
              )}
            </span>
          </button>
        ))}
      </div>
      <p className="muted">{CONNECT_MESSAGES.foundText}</p>
    </section>
  )
}
