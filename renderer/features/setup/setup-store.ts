// Setup store: the step of the first run and what was entered, remembered so that it can be left and continued.
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
  /** Pattern of `run_folders`; '': runs are found by what is there. */
  readonly runFolders: string
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
  runFolders: '',
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

const STORAGE_KEY = 'setup'

const readSaved = (): SetupState => {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? 'null')
    const step: unknown = Reflect.get(Object(value), 'step')
    const draft: unknown = Reflect.get(Object(value), 'draft')
    return {
      step: typeof step === 'number' && step >= 0 && step < STEPS.length ? step : 0,
      // fields of an older version fill up the defaults; config.check tests the values before a save
      draft: { ...empty, ...Object(draft) },
    }
  } catch {
    return { step: 0, draft: empty }
  }
}

export const useSetup = create<SetupState>(readSaved)
useSetup.subscribe((state) => localStorage.setItem(STORAGE_KEY, JSON.stringify(state)))

export const setStep = (step: number): void => useSetup.setState({ step })
export const setDraft = (change: Partial<Draft>): void =>
  useSetup.setState(({ draft }) => ({ draft: { ...draft, ...change } }))

/** Why a step cannot be left yet, as a sentence; null: it can. The rules of config.yaml apply when it is saved. */
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

const ifNotEmpty = (key: string, value: string): Record<string, string> =>
  value === '' ? {} : { [key]: value }

/** The instrument in the form of config.yaml. */
const configInstrumentOf = (draft: Draft) => ({
  id: draft.id,
  ...ifNotEmpty('label', draft.label),
  local_root: draft.localRoot,
  ...ifNotEmpty('run_folders', draft.runFolders),
  completeness_signal: draft.signal,
  ...(draft.signal === 'sentinel_file' ? { sentinel_filename: draft.filename } : {}),
  ...(draft.signal === 'manifest' ? { manifest_filename: draft.filename } : {}),
  ...(draft.signal === 'quiet_period' ? { quiet_minutes: draft.quietMinutes } : {}),
  transport:
    draft.transport === 'rclone'
      ? {
          type: 'rclone',
          rclone_remote: draft.remote,
          ...ifNotEmpty('rclone_remote_path', draft.remotePath),
          ...ifNotEmpty('rclone_config', draft.rcloneConfig),
        }
      : {
          type: 'rsync_ssh',
          ssh_target: draft.sshTarget,
          ssh_key_path: draft.sshKey,
          remote_path: draft.remotePath,
          ...(draft.sshPort === 22 ? {} : { ssh_port: draft.sshPort }),
          ...ifNotEmpty('ssh_known_hosts_file', draft.knownHosts),
        },
})

/** Saves the draft: replaces the instrument with that id, or adds it. */
export const saveDraft = async (draft: Draft): Promise<boolean> => {
  await loadDocument()
  const values = useSettings.getState().document?.values
  const equipment: unknown = Reflect.get(Object(values), 'equipment')
  const list: readonly unknown[] = Array.isArray(equipment) ? equipment : []
  const at = list.findIndex((one) => Reflect.get(Object(one), 'id') === draft.id)
  const value = configInstrumentOf(draft)
  return saveEdits([
    list.length === 0
      ? { path: ['equipment'], value: [value] }
      : { path: ['equipment', at === -1 ? list.length : at], value },
    { path: ['app', 'start_at_login'], value: draft.startAtLogin },
  ])
}
