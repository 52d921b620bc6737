// Runs rclone for connections: asks for its backends, obscures passwords, and leads the dialogue that makes a remote. What is secret
// goes by standard input or the environment, never by the command line, and none of it comes back in a message.
import * as z from 'zod'
import { msg } from '../../../../shared/language/msg.ts'
import type { ConnectionStep } from '../../../../shared/model/connections.ts'
import { MINUTE_MS, SECOND_MS } from '../../../../shared/duration.ts'
import { Refusal } from '../../errors.ts'
import { type ToolDeps, type ToolEnd, locate, runTool } from '../../transports/run-tool.ts'
import { TransportError, silentIo } from '../../transports/transport.ts'
import { type Backend, fieldOf, parseProviders, rcloneQuestion } from './kinds.ts'

/** No rclone.conf at all: one that is encrypted is not to be opened for a question about rclone itself. */
const NO_CONF = '--config='

const INACTIVITY_MS = 30 * SECOND_MS
/** A person signs in with the browser meanwhile. */
const SIGN_IN_MS = 15 * MINUTE_MS

const asRefusal = (error: unknown): unknown =>
  error instanceof TransportError ? new Refusal('unavailable', `${error.message}.`) : error

/** What rclone says went wrong, without the help on its options that it prints after it: in that stand the values. */
const complaintOf = ({ stderr }: Pick<ToolEnd, 'stderr'>): string => {
  const line = stderr.split('\n').find((text) => /^Error: |Fatal error: |Failed to /.test(text))
  return (line ?? '').replace(/^.*?(?:Error: |Fatal error: |(?=Failed to ))/, '').trim()
}

/** What `parse` makes of an answer of rclone. Throws Refusal for what it can't read. */
const parsed = <T>(text: string, parse: (text: string) => T): T => {
  try {
    return parse(text)
  } catch {
    throw new Refusal('unavailable', msg`rclone gave an answer that can not be read.`)
  }
}

const ask = async (
  argv: readonly string[],
  input: readonly string[] | null,
  deps: ToolDeps,
): Promise<string> => {
  let text = ''
  try {
    const end = await runTool(
      {
        tool: 'rclone',
        argv,
        input,
        stdout: 'raw',
        onOutput: (chunk) => {
          text += chunk.toString('utf8')
        },
      },
      { ...deps, inactivityMs: INACTIVITY_MS },
      silentIo(new AbortController().signal),
    )
    if (end.exitCode !== 0)
      throw new Refusal('unavailable', msg`rclone could not answer: ${complaintOf(end)}`)
    return text
  } catch (error) {
    throw asRefusal(error)
  }
}

/** Backends by the path of rclone: a program does not change while the app runs. */
const asked = new Map<string, Promise<ReadonlyMap<string, Backend>>>()

/** The backends of the installed rclone. Throws Refusal where there is none. */
export const rcloneBackends = async (deps: ToolDeps): Promise<ReadonlyMap<string, Backend>> => {
  try {
    const path = locate('rclone', deps)
    const known = asked.get(path)
    if (known !== undefined) return await known
    const answer = ask(['config', 'providers', NO_CONF], null, deps).then((text) =>
      parsed(text, parseProviders),
    )
    asked.set(path, answer)
    answer.catch(() => asked.delete(path))
    return await answer
  } catch (error) {
    throw asRefusal(error)
  }
}

/** A password as rclone.conf has it. */
export const obscure = async (password: string, deps: ToolDeps): Promise<string> =>
  (await ask(['obscure', NO_CONF, '-'], [password], deps)).trim()

const answerOf = z.object({
  State: z.string(),
  Option: rcloneQuestion.nullish(),
  Error: z.string().nullish(),
})

/** What rclone wants to know of a remote next, and the state with which it is told. */
interface DialogueStep {
  readonly step: ConnectionStep
  /** '' where it is complete. */
  readonly state: string
}

/** Most bytes of an answer: a question may list every drive of an account. */
const MAX_ANSWER_BYTES = 4 << 20

