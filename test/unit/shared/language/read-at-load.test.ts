// No message is read while a module is loaded: it would stay in the language of that moment.
import { parseAst } from 'vite'
import { expect, it } from 'vitest'
import { filesBelow, readSource } from '../../../helpers/import-graph.ts'

interface Node {
  readonly type: string
  readonly name?: string
  readonly object?: Node
  readonly callee?: Node
  readonly arguments?: readonly Node[]
  readonly argument?: Node
  readonly source?: { readonly value: string } | null
  readonly specifiers?: readonly { readonly local: Node }[]
  readonly start: number
  readonly end: number
}

/** Functions run later; so do the accessors of classes. */
const LATER = /^(?:ArrowFunctionExpression|FunctionDeclaration|FunctionExpression)$/
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value

/** Files whose exports hold messages, or make words of them. */
const SPEAKS = /(?:messages\/|reasons|state-labels|format|problem-words|file-problem|weekly-hours)/
/** What they export beside messages: tables of ids, and functions that read no message when they are called. */
const IDS = new Set(['REASONS', 'RUN_LABELS', 'FILE_LABEL_KEYS', 'PROGRAM_NAME', 'SPACE_ANSWERS'])

/** Expressions at the top level of a module that read messages: `MESSAGES.close`, `runs(2)`, `Object.entries(NAMES)`, `...NAMES`. */
const readsIn = (file: string, source: string): string[] => {
  const lang = file.endsWith('x') ? 'tsx' : 'ts'
  const { body } = parseAst(source, { lang })
  const words = new Set(
    (body as unknown as readonly Node[]) // the nodes of ESTree have these properties
      .filter(({ source: from }) => typeof from?.value === 'string' && SPEAKS.test(from.value))
      .flatMap(({ specifiers = [] }) => specifiers.map(({ local }) => local.name))
      .filter((name) => name !== undefined && !IDS.has(name)),
  )
  const found: string[] = []
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(walk)
    if (!isNode(value) || LATER.test(value.type)) return undefined
    const of = [value.type === 'MemberExpression' ? value.object : value.callee, value.argument]
    const given = value.callee?.object?.name === 'Object' ? (value.arguments ?? []) : []
    if ([...of, ...given].some((one) => one?.type === 'Identifier' && words.has(one.name)))
      found.push(`${file}: ${source.slice(value.start, value.end)}`)
    Object.values(value).forEach(walk)
    return undefined
  }
  walk(body)
  return found
}

it('no module of the window or the shell keeps a message', () => {
  const files = ['renderer', 'electron/shell', 'shared']
    .flatMap((folder) => filesBelow(folder))
    .filter((file) => /\.tsx?$/.test(file))
  expect(files.flatMap((file) => readsIn(file, readSource(file)))).toEqual([])
})

it('finds one that does', () => {
  const source = `import { MESSAGES } from './messages/index.ts'\nimport { runs } from './messages/common.ts'
const A = { title: MESSAGES.close }; const B = [runs(2)]; const c = () => MESSAGES.close
const D = Object.entries(MESSAGES), E = { ...MESSAGES }`
  expect(readsIn('shared/x.ts', source)).toEqual([
    'shared/x.ts: MESSAGES.close',
    'shared/x.ts: runs(2)',
    'shared/x.ts: Object.entries(MESSAGES)',
    'shared/x.ts: ...MESSAGES',
  ])
})
