// Settings lock store: whether the settings are locked on this computer; only an administrator can unlock them.
import { create } from 'zustand'
import { call } from '../../state/bridge.ts'
import { showError } from '../../state/notice-store.ts'

interface SettingsLockState {
  readonly locked: boolean
}

export const useSettingsLock = create<SettingsLockState>(() => ({ locked: false }))

export const loadLock = async (): Promise<void> => {
  const answer = await call('lock.get', {})
  if (answer.ok) useSettingsLock.setState({ locked: answer.value.locked })
}

export const setLocked = async (locked: boolean): Promise<void> => {
  const answer = await call('lock.set', { locked })
  if (!answer.ok) return showError(answer)
  useSettingsLock.setState({ locked: answer.value.locked })
}
