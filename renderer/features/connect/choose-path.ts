// Asks for a folder, a file or a program in the system's dialog.
import type { Input } from '../../../shared/contract/index.ts'
import { call } from '../../state/bridge.ts'
import { showError } from '../../state/notice-store.ts'

/** Gives the path to `use`, unless the person cancelled; says why it can't be used. */
export const choosePath = async (
  what: Input<'app.choosePath'>['what'],
  use: (path: string) => void,
): Promise<void> => {
  const answer = await call('app.choosePath', { what })
  showError(answer)
  if (answer.ok && answer.value.path !== null) use(answer.value.path)
}
