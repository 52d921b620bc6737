// Tells the app the password of an encrypted rclone.conf.
import type { Input } from '../../../../shared/contract/index.ts'
import { call } from '../../../state/bridge.ts'
import type { SecretFault } from './secret-form.tsx'

/** Answers why it was not taken; null: it was right, and is kept. */
export const unlock = async (
  conf: Input<'connections.unlock'>['conf'],
  password: string,
): Promise<SecretFault | null> => {
  const answer = await call('connections.unlock', { conf, password })
  return answer.ok ? null : { message: answer.error.message, anyway: null }
}
