// `connection`: lists, makes, tests, changes and removes connections to storage. Secrets come by standard input alone, since other
// accounts can read a command line.
import type {
  ConnectionField,
  ConnectionInfo,
  ConnectionStep,
  RemotePlace,
} from '../../../shared/model/connections.ts'
import type { ConnectionAction } from '../connection-command.ts'
import type { CommandContext } from '../select-runs.ts'
import { type CliIo, CliError, EXIT, printResult, table } from '../output.ts'
import { reportJson, reportText } from './doctor.ts'

export interface ConnectionOptions {
  readonly type?: string
  /** `name=value` each. */
  readonly option?: readonly string[]
  /** Options whose values come by standard input, a line each. */
  readonly secret?: readonly string[]
  readonly folder?: string
  readonly conf?: string
  readonly rename?: string
  readonly untested?: boolean
}

type Values = Readonly<Record<string, string>>

const parseOptions = (texts: readonly string[]): Values =>
  Object.fromEntries(
    texts.map((text) => {
      const cut = text.indexOf('=')
      if (cut < 1) throw new CliError(`${text} is no option: write name=value.`)
      return [text.slice(0, cut), text.slice(cut + 1)]
    }),
  )

/** One line of standard input for each name. */
const readSecrets = async (names: readonly string[], io: CliIo): Promise<Values> => {
  if (names.length === 0) return {}
  const lines = (await io.input()).split(/\r?\n/)
  return Object.fromEntries(
    names.map((name, at) => {
      const line = lines[at] ?? ''
      if (line === '')
        throw new CliError(`Line ${at + 1} of standard input is empty: it should hold ${name}.`)
      return [name, line]
    }),
  )
}

const refuseSecrets = (values: Values, fields: readonly ConnectionField[]): void => {
  const name = Object.keys(values).find((one) =>
    fields.some((field) => field.secret && field.name === one),
  )
  if (name !== undefined)
    throw new CliError(
      `${name} is secret, and other accounts can read a command line: write --secret ${name}, and give it by standard input.`,
    )
}

/** Answers rclone's questions: with what was given, else with what rclone takes by itself. */
const converse = async (
  { core, io }: CommandContext,
  draftId: string,
  first: ConnectionStep,
  given: Values,
): Promise<void> => {
  const { handlers } = core
  let step = first
  let shown: string | null = null
  for (;;) {
    if (step.kind === 'complete') return
    if (step.kind === 'browser') {
      if (shown !== step.url) io.err(`Sign in with the browser: ${step.url}`)
      shown = step.url
      step = (await handlers['connections.wait']({ draftId })).step
      continue
    }
    const { field, error } = step
    if (error !== '') throw new CliError(`${field.name}: ${error}`)
    const value = given[field.name] ?? field.standard
    if (value === '' && field.required)
      throw new CliError(
        `rclone asks for ${field.name}: ${field.help}\nGive it with --${field.secret ? `secret ${field.name}` : `option ${field.name}=...`}.`,
      )
    step = (await handlers['connections.answer']({ draftId, value })).step
  }
}

const nameOfConf = (conf: string | null): string => conf ?? 'default'

/** The connection that a person means by its name, or by rclone's name of it. */
const find = async (
  { core }: CommandContext,
  name: string | undefined,
  conf: string | undefined,
): Promise<ConnectionInfo> => {
  if (name === undefined) throw new CliError('Say which connection.')
  const { rows } = await core.handlers['connections.list']({})
  const found = rows.filter(
    (one) =>
      (one.name === name || one.place.remote === name) &&
      (conf === undefined || nameOfConf(one.place.conf) === conf),
  )
  const [first, second] = found
  if (first === undefined)
    throw new CliError(
      `There is no connection ${name}. There are: ${rows.map((one) => one.name).join(', ') || 'none'}.`,
    )
  if (second !== undefined)
    throw new CliError(
      `Several connections are called ${name}: say --conf ${found.map((one) => nameOfConf(one.place.conf)).join(' or --conf ')}.`,
    )
  return first
}

const list = async (context: CommandContext): Promise<number> => {
  const { confs, rows } = await context.core.handlers['connections.list']({})
  for (const { message } of confs) if (message !== null) context.io.err(message)
  const text =
    rows.length === 0
      ? 'There is no connection yet.\n'
      : table([
          ['NAME', 'KIND', 'REMOTE', 'RCLONE.CONF', 'INSTRUMENTS'],
          ...rows.map((one) => [
            one.name,
            one.type ?? '',
            one.place.remote,
            nameOfConf(one.place.conf),
            one.instruments.join(', '),
          ]),
        ])
  await printResult(context, { confs, connections: rows }, text)
  return confs.some(({ state }) => state === 'locked' || state === 'unreadable')
    ? EXIT.needsPerson
    : EXIT.proven
}

