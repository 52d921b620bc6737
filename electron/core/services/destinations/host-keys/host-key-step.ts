// Step of the connection test: compares the host key that a server presents with what is known here. It never trusts a key itself.
import { msg } from '../../../../../shared/language/msg.ts'
import { Refusal } from '../../../errors.ts'
import type { ToolDeps } from '../../../transports/run-tool.ts'
import {
  type Finding,
  StepFailed,
  type StepRunner,
  passed,
} from '../connection-test/connection-test.ts'
import { hostIdentity } from './host-keys.ts'
import type { KnownServer } from './known-server.ts'

/**
 * Throws StepFailed where the key is unknown or another one than before. It does not print the fingerprint of the server: who is
 * to compare it with IT's would copy it from here.
 */
export const checkHostKey = async (
  runner: StepRunner,
  server: KnownServer,
  deps: ToolDeps,
): Promise<Finding> => {
  try {
    const { host, port, known, before } = await hostIdentity(server, deps)
    runner.note(`ask ${host} port ${port} for its host key`, known)
    if (known === 'same') return passed(msg`It is the NAS that this computer knows.`)
    if (known === 'unknown')
      throw new StepFailed(
        msg`The NAS is not known here yet. Nothing is sent before its fingerprint was compared with the one that IT gives you: by Compare fingerprint, or by the command destination --trust.`,
      )
    throw new StepFailed(
      msg`The NAS shows another identity than the one that this computer knows (${before.map(({ fingerprint }) => fingerprint).join(', ')}). That is normal after a replacement and dangerous otherwise: ask IT before anybody trusts it.`,
    )
  } catch (error) {
    if (error instanceof Refusal) throw new StepFailed(error.message)
    throw error
  }
}
