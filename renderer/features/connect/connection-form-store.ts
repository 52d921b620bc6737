// Connection form store: the fields of a kind of storage as rclone describes them, what was typed, and rclone's dialogue about it.
// Nothing of it is stored: a password is in it.
import { create } from 'zustand'
import { CONNECT_MESSAGES } from '../../../shared/messages/connect.ts'
import { fieldLabel } from '../../../shared/messages/connections.ts'
import type { ConnectionField, ConnectionStep } from '../../../shared/model/connections.ts'
import { call } from '../../state/bridge.ts'
import { setNas, useConnect } from './connect-store.ts'

interface FormState {
  /** rclone's name of the backend; null: none was chosen. */
  readonly type: string | null
  /** null: they are being asked for. */
  readonly fields: readonly ConnectionField[] | null
  readonly values: Readonly<Record<string, string>>
  /** What rclone wants next; null: nothing was begun, or something was changed since. */
  readonly step: ConnectionStep | null
  readonly busy: boolean
  /** Why it does not go on, as a sentence; null: it does. */
  readonly fault: string | null
}

const EMPTY: FormState = {
  type: null,
  fields: null,
  values: {},
  step: null,
  busy: false,
  fault: null,
}

export const useConnectionForm = create<FormState>(() => EMPTY)

/** Draws the form of a kind. The values stay where it is the same kind; one that could not be read is asked for again. */
export const loadForm = async (type: string): Promise<void> => {
  const { type: before, fields, values } = useConnectionForm.getState()
  const isSame = before === type
  if (isSame && fields?.length !== 0) return
  useConnectionForm.setState({ ...EMPTY, type, values: isSame ? values : {} })
  const answer = await call('connections.form', { type })
  if (useConnectionForm.getState().type !== type) return
  if (answer.ok) useConnectionForm.setState({ fields: answer.value.fields })
  else useConnectionForm.setState({ fields: [], fault: answer.error.message })
}

export const clearForm = (): void => useConnectionForm.setState(EMPTY)

/** Whether something is for the value of the field `provider`: `AWS,Minio`, `!AWS` for all others, '' for all. */
export const isForProvider = (providers: string, provider: string): boolean => {
  if (providers === '') return true
  const names = providers.replace(/^!/, '').split(',')
  return names.includes(provider) !== providers.startsWith('!')
}

/** The fields that apply to what was typed so far. */
export const fieldsShown = ({
  fields,
  values,
}: Pick<FormState, 'fields' | 'values'>): readonly ConnectionField[] =>
  (fields ?? []).filter((field) => isForProvider(field.providers, values['provider'] ?? ''))

/** Changes a value. What was connected with the former one is void. */
export const setValue = (name: string, value: string): void => {
  useConnectionForm.setState(({ values }) => ({
    values: { ...values, [name]: value },
    step: null,
    fault: null,
  }))
  setNas({ transport: null })
}

/** Takes what rclone wants next. A sign-in with the browser is waited for, until the draft is another one or given up. */
const take = async (draftId: string, step: ConnectionStep): Promise<void> => {
  const isCurrent = (): boolean => useConnect.getState().nas.draftId === draftId
  if (!isCurrent()) return
  useConnectionForm.setState({ step, busy: step.kind === 'browser', fault: null })
  if (step.kind !== 'browser') return
  const answer = await call('connections.wait', { draftId })
  if (answer.ok) return take(draftId, answer.value.step)
  if (isCurrent())
    useConnectionForm.setState({ busy: false, step: null, fault: answer.error.message })
}

const fail = (message: string): void =>
  useConnectionForm.setState({ busy: false, step: null, fault: message })

/** The server of what was typed, as a name for it; '': there is none. */
export const serverName = (values: Readonly<Record<string, string>>): string => {
  const address = values['url'] ?? values['endpoint'] ?? ''
  const host = values['host'] ?? (URL.canParse(address) ? new URL(address).hostname : '')
  return host
    .replaceAll(/[:@[\]]/g, ' ')
    .trim()
    .slice(0, 100)
}

/** Makes a draft of the remote with what was typed, or changes the one that is there. */
export const connect = async (): Promise<void> => {
  const form = useConnectionForm.getState()
  const { type, values } = form
  const shown = fieldsShown(form)
  const missing = shown.find(
    ({ name, required, standard }) =>
      required && standard === '' && (values[name] ?? '').trim() === '',
  )
  if (type === null) return
  if (missing !== undefined) return fail(CONNECT_MESSAGES.needed(fieldLabel(type, missing.name)))
  const names = new Set(shown.map(({ name }) => name))
  const options = Object.fromEntries(
    Object.entries(values).filter(([name, value]) => names.has(name) && value !== ''),
  )
  useConnectionForm.setState({ busy: true, step: null, fault: null })
  setNas({ standardName: serverName(values) })
  const { draftId } = useConnect.getState().nas
  if (draftId === null) {
    const answer = await call('connections.begin', { type, options, from: null })
    if (!answer.ok) return fail(answer.error.message)
    setNas({ draftId: answer.value.draftId, revision: 0, saved: null })
    return take(answer.value.draftId, answer.value.step)
  }
  // what was emptied is taken away
  const emptied = Object.entries(values).filter(([, value]) => value === '')
  const answer = await call('connections.change', {
    draftId,
    options: { ...Object.fromEntries(emptied), ...options },
  })
  if (!answer.ok) return fail(answer.error.message)
  setNas({ revision: useConnect.getState().nas.revision + 1 })
  return take(draftId, answer.value.step)
}

/** Answers rclone's question. */
export const answerQuestion = async (value: string): Promise<void> => {
  const { draftId } = useConnect.getState().nas
  if (draftId === null) return
  useConnectionForm.setState({ busy: true })
  const answer = await call('connections.answer', { draftId, value })
  if (answer.ok) return take(draftId, answer.value.step)
  fail(answer.error.message)
}

/** Gives the dialogue up, such as a sign-in with the browser that nobody makes. */
export const giveUp = (): void => {
  const { draftId } = useConnect.getState().nas
  if (draftId !== null) void call('connections.discard', { draftId })
  setNas({ draftId: null, transport: null })
  useConnectionForm.setState({ step: null, busy: false })
}

/** Lists the folders of the draft again, because what kept them from being listed was put right. */
export const browseAgain = (): void => setNas({ revision: useConnect.getState().nas.revision + 1 })
