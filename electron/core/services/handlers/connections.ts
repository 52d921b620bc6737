// Answers `connections.*`: makes, tests and changes connections to storage.
import type { connectionsMethods } from '../../../../shared/contract/connections.ts'
import type { GroupHandlers } from '../../core.ts'
import { Refusal } from '../../errors.ts'

const notYet = async (): Promise<never> => {
  throw new Refusal('unavailable', 'Connections are not there yet.')
}

export const connectionsHandlers = (): GroupHandlers<typeof connectionsMethods> => ({
  'connections.kinds': notYet,
  'connections.form': notYet,
  'connections.list': notYet,
  'connections.begin': notYet,
  'connections.change': notYet,
  'connections.answer': notYet,
  'connections.wait': notYet,
  'connections.discard': notYet,
  'connections.browse': notYet,
  'connections.makeFolder': notYet,
  'connections.test': notYet,
  'connections.testSteps': notYet,
  'connections.save': notYet,
  'connections.setPassword': notYet,
  'connections.unlock': notYet,
  'connections.remove': notYet,
  'connections.rename': notYet,
})
