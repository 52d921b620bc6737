// What helps a filling data disk, each as a sentence with its button: on the page of the instrument; the strip has the first one
// (docs/ux.md c-6).
import type { ReactElement } from 'react'
import { HOUR_MS } from '../../../shared/duration.ts'
import { DISK_HELP_MESSAGES, helpLabel, helpWords } from '../../../shared/messages/disk-help.ts'
import type { DiskHelp, Forecast } from '../../../shared/model/reports.ts'
import { setPaused, setSpeed } from '../../state/engine-commands.ts'
import { goTo } from '../runs/runs-store.ts'
import { loadForecasts } from './forecast-store.ts'

const carryOut = async (help: DiskHelp, instrument: string): Promise<void> => {
  switch (help.kind) {
    case 'free':
    case 'delete':
    case 'check':
      return goTo({ kind: 'space', instrument })
    case 'resume':
      await setPaused(false)
      return loadForecasts()
    case 'unlimit':
      await setSpeed('none', Date.now() + HOUR_MS)
      // what was done is offered no longer
      return loadForecasts()
  }
}

/** The button of a help. */
export const helpAction = (
  help: DiskHelp,
  instrument: string,
): { readonly label: string; run(): void } => ({
  label: helpLabel(help),
  run: () => void carryOut(help, instrument),
})

export const DiskHelps = ({ forecast }: { readonly forecast: Forecast }): ReactElement | null => {
  const { helps = [], instrument } = forecast
  if (helps.length === 0) return null
  return (
    <section className="disk-helps" aria-label={DISK_HELP_MESSAGES.title}>
      <h2>{DISK_HELP_MESSAGES.title}</h2>
      <ul>
        {helps.map((help) => {
          const { label, run } = helpAction(help, instrument)
          return (
            <li key={help.kind}>
              <span>{helpWords(help)}</span>
              <button type="button" className="button compact" onClick={run}>
                {label}
              </button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
