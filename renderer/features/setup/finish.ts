// The end of the set-up: keeps the new connection, writes config.yaml once, and forgets the draft.
import { SETUP_MESSAGES } from '../../../shared/messages/setup.ts'
import type { SettingEdit } from '../../../shared/model/settings.ts'
import { call } from '../../state/bridge.ts'
import { notify, showError } from '../../state/notice-store.ts'
import { type Nas, type Transport, setNas, useConnect } from '../connect/connect-store.ts'
import { clearForm } from '../connect/connection-form-store.ts'
import { loadDestinations, useDestinations } from '../destinations/destinations-store.ts'
import { loadDocument, saveEdits, useSettings } from '../settings/settings-store.ts'
import { startOver } from './setup-store.ts'
import { forgetTest } from './test-store.ts'

/** What a new connection is called. */
const nameOf = ({ name, standardName }: Nas): string =>
  name.trim() || standardName || SETUP_MESSAGES.unnamed

/** Keeps the draft of a remote, if there is one, and answers the transport that names it; null: it was refused. */
const keepDraft = async (): Promise<Transport | null> => {
  const { nas } = useConnect.getState()
  const { transport, draftId, saved } = nas
  if (transport === null || (draftId === null && saved === null)) return transport
  let place = saved
  if (draftId !== null) {
    const answer = await call('connections.save', { draftId, name: nameOf(nas) })
    showError(answer)
    if (!answer.ok) return null
    place = answer.value.place
  }
  const kept = {
    ...transport,
    rclone_remote: place?.remote ?? '',
    ...(place?.conf === null || place?.conf === undefined ? {} : { rclone_config: place.conf }),
  }
  // what follows can be refused, and this must not be done twice
  setNas({ draftId: null, saved: place, transport: kept })
  return kept
}

/** Gives the destination of an instrument the name that was typed for it. */
const nameDestination = async (instrumentId: string, name: string): Promise<void> => {
  if (name.trim() === '') return
  await loadDestinations()
  const found = useDestinations
    .getState()
    .destinations.find((one) => one.instruments.includes(instrumentId))
  if (found !== undefined)
    showError(await call('connections.rename', { key: found.key, name: name.trim() }))
}

/**
 * Saves what was entered. `editsFor`: the changes of config.yaml as it is then, with the transport as it is kept; null: they can't
 * be made any more. Answers whether it was saved.
 */
export const finish = async (
  instrumentId: string,
  editsFor: (values: unknown, transport: Transport) => readonly SettingEdit[] | null,
): Promise<boolean> => {
  const { draftId, saved, name, tile } = useConnect.getState().nas
  const isNew = draftId !== null || saved !== null
  const transport = await keepDraft()
  if (transport === null) return false
  await loadDocument()
  const edits = editsFor(useSettings.getState().document?.values, transport)
  if (edits === null) {
    notify({ tone: 'problem', title: SETUP_MESSAGES.gone(instrumentId), lines: [] })
    return false
  }
  if (!(await saveEdits(edits))) return false
  // a remote that was made here got its name when it was kept, and a known destination has its own
  if (!isNew && tile !== null) await nameDestination(instrumentId, name)
  startOver()
  clearForm()
  forgetTest()
  return true
}
