// Turns the nodes of a YAML document into plain data under a bound, and refuses what can't be told from a slip of the pen: aliases
// without an anchor, aliases that multiply, keys twice, merge keys and tags.
import { type Node, isAlias, isMap, isNode, isScalar, isSeq } from 'yaml'
import { msg } from '../../../../shared/language/msg.ts'

export type YamlPath = readonly (string | number)[]

/** Receives a fault: the path of the value, the node where it stands in the text, and a sentence. */
type RefuseNode = (path: YamlPath, node: Node, message: string) => void

/** Most values of the data once every alias stands for its own copy. */
const MAX_VALUES = 20_000

/** Tags that say no more than what a value is anyway. */
const PLAIN_TAG = /^(?:!|tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq))$/

interface Data {
  readonly value: unknown
  /** How many values it stands for. */
  readonly size: number
}

/** A key as JSON has it; null: it is a block, a list, or a reference. */
const keyOf = (key: unknown): string | null => {
  const value: unknown = isScalar(key) ? key.value : undefined
  return value === null || ['string', 'number', 'boolean', 'bigint'].includes(typeof value)
    ? `${value as string | null}`
    : null
}

const NOTHING: Data = { value: null, size: 1 }

/** `isOurs`: whether a path is of our own settings; tags and merge keys elsewhere are another program's. */
export const createYamlReader = (
  isOurs: (path: YamlPath) => boolean,
  refuse: RefuseNode,
): ((node: unknown) => unknown) => {
  /** Data of the nodes with an anchor, by its name; null while the node itself is being read. */
  const anchors = new Map<string, Data | null>()

  const readAlias = (source: string, node: Node, path: YamlPath): Data => {
    const found = anchors.get(source)
    if (found !== undefined && found !== null) return found
    refuse(
      path,
      node,
      found === null
        ? msg`*${source} stands within what it refers to.`
        : msg`A star at the beginning refers to a value that is marked &${source}, and there is none.`,
    )
    return NOTHING
  }

  /** Reads the parts of a collection; those above the bound are left out. */
  const sum = (path: YamlPath) => {
    let size = 1
    return {
      add(part: Data, node: unknown): unknown {
        if (size > MAX_VALUES) return null
        size += part.size
        if (size > MAX_VALUES && isNode(node))
          refuse(
            path,
            node,
            msg`This stands for more than ${MAX_VALUES} values, because references (*) multiply each other.`,
          )
        return part.value
      },
      size: () => Math.min(size, MAX_VALUES + 1),
    }
  }

  const readMap = (node: Node, path: YamlPath): Data => {
    const value: Record<string, unknown> = {}
    const total = sum(path)
    for (const pair of isMap(node) ? node.items : []) {
      const place = isNode(pair.value) ? pair.value : isNode(pair.key) ? pair.key : node
      const name = keyOf(pair.key)
      if (name === null) {
        refuse(path, isNode(pair.key) ? pair.key : node, msg`A key must be a word.`)
        continue
      }
      const below = [...path, name]
      if (name === '<<' && (path.length === 0 || isOurs(path)))
        refuse(below, place, msg`Keys are not taken over from elsewhere (<<): write them here.`)
      if (Object.hasOwn(value, name)) refuse(below, place, msg`This key stands here twice.`)
      // an assignment to __proto__ would make no key
      Object.defineProperty(value, name, {
        value: total.add(read(pair.value, below), place),
        enumerable: true,
        configurable: true,
        writable: true,
      })
    }
    return { value, size: total.size() }
  }

  const readNode = (node: Node, path: YamlPath): Data => {
    if (isMap(node)) return readMap(node, path)
    if (!isSeq(node)) return { value: isScalar(node) ? node.value : null, size: 1 }
    const total = sum(path)
    const value = node.items.map((item, at) => total.add(read(item, [...path, at]), item))
    return { value, size: total.size() }
  }

  const read = (node: unknown, path: YamlPath): Data => {
    if (!isNode(node)) return NOTHING
    if (isAlias(node)) return readAlias(node.source, node, path)
    if (node.tag !== undefined && !PLAIN_TAG.test(node.tag) && isOurs(path))
      refuse(
        path,
        node,
        msg`An exclamation mark at the beginning is a tag, and tags mean nothing here.`,
      )
    const { anchor } = node
    if (anchor === undefined) return readNode(node, path)
    anchors.set(anchor, null)
    const data = readNode(node, path)
    anchors.set(anchor, data)
    return data
  }
  return (node) => read(node, []).value
}
