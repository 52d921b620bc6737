// Parses YAML under bounds: whatever stands in the text, it ends with data or with faults that have a line, a key and the way out,
// never with an exception, an endless wait or the end of the process.
import { type Document, Lexer, LineCounter, Parser, isNode, parseDocument, visit } from 'yaml'
import { msg } from '../../../../shared/language/msg.ts'
import type { ConfigProblem } from '../../../../shared/model/settings.ts'
import { errorMessage } from '../../errors.ts'
import { type YamlPath, createYamlReader } from './yaml-data.ts'

interface ParsedYaml {
  /** null where the text has a fault. */
  readonly document: Document | null
  /** The content as data; null where the text is empty or has a fault. */
  readonly value: unknown
  readonly problems: readonly ConfigProblem[]
  /** Line of a key's value, or of the nearest block around it. */
  lineOf(path: readonly PropertyKey[]): number | null
}

/** Most levels within each other. YAML's parser recurses: at some thousands it would end the whole process. */
const MAX_DEPTH = 100

/** Most faults that are told at once. */
const MAX_PROBLEMS = 20

/** `equipment[0].label` for a path. */
export const dottedPath = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, part) =>
      typeof part === 'number'
        ? `${text}[${part}]`
        : text === ''
          ? String(part)
          : `${text}.${String(part)}`,
    '',
  )

/** Key and value of a line such as `- label: *Confocal*  # a comment`; '' where it has none. */
const entryOn = (line: string): { readonly key: string; readonly value: string } => {
  const [, key = '', value = ''] =
    /^\s*(?:- +)*([\w-]+):(?: +(\S.*?))?(?: +#.*)?\s*$/.exec(line.slice(0, 300)) ?? []
  return { key, value }
}

/** How a value is written so that YAML takes it as a text. */
const inQuotes = (line: string): string => {
  const { key, value } = entryOn(line)
  // \ begins an escape between double quotes alone
  if (/^"[A-Za-z]:\\/.test(value))
    return msg`A path of Windows belongs in single quotes: ${key}: '${value.slice(1).replace(/"$/, '')}'`
  return key === '' || value === '' || /^['"[{&|>]/.test(value)
    ? msg`A text with special characters belongs in quotes.`
    : msg`If it is a text, put it in quotes: ${key}: '${value.replaceAll("'", "''")}'`
}

/** Where the text nests too deeply; null: nowhere. The lexer and the parser's stack do not recurse. */
const tooDeepAt = (text: string): number | null => {
  const parser = new Parser()
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) void token
    if (parser.stack.length > MAX_DEPTH) return parser.offset
  }
  return null
}

/** Where a quoted text that ends at `end` begins: one without its closing quote goes to the end of the file. */
const beginOfText = (document: Document, end: number): number => {
  let begin = end
  visit(document, {
    Scalar(_key, { range }) {
      if (range && range[0] < end && range[1] >= end) begin = range[0]
    },
  })
  return begin
}

/**
 * Parses a text. `isOurs`: whether a path is of our own settings, where tags and merge keys are refused. Never throws. A text of
 * 256 KiB takes at most seconds, so whoever reads a file bounds it.
 */
export const parseYaml = (text: string, isOurs: (path: YamlPath) => boolean): ParsedYaml => {
  const lines = text.split('\n')
  const counter = new LineCounter()
  const problems: ConfigProblem[] = []
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length
  const refuse = (line: number, key: string, message: string): void => {
    if (problems.length < MAX_PROBLEMS && problems.every((one) => one.line !== line))
      problems.push({ line, key, message })
  }
  const refused = (): ParsedYaml => ({ document: null, value: null, problems, lineOf: () => null })

  const deep = tooDeepAt(text)
  if (deep !== null) {
    const line = lineAt(deep)
    refuse(
      line,
      entryOn(lines[line - 1] ?? '').key,
      msg`Blocks and lists lie in each other more than ${MAX_DEPTH} deep here.`,
    )
    return refused()
  }
  try {
    const document = parseDocument(text, {
      lineCounter: counter,
      // each of them costs time that grows with the square of the text; the keys are compared below
      prettyErrors: false,
      uniqueKeys: false,
      logLevel: 'error',
    })
    for (const { pos, message, code } of document.errors.slice(0, MAX_PROBLEMS)) {
      const at = code === 'MISSING_CHAR' ? beginOfText(document, pos[0]) : pos[0]
      const { line } = counter.linePos(at)
      const found = lines[line - 1] ?? ''
      refuse(line, entryOn(found).key, `${message}. ${inQuotes(found)}`)
    }
    if (document.directives?.yaml.explicit === true && document.directives.yaml.version !== '1.2')
      refuse(
        1,
        '',
        msg`%YAML 1.1 gives other meanings to words such as yes and on: remove this line.`,
      )
    if (problems.length > 0) return refused()
    const read = createYamlReader(isOurs, (path, node, message) => {
      const { line } = counter.linePos(node.range?.[0] ?? 0)
      refuse(line, dottedPath(path), `${message} ${inQuotes(lines[line - 1] ?? '')}`)
    })
    const value = read(document.contents)
    if (problems.length > 0) return refused()
    return {
      document,
      value,
      problems,
      lineOf(path) {
        for (let length = path.length; length > 0; length -= 1) {
          const node: unknown = document.getIn(path.slice(0, length), true)
          if (isNode(node) && node.range) return counter.linePos(node.range[0]).line
        }
        return null
      },
    }
  } catch (error) {
    // a fault of the YAML library: the text is not read, and nothing ends
    refuse(1, '', msg`This is not YAML that can be read: ${errorMessage(error)}`)
    return refused()
  }
}