/** rclone's dialogue about a remote that is being made. */
export interface Dialogue {
  /**
   * What comes next. While a person signs in with the browser that is said; call it again for what follows. Throws Refusal.
   */
  next(patience: AbortSignal): Promise<DialogueStep>
  /** True where nothing more comes. */
  hasEnded(): boolean
  stop(): void
}

/** The variables that a program needs to open a browser on the person's screen. */
const SCREEN = [
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'XAUTHORITY',
  'DBUS_SESSION_BUS_ADDRESS',
  'XDG_CURRENT_DESKTOP',
  'XDG_DATA_DIRS',
  'XDG_SESSION_TYPE',
  'BROWSER',
]

const SIGN_IN_ADDRESS = /\bhttps?:\/\/(?:127\.0\.0\.1|localhost):\d+\/auth\?state=[\w-]+/

/**
 * Begins the dialogue about a remote, or goes on with it after a question: `reply` is the state that rclone gave with the question, and
 * what a person answered.
 */
export const beginDialogue = (
  remote: { readonly name: string; readonly type: string; readonly file: string },
  reply: { readonly state: string; readonly value: string } | null,
  deps: ToolDeps,
): Dialogue => {
  const control = new AbortController()
  let address: string | null = null
  let addressSeen = (): void => undefined
  const signIn = new Promise<void>((resolve) => {
    addressSeen = resolve
  })
  const screen = Object.fromEntries(
    SCREEN.flatMap((name) => {
      const value = deps.env[name]
      return value === undefined ? [] : [[name, value] as const]
    }),
  )

  const run = async (): Promise<DialogueStep> => {
    const chunks: Buffer[] = []
    let bytes = 0
    const end = await runTool(
      {
        tool: 'rclone',
        argv: [
          'config',
          'update',
          remote.name,
          reply === null ? '--non-interactive' : '--continue',
          `--config=${remote.file}`,
        ],
        env: {
          ...screen,
          ...(reply === null ? {} : { RCLONE_STATE: reply.state, RCLONE_RESULT: reply.value }),
        },
        input: null,
        stdout: 'raw',
        onOutput(chunk) {
          bytes += chunk.length
          // what is longer is no answer, and cut off it can't be read as one
          if (bytes <= MAX_ANSWER_BYTES) chunks.push(chunk)
        },
        onLine: ({ text }) => {
          const found = SIGN_IN_ADDRESS.exec(text)?.[0]
          if (found === undefined) return
          address = found
          addressSeen()
        },
      },
      { ...deps, inactivityMs: SIGN_IN_MS },
      silentIo(control.signal),
    )
    if (end.cancelled) throw new Refusal('conflict', msg`The connection was given up.`)
    if (end.exitCode !== 0) {
      const said = complaintOf(end)
      const value = reply?.value ?? ''
      const isQuoted = value.length > 3 && said.includes(value)
      throw new Refusal(
        'invalid_input',
        said === '' || isQuoted
          ? msg`rclone can't make this connection.`
          : msg`rclone can't make this connection: ${said}.`,
      )
    }
    const {
      State,
      Option,
      Error: error,
    } = parsed(Buffer.concat(chunks).toString('utf8'), (text) => answerOf.parse(JSON.parse(text)))
    return State === '' || Option === null || Option === undefined
      ? { step: { kind: 'complete' }, state: '' }
      : {
          step: { kind: 'question', field: fieldOf(remote.type, Option), error: error ?? '' },
          state: State,
        }
  }
  const running = run().catch((error: unknown): never => {
    throw asRefusal(error)
  })
  let isOver = false
  // a failure is told to whoever asks what comes next
  running.then(
    () => {
      isOver = true
    },
    () => {
      isOver = true
    },
  )

  return {
    async next(patience) {
      const tired = new Promise<void>((resolve) =>
        patience.addEventListener('abort', () => resolve(), { once: true }),
      )
      const ended = await Promise.race([
        running,
        // the address is said once; then only time ends a call
        address === null ? signIn : tired,
        tired,
      ])
      if (ended !== undefined) return ended
      // rclone takes its time, and asked for no browser: it goes on until it says something
      return address === null
        ? await running
        : { step: { kind: 'browser', url: address }, state: '' }
    },
    hasEnded: () => isOver,
    stop: () => control.abort(),
  }
}
