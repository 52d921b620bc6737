// Reads the English texts that the core marks with `msg` out of its sources, as messages for translators.
import { parseAst } from 'vite'
import { CORE_KEY } from '../../shared/language/say.ts'
import { filesBelow, readSource } from './import-graph.ts'

/** As much of a node of ESTree as is asked here. */
export interface SourceNode {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly name?: string
  readonly value?: unknown
  readonly tag?: SourceNode
  readonly quasi?: SourceNode
  readonly quasis?: readonly { readonly value: { readonly cooked: string } }[]
  readonly expressions?: readonly SourceNode[]
  readonly property?: SourceNode
  readonly callee?: SourceNode
  readonly object?: SourceNode
  readonly arguments?: readonly SourceNode[]
  readonly left?: SourceNode
}

const isNode = (value: unknown): value is SourceNode =>
  typeof value === 'object' && value !== null && 'type' in value

export const parseSource = (source: string): unknown => parseAst(source, { lang: 'ts' }).body

/** Visits every node; `visit` answers false where the nodes in it are none of its business. */
export const walkNodes = (value: unknown, visit: (node: SourceNode) => boolean): void => {
  if (Array.isArray(value)) value.forEach((one) => walkNodes(one, visit))
  else if (isNode(value) && visit(value))
    Object.values(value).forEach((one) => walkNodes(one, visit))
}

/** What an argument is called, for translators: the last name of its expression. */
const nameOf = (node: SourceNode | undefined): string => {
  if (node === undefined) return 'value'
  switch (node.type) {
    case 'Identifier':
      return node.name ?? 'value'
    case 'MemberExpression':
      return node.property?.type === 'Identifier' ? nameOf(node.property) : nameOf(node.object)
    case 'CallExpression': {
      const [first] = node.arguments ?? []
      return first === undefined || first.type === 'ArrowFunctionExpression'
        ? nameOf(node.callee?.type === 'MemberExpression' ? node.callee.object : node.callee)
        : nameOf(first)
    }
    case 'LogicalExpression':
    case 'BinaryExpression':
      return nameOf(node.left)
    default:
      return 'value'
  }
}

/** A literal part in ICU MessageFormat. `isLast`: no argument follows. */
const escaped = (text: string, isLast: boolean): string =>
  text
    .replaceAll(/'(?=[{}<>'#])/g, "''")
    .replaceAll(/[{}]/g, "'$&'")
    .replace(/'$/, isLast ? "'" : "''")

const messageOf = (quasi: SourceNode): string => {
  const { quasis = [], expressions = [] } = quasi
  const names: string[] = []
  return quasis
    .map((part, at) => {
      const isLast = at === quasis.length - 1
      if (isLast) return escaped(part.value.cooked, true)
      const name = nameOf(expressions[at])
      const same = names.filter((one) => one === name).length
      names.push(name)
      return `${escaped(part.value.cooked, false)}{${same === 0 ? name : `${name}${same + 1}`}}`
    })
    .join('')
}

/** A message without the names of its arguments: two of one shape are one message. */
const shapeOf = (message: string): string => message.replaceAll(/\{\w+\}/g, '{}')

/** The messages that a source marks. */
export const markedIn = (source: string): string[] => {
  const found: string[] = []
  walkNodes(parseSource(source), (node) => {
    if (
      node.type === 'TaggedTemplateExpression' &&
      node.tag?.name === 'msg' &&
      node.quasi !== undefined
    )
      found.push(messageOf(node.quasi))
    return true
  })
  return found
}

/** Sources of the core and of what stands between it and the window. */
export const coreFiles = (): string[] =>
  ['electron/core', 'electron/ipc']
    .flatMap((folder) => filesBelow(folder))
    .filter((file) => file.endsWith('.ts'))
    .toSorted()

/** Texts that triggers of the database write into Activity: SQL has no marks. */
const TRIGGER = /CREATE TRIGGER activity_[\s\S]*?\nEND;/g
const WRITTEN = /'([A-Z][^']*| [a-z][^']*)'/g

const triggerTexts = (source: string): string[] =>
  [...source.matchAll(TRIGGER)].flatMap(([trigger]) =>
    [...trigger.matchAll(WRITTEN)].map(
      ([, text = '']) =>
        `${text.startsWith(' ') ? '{destination}' : ''}${text}${text.endsWith(': ') ? '{message}' : ''}`,
    ),
  )

/** Every message that the core marks, by its key. */
export const markedTexts = (): Readonly<Record<string, string>> => {
  const byShape = new Map<string, string>()
  for (const file of coreFiles())
    for (const message of [...markedIn(readSource(file)), ...triggerTexts(readSource(file))])
      if (!byShape.has(shapeOf(message))) byShape.set(shapeOf(message), message)
  return Object.fromEntries([...byShape.values()].map((text) => [`${CORE_KEY}${text}`, text]))
}
