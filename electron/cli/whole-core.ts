// Opens the whole core of the commands that do more than list runs, with its handlers behind the checks of the contract.
import { type Input, type Method, contract } from '../../shared/contract/index.ts'
import type { Core, CoreHandlers, CoreOptions } from '../core/core.ts'
import { createCore } from '../core/create-core.ts'
import { CliError } from './output.ts'

/** The handlers behind the checks that calls of the window pass too: what a person typed is refused with a sentence. */
const checkedHandlers = (handlers: CoreHandlers): CoreHandlers => {
  const checked = Object.entries(handlers).map(([name, handler]) => {
    const method = name as Method // the handlers' names are the methods of the contract
    return [
      name,
      async (input: Input<Method>): Promise<unknown> => {
        const parsed = contract[method].input.safeParse(input)
        const [issue] = parsed.error?.issues ?? []
        if (issue !== undefined)
          throw new CliError(`${issue.path.join('.')} can't be used: ${issue.message}.`)
        return handler(parsed.data as never) // parsed by the schema of this very method
      },
    ]
  })
  // fromEntries loses the types: these are the same methods with the same inputs and answers
  return Object.fromEntries(checked) as CoreHandlers
}

/** Opens the core; throws CoreUnavailable. */
export const openCheckedCore = async (options: CoreOptions): Promise<Core> => {
  const core = await createCore(options)
  return { ...core, handlers: checkedHandlers(core.handlers) }
}
