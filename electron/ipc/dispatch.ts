// Answers one IPC call: checks the method, validates the input, runs the handler, wraps the answer in a Result.
import { contract, type Handlers, type Method } from '../../shared/contract/index.ts'
import { type Result, ok, refused } from '../../shared/model/result.ts'
import { Refusal } from '../core/errors.ts'
import { unexpectedWords } from '../core/lib/unexpected-errors.ts'
import { spokenAnswer } from './spoken-answers.ts'

export interface DispatchDeps {
  readonly handlers: Handlers
  /** Logs a call that no page of ours makes: an unknown method, or an input that its schema refuses. */
  onRefused(why: string): void
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

/** A method as a refusal names it: a text, or the type of what came in its place. */
const nameOf = (method: unknown): string =>
  typeof method === 'string' ? JSON.stringify(method.slice(0, 100)) : `of type ${typeof method}`

/** The parsed input, or the sentence that refuses it. */
const parseInput = (
  method: Method,
  input: unknown,
): { readonly value: unknown } | { readonly refusal: string } => {
  if (tooLarge(input)) return { refusal: `The input of ${method} is too large.` }
  const parsed = contract[method].input.safeParse(input)
  if (parsed.success) return { value: parsed.data }
  const [issue] = parsed.error.issues
  const where = issue?.path.map(String).join('.').slice(0, 200) ?? ''
  return { refusal: `${method}: ${where} ${issue?.message ?? 'is not valid'}` }
}

const answer = async (
  deps: DispatchDeps,
  method: unknown,
  input: unknown,
): Promise<Result<unknown>> => {
  const refuse = (why: string): Result<never> => {
    deps.onRefused(why)
    return refused('invalid_input', why)
  }
  if (typeof method !== 'string' || !isMethod(method))
    return refuse(`There is no method ${nameOf(method)}.`)
  try {
    const parsed = parseInput(method, input)
    if ('refusal' in parsed) return refuse(parsed.refusal)
    // the compiler cannot see that the input was parsed by the schema of the same method
    const handler = deps.handlers[method] as (value: unknown) => Promise<unknown>
    const value = await handler(parsed.value)
    return ok(deps.checkOutput ? contract[method].output.parse(value) : value)
  } catch (error) {
    if (error instanceof Refusal) return refused(error.code, error.message)
    return refused('internal', unexpectedWords(deps.onBug(method, error)))
  }
}

/** Answers a call in the language of this process; never throws and never answers undefined. */
export const dispatch = async (
  deps: DispatchDeps,
  method: unknown,
  input: unknown,
): Promise<Result<unknown>> =>
  spokenAnswer(
    typeof method === 'string' && isMethod(method) ? method : null,
    await answer(deps, method, input),
  )
