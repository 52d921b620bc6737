// Changes one value in a JSON text of another program and leaves every other character as it is: order, blanks and what this
// program does not know stay. Pure.
import { type Node, findNodeAtLocation, parseTree } from 'jsonc-parser'

/** Throws where the text is not JSON. */
const treeOf = (text: string): Node => {
  JSON.parse(text)
  const tree = parseTree(text)
  if (tree === undefined) throw new SyntaxError('It is no JSON.')
  return tree
}

const splice = (text: string, at: number, length: number, inserted: string): string =>
  text.slice(0, at) + inserted + text.slice(at + length)

/** The blanks and line breaks right before a node, by which the next one is set apart too. */
const blanksBefore = (text: string, { offset }: Node): string => {
  const before = text.slice(0, offset)
  return before.slice(before.trimEnd().length)
}

/** Adds a member or an element behind the last one, in its style; `json`: its text. Throws where `parent` holds none. */
const addBehindLast = (text: string, parent: Node, json: string): string => {
  const last = parent.children?.at(-1)
  return last === undefined
    ? splice(text, parent.offset + 1, 0, json)
    : splice(text, last.offset + last.length, 0, `,${blanksBefore(text, last)}${json}`)
}

/** Sets a member of the outermost object; one that is not there is added behind the last one. Throws SyntaxError. */
export const setMember = (text: string, key: string, value: string): string => {
  const root = treeOf(text)
  if (root.type !== 'object') throw new SyntaxError('It is no JSON object.')
  const found = findNodeAtLocation(root, [key])
  if (found !== undefined) return splice(text, found.offset, found.length, JSON.stringify(value))
  const [name, content] = root.children?.at(-1)?.children ?? []
  const colon =
    name === undefined || content === undefined
      ? ':'
      : text.slice(name.offset + name.length, content.offset)
  return addBehindLast(text, root, `${JSON.stringify(key)}${colon}${JSON.stringify(value)}`)
}

/** Adds an element to a list that is a member of the outermost object. Throws SyntaxError where there is no such list. */
export const appendElement = (text: string, key: string, value: object): string => {
  const list = findNodeAtLocation(treeOf(text), [key])
  if (list?.type !== 'array') throw new SyntaxError(`${key} is no list.`)
  return addBehindLast(text, list, JSON.stringify(value))
}
