// Reads the import graph of the sources out of their text: who imports what from where, and which names a file exports.
import { readFileSync, readdirSync } from 'node:fs'
import { join, posix } from 'node:path'

const ROOT = join(import.meta.dirname, '../..')
const NOT_OURS = new Set(['node_modules', '.git', 'out', 'dist', 'test-results'])

/** Paths of all files below a folder, from the root, with forward slashes; fixtures only on request. */
export const filesBelow = (folder: string, fixtures = false): string[] =>
  readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (!entry.isDirectory()) return [path]
    if (NOT_OURS.has(entry.name) || (entry.name === 'fixtures' && !fixtures)) return []
    return filesBelow(path, fixtures)
  })

export const readSource = (file: string): string => readFileSync(join(ROOT, file), 'utf8')

export interface Import {
  readonly from: string
  /** Path from the root, or the name of a package. */
  readonly to: string
  readonly isTypeOnly: boolean
  /** Names that are taken; `*`: all of them. */
  readonly names: readonly string[]
}

const STATEMENT =
  /^(?:import|export)\s+(type\s+)?(?:(\*(?:\s+as\s+\w+)?|[\w$]+|(?:[\w$]+\s*,\s*)?\{[^}]*\})\s+from\s+)?'([^']+)'/gm
const DYNAMIC = /(?:const\s+(\{[^}]*\})\s*=\s*)?(?:await\s+)?\bimport\(\s*'([^']+)'\s*\)/g
const IN_TYPE = /\bimport\('([^']+)'\)\.(\w+)/g

/** The names in `{ a, type b, c as d }`, as the other file calls them. */
const namesIn = (clause: string): string[] => {
  const braces = /\{([^}]*)\}/.exec(clause)
  if (braces === null) return ['*']
  const names = (braces[1] ?? '').split(',').map((name) => name.trim().replace(/^type\s+/, ''))
  return names.map((name) => name.split(/\s+as\s+|\s*:/)[0] ?? '').filter((name) => name !== '')
}

const onlyTypes = (clause: string): boolean =>
  clause.startsWith('{') &&
  clause
    .slice(1, -1)
    .split(',')
    .every((name) => name.trim() === '' || /^\s*type\s/.test(name))

/** Imports, re-exports and `import()` of a file. */
export const importsOf = (from: string, source: string): Import[] => {
  const target = (specifier: string): string =>
    specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : specifier
  const statements = [...source.matchAll(STATEMENT)].map(
    ([, type, clause = '', specifier = '']): Import => ({
      from,
      to: target(specifier),
      isTypeOnly: type !== undefined || onlyTypes(clause),
      names: clause === '' ? [] : namesIn(clause),
    }),
  )
  const dynamic = [...source.matchAll(DYNAMIC)].map(([, clause = '', specifier = '']): Import => ({
    from,
    to: target(specifier),
    isTypeOnly: false,
    names: namesIn(clause),
  }))
  const inTypes = [...source.matchAll(IN_TYPE)].map(([, specifier = '', name = '']): Import => ({
    from,
    to: target(specifier),
    isTypeOnly: true,
    names: [name],
  }))
  return [...statements, ...dynamic, ...inTypes]
}

const DECLARATION =
  /^export\s+(?:declare\s+)?(?:async\s+)?(?:abstract\s+)?(?:const|let|function\*?|class|type|interface)\s+([\w$]+)/gm
const LIST = /^export\s+(?:type\s+)?\{([^}]*)\}/gm

/** Names that a file exports, its default aside. */
export const exportsOf = (source: string): string[] => [
  ...[...source.matchAll(DECLARATION)].map((match) => match[1] ?? ''),
  ...[...source.matchAll(LIST)].flatMap((match) =>
    (match[1] ?? '')
      .split(',')
      .map((name) => name.trim().replace(/^type\s+/, ''))
      .filter((name) => name !== '')
      .map((name) => name.split(/\s+as\s+/).at(-1) ?? ''),
  ),
]

/** Cycles of a graph, each as a path that ends where it began; one for each file that closes one. */
export const cyclesOf = (edges: ReadonlyMap<string, readonly string[]>): string[][] => {
  const done = new Set<string>()
  const found: string[][] = []
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file)
    if (start >= 0) return void found.push([...path.slice(start), file])
    if (done.has(file)) return
    for (const next of edges.get(file) ?? []) visit(next, [...path, file])
    done.add(file)
  }
  for (const file of edges.keys()) visit(file, [])
  return found
}

/** The comments of a source, as text. */
export const commentsOf = (source: string): string =>
  [...source.matchAll(/\/\*[\s\S]*?\*\/|(?<![:\w'"`/])\/\/.*$/gm)]
    .map((match) => match[0])
    .join('\n')
