// Offers the instruments of ExLab-Wizard's config.yaml, where that lies on this computer and is not used yet (docs/ux.md D10).
import { Download, RotateCw } from 'lucide-react'
import { type ReactElement, useEffect, useState } from 'react'
import { WIZARD_CONFIG_MESSAGES } from '../../../shared/messages/wizard-config.ts'
import type { WizardOffer } from '../../../shared/model/settings.ts'
import { useApp } from '../../state/app-store.ts'
import { call } from '../../state/bridge.ts'
import { notify } from '../../state/notice-store.ts'
import { saveEdits } from '../settings/settings-store.ts'

const { take, taken, title, text, twice, earlier, lookAgain, none, instrument, staged } =
  WIZARD_CONFIG_MESSAGES

/** Names the file in our settings. `all`: runs that are there already are sent too. */
const takeInstruments = async (offer: WizardOffer, all: boolean): Promise<void> => {
  const after = new Date().toISOString()
  const saved = await saveEdits([
    { path: ['exlab_wizard_config'], value: offer.file },
    // an entry of its own for each, so that the settings can add to it
    {
      path: ['equipment'],
      value: offer.instruments.map(({ id }) => (all ? { id } : { id, only_after: after })),
    },
  ])
  if (saved) notify({ tone: 'info', title: taken(offer.instruments.length), lines: [] })
}

/** Draws nothing where there is nothing to offer. */
export const WizardConfigOffer = (): ReactElement | null => {
  const hasInstruments = useApp((state) => state.instruments.length > 0)
  const [offer, setOffer] = useState<WizardOffer | null>(null)
  const [all, setAll] = useState(false)
  const [busy, setBusy] = useState(false)
  const [looks, setLooks] = useState(0)
  useEffect(() => {
    void call('config.wizardOffer', {}).then((answer) => setOffer(answer.ok ? answer.value : null))
  }, [looks])
  if (offer === null || hasInstruments) return null
  const fault = offer.problem ?? (offer.instruments.length === 0 ? none : null)
  return (
    <section className="wizard-offer" aria-label={title}>
      <h2>{title}</h2>
      <p>{text(offer.file)}</p>
      <ul>
        {offer.instruments.map((one) => (
          <li key={one.id}>{instrument(one.label, one.destination)}</li>
        ))}
        {offer.staged.map((one) => (
          <li key={one.id} className="muted">
            {staged(one.label)}
          </li>
        ))}
      </ul>
      {fault === null ? (
        <>
          <p className="muted">{twice}</p>
          <label className="check">
            <input
              type="checkbox"
              checked={all}
              onChange={(event) => setAll(event.currentTarget.checked)}
            />
            {earlier}
          </label>
          <button
            type="button"
            className="button primary"
            disabled={busy}
            onClick={() => {
              setBusy(true)
              void takeInstruments(offer, all).finally(() => setBusy(false))
            }}
          >
            <Download size={15} aria-hidden />
            {take(offer.instruments.length)}
          </button>
        </>
      ) : (
        <>
          <p className="tone-danger" role="alert">
            {fault}
          </p>
          <button type="button" className="button" onClick={() => setLooks(looks + 1)}>
            <RotateCw size={15} aria-hidden />
            {lookAgain}
          </button>
        </>
      )}
    </section>
  )
}
