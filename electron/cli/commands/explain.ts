// `explain`: classifies a saved exit code and stderr, for support.
import { accessSync, constants, createReadStream, readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { visible } from '../../../shared/escape.ts'
import { errorMessage } from '../../core/errors.ts'
import { fill } from '../../../shared/reasons.ts'
import { type Explanation, explain, readRecord } from '../../core/services/support/explain.ts'
import { type CliIo, CliError, EXIT, printResult } from '../output.ts'

export interface ExplainOptions {
  readonly transport?: string
  readonly operation?: string
  readonly exit?: string
  readonly signal?: string
  readonly stdout?: string
  readonly records?: string
}

const requireOneOf = <T extends string>(
  name: string,
  value: string | undefined,
  allowed: readonly T[],
): T => {
  const found = allowed.find((word) => word === value)
  if (found === undefined) throw new CliError(`--${name} must be ${allowed.join(' or ')}.`)
  return found
}

const asText = (found: Explanation): string => {
  const lines = [`Kind:    ${found.kind ?? 'success'}`, `Reason:  ${found.reason}`]
  if (found.words !== null) {
    const filled = (text: string): string => fill(text, { destination: 'the destination' })
    lines.push(
      '',
      filled(found.words.headline),
      filled(found.words.explanation),
      filled(found.words.remedy),
    )
  }
  if (found.evidence !== '')
    lines.push('', 'Decided by:', ...found.evidence.split('\n').map((line) => `  ${line}`))
  return `${lines.join('\n')}\n`
}

const explainRecords = async (file: string, io: CliIo): Promise<number> => {
  let number = 0
  const lines = createInterface({
    input: createReadStream(readable('records', file, io)),
    crlfDelay: Infinity,
  })
  for await (const line of lines) {
    number += 1
    if (line.trim() === '') continue
    try {
      const { id, exit } = readRecord(line)
      const { kind, reason } = explain(exit)
      await io.out(`${JSON.stringify({ id, kind, reason })}\n`)
    } catch (error) {
      const why = error instanceof Error ? error.message.split('\n')[0] : String(error)
      throw new CliError(`${file}, line ${number}: not a saved exit (${why}).`)
    }
  }
  return EXIT.proven
}

/** Throws CliError where the file that an option names can't be read. */
const readable = (option: string, name: string, io: CliIo): string => {
  const file = resolve(io.cwd, name)
  try {
    accessSync(file, constants.R_OK)
    if (statSync(file).isDirectory()) throw new Error('it is a folder')
  } catch (error) {
    throw new CliError(`--${option}: ${visible(name)} can't be read (${errorMessage(error)}).`)
  }
  return file
}

/** Explains one exit (stderr on standard input), or a file of them. */
export const runExplain = async (
  options: ExplainOptions,
  json: boolean,
  io: CliIo,
): Promise<number> => {
  if (options.records !== undefined) return explainRecords(options.records, io)
  const transport = requireOneOf('transport', options.transport, ['rclone', 'rsync_ssh'])
  const operation = requireOneOf('operation', options.operation ?? 'push', ['push', 'hashsum'])
  const code = options.exit === undefined ? null : Number(options.exit)
  if (code !== null && !Number.isInteger(code)) throw new CliError('--exit must be a whole number.')
  if (code === null && options.signal === undefined)
    throw new CliError('Say how the program ended: --exit CODE or --signal NAME.')
  const found = explain({
    transport,
    operation,
    exitCode: code,
    signal: options.signal ?? null,
    spawnError: null,
    stdout:
      options.stdout === undefined
        ? ''
        : readFileSync(readable('stdout', options.stdout, io), 'utf8'),
    stderr: await io.input(),
  })
  await printResult({ io, json }, found, asText(found))
  return EXIT.proven
}
