// Says in the settings which instruments come from ExLab-Wizard's config.yaml, where they are changed, and which are not sent from
// this computer.
import type { ReactElement } from 'react'
import { WIZARD_CONFIG_MESSAGES } from '../../../shared/messages/wizard-config.ts'
import { useApp } from '../../state/app-store.ts'

export const WizardConfigNote = (): ReactElement | null => {
  const { file, instruments, staged } = useApp((state) => state.wizard)
  if (file === null && staged.length === 0) return null
  return (
    <div className="muted">
      {file === null || instruments.length === 0 ? null : (
        <p>{WIZARD_CONFIG_MESSAGES.source(instruments, file)}</p>
      )}
      {staged.map((one) => (
        <p key={one.id}>{WIZARD_CONFIG_MESSAGES.notOurs(one.label)}</p>
      ))}
    </div>
  )
}
