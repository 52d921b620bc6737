// Answers one IPC call: checks the method, validates the input, runs the handler, wraps the answer in a Result.
import { contract, type Handlers, type Method } from '../../shared/contract/index.ts'
import { type Result, ok, refused } from '../../shared/model/result.ts'
import { Refusal } from '../core/errors.ts'

export interface DispatchDeps {
  readonly handlers: Handlers
  /** Logs a bug and answers the id under which the app log has it. */
  onBug(method: string, error: unknown): string
  /** Validates answers too: on in tests and development. */
  readonly checkOutput: boolean
}

const isMethod = (name: string): name is Method => Object.hasOwn(contract, name)

/** Largest input of a call, as JSON; a larger one is refused before its schema is run. */
const MAX_INPUT_CHARS = 4 << 20

const tooLarge = (input: unknown): boolean => {
  try {
    return (JSON.stringify(input) ?? '').length > MAX_INPUT_CHARS
  } catch {
    // not JSON (a cycle, a BigInt)
    return true
  }
}

/** Answers a call; never throws and never answers undefined. */
export const dispatch = async (
  deps: DispatchDeps,
  method: unknown,
  input: unknown,
): Promise<Result<unknown>> => {
  if (typeof method !== 'string' || !isMethod(method))
    return refused('invalid_input', `There is no method ${JSON.stringify(method)?.slice(0, 100)}.`)
  if (tooLarge(input)) return refused('invalid_input', `The input of ${method} is too large.`)
  const parsed = contract[method].input.safeParse(input)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return refused(
      'invalid_input',
      `${method}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not valid'}`,
    )
  }
  try {
    // the compiler cannot see that the input was parsed by the schema of the same method
    const handler = deps.handlers[method] as (value: unknown) => Promise<unknown>
    const value = await handler(parsed.data)
    return ok(deps.checkOutput ? contract[method].output.parse(value) : value)
  } catch (error) {
    if (error instanceof Refusal) return refused(error.code, error.message)
    return refused(
      'internal',
      `Something went wrong in ExLab Sync itself. The app log has it under ${deps.onBug(method, error)}.`,
    )
  }
}
