// The first run: how far it is and what was chosen, kept so that it can be left and taken up again.
import { create } from 'zustand'
import { SETUP_MESSAGES } from '../../../shared/messages/setup.ts'
import type { CompletenessSignal } from '../../../shared/model/settings.ts'
import { loadDocument, saveEdits, useSettings } from '../settings/settings-store.ts'

export const STEPS = [
  'welcome',
  'tools',
  'instrument',
  'destination',
  'doctor',
  'rehearsal',
  'finish',
] as const

export interface Draft {
  readonly id: string
  readonly label: string
  readonly localRoot: string
  readonly signal: CompletenessSignal
  readonly filename: string
  readonly quietMinutes: number
  readonly transport: 'rclone' | 'rsync_ssh'
  readonly remote: string
  readonly rcloneConfig: string
  readonly remotePath: string
  readonly sshTarget: string
  readonly sshPort: number
  readonly sshKey: string
  readonly knownHosts: string
  readonly startAtLogin: boolean
}

const empty: Draft = {
  id: '',
  label: '',
  localRoot: '',
  signal: 'quiet_period',
  filename: '',
  quietMinutes: 10,
  transport: 'rclone',
  remote: '',
  rcloneConfig: '',
  remotePath: '',
  sshTarget: '',
  sshPort: 22,
  sshKey: '',
  knownHosts: '',
  startAtLogin: true,
}

interface SetupState {
  readonly step: number
  readonly draft: Draft
}

const KEY = 'setup'

const remembered = (): SetupState => {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null')
    const step: unknown = Reflect.get(Object(value), 'step')
    const draft: unknown = Reflect.get(Object(value), 'draft')
    return {
      step: typeof step === 'number' && step >= 0 && step < STEPS.length ? step : 0,
      // fields of another version are overlaid; what they may say is checked before anything is saved
      draft: { ...empty, ...Object(draft) },
    }
  } catch {
    return { step: 0, draft: empty }
  }
}

export const useSetup = create<SetupState>(remembered)
useSetup.subscribe((state) => localStorage.setItem(KEY, JSON.stringify(state)))

export const setStep = (step: number): void => useSetup.setState({ step })
export const setDraft = (change: Partial<Draft>): void =>
  useSetup.setState(({ draft }) => ({ draft: { ...draft, ...change } }))

/** What keeps a step from going on, as a sentence; null: nothing. The file's own rules are asked when it is saved. */
export const draftFaults = (
  draft: Draft,
): {
  readonly id: string | null
  readonly instrument: string | null
  readonly destination: string | null
} => {
  const id =
    draft.id === '' || /^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(draft.id) ? null : SETUP_MESSAGES.idRule
  const needsFile = draft.signal === 'sentinel_file' || draft.signal === 'manifest'
  const instrument =
    draft.id === '' || id !== null
      ? SETUP_MESSAGES.idRule
      : draft.localRoot === ''
        ? SETUP_MESSAGES.needFolder
        : needsFile && draft.filename === ''
          ? SETUP_MESSAGES.needFilename
          : null
  const destination =
    draft.transport === 'rclone'
      ? draft.remote === ''
        ? SETUP_MESSAGES.needRemote
        : null
      : !/^[^@\s]+@[^@\s]+$/.test(draft.sshTarget)
        ? SETUP_MESSAGES.needTarget
        : draft.sshKey === ''
          ? SETUP_MESSAGES.needKey
          : draft.remotePath === ''
            ? SETUP_MESSAGES.needPath
            : null
  return { id, instrument, destination }
}

const given = (key: string, value: string): Record<string, string> =>
  value === '' ? {} : { [key]: value }

/** The instrument as config.yaml writes it. */
export const instrumentOf = (draft: Draft) => ({
  id: draft.id,
  ...given('label', draft.label),
  local_root: draft.localRoot,
  completeness_signal: draft.signal,
  ...(draft.signal === 'sentinel_file' ? { sentinel_filename: draft.filename } : {}),
  ...(draft.signal === 'manifest' ? { manifest_filename: draft.filename } : {}),
  ...(draft.signal === 'quiet_period' ? { quiet_minutes: draft.quietMinutes } : {}),
  transport:
    draft.transport === 'rclone'
      ? {
          type: 'rclone',
          rclone_remote: draft.remote,
          ...given('rclone_remote_path', draft.remotePath),
          ...given('rclone_config', draft.rcloneConfig),
        }
      : {
          type: 'rsync_ssh',
          ssh_target: draft.sshTarget,
          ssh_key_path: draft.sshKey,
          remote_path: draft.remotePath,
          ...(draft.sshPort === 22 ? {} : { ssh_port: draft.sshPort }),
          ...given('ssh_known_hosts_file', draft.knownHosts),
        },
})

/** Saves what was chosen; the instrument with that id is replaced, any other stays. */
export const saveDraft = async (draft: Draft): Promise<boolean> => {
  await loadDocument()
  const values = useSettings.getState().document?.values
  const equipment: unknown = Reflect.get(Object(values), 'equipment')
  const list: readonly unknown[] = Array.isArray(equipment) ? equipment : []
  const at = list.findIndex((one) => Reflect.get(Object(one), 'id') === draft.id)
  const value = instrumentOf(draft)
  return saveEdits([
    list.length === 0
      ? { path: ['equipment'], value: [value] }
      : { path: ['equipment', at === -1 ? list.length : at], value },
    { path: ['app', 'start_at_login'], value: draft.startAtLogin },
  ])
}
