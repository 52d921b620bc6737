// The bottom line: what is sent at this moment, and where things lie.
import type { ReactElement } from 'react'
import type { LiveProgress } from '../../shared/model.ts'
import { bytes, middle, rate } from '../format.ts'
import { useApp } from '../store/app.ts'

const doing = (running: readonly LiveProgress[], active: number, speed: number): string => {
  if (running.some((one) => one.phase === 'sending'))
    return speed > 0 ? `Sending ${rate(speed)}` : 'Sending'
  if (running.some((one) => one.phase === 'checking')) return 'Checking'
  return active > 0 ? 'Starting' : 'Nothing is being sent'
}

export const StatusBar = (): ReactElement => {
  const live = useApp((state) => state.live)
  const left = useApp((state) => state.overview.bytesLeft)
  const active = useApp((state) => state.overview.counts.active)
  const info = useApp((state) => state.info)
  const running = [...live.values()]
  const sending = running.filter((one) => one.phase === 'sending')
  const speed = sending.reduce((sum, one) => sum + (one.rate ?? 0), 0)
  const file = sending[0]?.active[0]?.path
  return (
    <footer className="status">
      <span>{doing(running, active, speed)}</span>
      {left > 0 ? <span>{bytes(left)} left</span> : null}
      {file === undefined ? null : <span className="mono clip">{middle(file, 70)}</span>}
      <span className="end clip" title={info?.configFile}>
        {info === null ? '' : `Settings: ${middle(info.configFile, 60)}`}
      </span>
      <span>{info === null ? '' : `Version ${info.version}`}</span>
    </footer>
  )
}
