// The button that connects with what a form says. It stands where the way on is, so that a long form never hides it.
import { type ReactElement, useEffect } from 'react'
import { create } from 'zustand'
import { CONNECT_MESSAGES } from '../../../shared/messages/connect.ts'

/** Identifies the form that the button submits; one is shown at a time. */
export const CONNECT_FORM = 'connect-form'

interface Offered {
  readonly ready: boolean
  readonly busy: boolean
}

/** null: no form has to be connected now. */
export const useConnectOffer = create<{ readonly offered: Offered | null }>(() => ({
  offered: null,
}))

/** Offers the button while the form is drawn. `wanted`: false: it is connected. `ready`: enough was typed. */
export const useOfferConnect = (wanted: boolean, ready: boolean, busy: boolean): void => {
  useEffect(() => {
    useConnectOffer.setState({ offered: wanted ? { ready, busy } : null })
    return () => useConnectOffer.setState({ offered: null })
  }, [wanted, ready, busy])
}

export const ConnectButton = ({ ready, busy }: Offered): ReactElement => (
  <button type="submit" form={CONNECT_FORM} className="button primary" disabled={!ready || busy}>
    {busy ? CONNECT_MESSAGES.connecting : CONNECT_MESSAGES.connect}
  </button>
)
