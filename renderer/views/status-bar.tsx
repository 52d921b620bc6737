// The bottom line: what is sent at this moment, and where things lie.
import type { ReactElement } from 'react'
import { bytes, middle, rate } from '../format.ts'
import { useApp } from '../store/app.ts'

export const StatusBar = (): ReactElement => {
  const live = useApp((state) => state.live)
  const left = useApp((state) => state.overview.bytesLeft)
  const info = useApp((state) => state.info)
  const running = [...live.values()]
  const sending = running.filter((one) => one.phase === 'sending')
  const speed = sending.reduce((sum, one) => sum + (one.rate ?? 0), 0)
  const file = sending[0]?.active[0]?.path
  return (
    <footer className="status">
      <span>{sending.length === 0 ? 'Nothing is being sent' : `Sending ${rate(speed)}`}</span>
      <span>{left > 0 ? `${bytes(left)} left` : 'Nothing left to send'}</span>
      {file === undefined ? null : <span className="mono clip">{middle(file, 70)}</span>}
      <span className="end clip" title={info?.configFile}>
        {info === null ? '' : `Settings: ${middle(info.configFile, 60)}`}
      </span>
      <span>{info === null ? '' : `Version ${info.version}`}</span>
    </footer>
  )
}