/** Kinds of storage, or the options of one. */
const kinds = async (context: CommandContext, type: string | undefined): Promise<number> => {
  const { handlers } = context.core
  if (type === undefined) {
    const { rows } = await handlers['connections.kinds']({})
    await printResult(
      context,
      { kinds: rows },
      table(rows.map((one) => [one.type, one.description])),
    )
    return EXIT.proven
  }
  const { fields } = await handlers['connections.form']({ type })
  const about = (field: ConnectionField): string =>
    [
      ...(field.required ? ['required'] : []),
      ...(field.secret ? ['secret'] : []),
      ...(field.advanced ? ['advanced'] : []),
    ].join(', ')
  await printResult(
    context,
    { type, fields },
    table(fields.map((field) => [field.name, about(field), field.help.split('\n')[0] ?? ''])),
  )
  return EXIT.proven
}

/** Makes a draft of what was given, has it tested, and saves it. */
const make = async (
  context: CommandContext,
  what: {
    readonly type: string
    readonly name: string
    readonly from: RemotePlace | null
    readonly options: ConnectionOptions
  },
): Promise<number> => {
  const { io, core } = context
  const { handlers } = core
  const { fields } = await handlers['connections.form']({ type: what.type })
  const open = parseOptions(what.options.option ?? [])
  refuseSecrets(open, fields)
  const given = { ...open, ...(await readSecrets(what.options.secret ?? [], io)) }
  // the rest are answers to questions that rclone asks later
  const names = new Set(fields.map((field) => field.name))
  const options = Object.fromEntries(Object.entries(given).filter(([name]) => names.has(name)))
  const { draftId, step } = await handlers['connections.begin']({
    type: what.type,
    options,
    from: what.from,
  })
  try {
    await converse(context, draftId, step, given)
    if (what.options.untested !== true)
      await handlers['connections.browse']({
        connection: { draftId },
        path: what.options.folder ?? '',
      })
    const { place } = await handlers['connections.save']({ draftId, name: what.name })
    await printResult(
      context,
      { name: what.name, ...place },
      `${what.name} is saved${what.options.untested === true ? ', and was not tested' : ': it can be reached and accepts the sign-in'}.\nIn config.yaml it is rclone_remote: ${place.remote}${place.conf === null ? '' : `, rclone_config: ${place.conf}`}\n`,
    )
    return EXIT.proven
  } finally {
    await handlers['connections.discard']({ draftId })
  }
}

const test = async (
  context: CommandContext,
  { place, name }: ConnectionInfo,
  folder: string,
): Promise<number> => {
  const report = await context.core.handlers['connections.test']({
    instrumentId: name,
    localRoot: null,
    transport: {
      type: 'rclone',
      rclone_remote: place.remote,
      rclone_remote_path: folder,
      ...(place.conf === null ? {} : { rclone_config: place.conf }),
    },
    draftId: null,
    what: 'connection',
  })
  await printResult(context, { reports: [reportJson(report)] }, reportText(report, null))
  return report.steps.some((step) => step.outcome === 'failed') ? EXIT.needsPerson : EXIT.proven
}

/** The password of a connection, or of an encrypted rclone.conf (`conf` alone). */
const password = async (
  context: CommandContext,
  name: string | undefined,
  options: ConnectionOptions,
): Promise<number> => {
  const { core, io } = context
  if (name === undefined && options.conf !== undefined) {
    const conf = options.conf === 'default' ? null : options.conf
    const given = await readSecrets(['the password of rclone.conf'], io)
    const [secret = ''] = Object.values(given)
    await core.handlers['connections.unlock']({ conf, password: secret })
    await printResult(context, { conf: options.conf, done: 'unlocked' }, 'The password is kept.\n')
    return EXIT.proven
  }
  const { place } = await find(context, name, options.conf)
  const option = options.secret?.[0] ?? null
  const [secret = ''] = Object.values(await readSecrets([option ?? 'the password'], io))
  const untested = options.untested === true
  await core.handlers['connections.setPassword']({ place, option, password: secret, untested })
  await printResult(
    context,
    { ...place, done: 'password' },
    'The password is replaced. What waited for it is tried again.\n',
  )
  return EXIT.proven
}

/** Carries out one action of `connection`. */
export const runConnection = async (
  context: CommandContext,
  action: ConnectionAction,
  name: string | undefined,
  options: ConnectionOptions,
): Promise<number> => {
  if (action === 'list') return list(context)
  if (action === 'kinds') return kinds(context, name)
  if (action === 'password') return password(context, name, options)
  if (action === 'add') {
    if (name === undefined || options.type === undefined)
      throw new CliError('Say what it is to be called, and its kind: --type. `kinds` lists them.')
    return make(context, { type: options.type, name, from: null, options })
  }
  const found = await find(context, name, options.conf)
  if (action === 'test') return test(context, found, options.folder ?? '')
  if (action === 'edit') {
    if (found.type === null) throw new CliError(`${found.name} can't be read.`)
    return make(context, {
      type: found.type,
      name: options.rename ?? found.name,
      from: found.place,
      options,
    })
  }
  await context.core.handlers['connections.remove']({ place: found.place })
  await printResult(context, { ...found.place, done: 'removed' }, `${found.name} is removed.\n`)
  return EXIT.proven
}
