// Checks the import graph: which layer may import which, no cycles, no unused exports; and that every path and every
// section that a comment or a document names exists.
import { describe, expect, it } from 'vitest'
import {
  type Import,
  commentsOf,
  cyclesOf,
  exportsOf,
  filesBelow,
  importsOf,
  readSource,
} from '../helpers/import-graph.ts'

const BASE = ['shared', 'core/errors.ts', 'core/lib', 'core/domain']
const DATA = [...BASE, 'core/db']
const WORK = [...DATA, 'core/changes.ts', 'core/queue', 'core/files', 'core/logs', 'core/wizard']
const DESTINATIONS = [...WORK, 'core/transports/transport.ts']
const ENGINE = [...DESTINATIONS, 'core/destinations']
const SERVICES = [
  ...ENGINE,
  'core/core.ts',
  'core/stores.ts',
  'core/process',
  'core/transports',
  'core/engine',
]
/** What hosts of the core know of it: its interface and its words. */
const HOST = [...BASE, 'core/changes.ts', 'core/core.ts']

/**
 * Each layer with the layers that it may import beside itself. A layer is the longest of these that a path begins with,
 * `electron/` left out.
 */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  shared: [],
  'core/errors.ts': [],
  'core/lib': ['shared', 'core/errors.ts'],
  'core/domain': ['shared'],
  'core/changes.ts': ['shared'],
  'core/core.ts': ['shared', 'core/domain', 'core/changes.ts'],
  'core/db': BASE,
  'core/queue': DATA,
  'core/files': DATA,
  'core/logs': BASE,
  'core/wizard': [...DATA, 'core/changes.ts', 'core/queue'],
  'core/process': BASE,
  'core/transports/transport.ts': BASE,
  'core/transports': [...BASE, 'core/process', 'core/transports/transport.ts'],
  'core/destinations': DESTINATIONS,
  'core/engine': ENGINE,
  'core/services': SERVICES,
  'core/stores.ts': [...DATA, 'core/queue', 'core/files', 'core/wizard'],
  'core/open-transports.ts': [...SERVICES, 'core/services'],
  'core/create-core.ts': [
    ...SERVICES,
    'core/services',
    'core/stores.ts',
    'core/open-transports.ts',
  ],
  'core/create-list-core.ts': [...SERVICES, 'core/services'],
  ipc: HOST,
  cli: [...HOST, 'core/create-core.ts', 'core/create-list-core.ts', 'core/services'],
  shell: [...HOST, 'cli'],
  'configure-zod.ts': [],
  'boot.ts': ['shared', 'shell'],
  'preload.ts': ['shared'],
  'cli.ts': ['cli-program.ts', 'cli', 'core/lib'],
  'cli-program.ts': ['configure-zod.ts', 'cli'],
  'main.ts': [...HOST, 'configure-zod.ts', 'core/create-core.ts', 'ipc', 'cli', 'shell'],
  'renderer/ui': ['shared'],
  'renderer/state': ['shared', 'renderer/ui'],
  'renderer/features': ['shared', 'renderer/ui', 'renderer/state'],
  'renderer/app': ['shared', 'renderer/ui', 'renderer/state', 'renderer/features'],
}
const layers = Object.keys(LAYERS).sort((a, b) => b.length - a.length)

const layerOf = (path: string): string | null => {
  const short = path.replace(/^electron\//, '')
  return layers.find((layer) => short === layer || short.startsWith(`${layer}/`)) ?? null
}

/** Packages with the only places that may import them; what is not named here may stand in any layer. */
const PACKAGES: readonly (readonly [RegExp, RegExp, string])[] = [
  [
    /^electron$/,
    /^electron\/(?:shell\/|ipc\/host\.ts|main\.ts|preload\.ts|boot\.ts)/,
    'the core runs in plain Node',
  ],
  [
    /^node:/,
    /^electron\/(?!core\/(?:domain|core\.ts))/,
    'shared, renderer and domain have no Node',
  ],
  [/^execa$/, /^electron\/core\/process\/run-process\.ts$/, 'one module starts tools'],
  [
    /^@photostructure\/sqlite$/,
    /^electron\/core\/db\/database\.ts$/,
    'one module knows the driver',
  ],
  [/^@napi-rs\/keyring$/, /^electron\/core\/lib\/keychain\.ts$/, 'one module knows the keychain'],
  [
    /^multicast-dns$/,
    /^electron\/core\/services\/connections\/found-servers\.ts$/,
    'one module asks the local network',
  ],
  [
    /^@noble\/ciphers\//,
    /^electron\/core\/transports\/rclone\/conf-format\.ts$/,
    'one module knows how rclone encrypts',
  ],
  [
    /^(?:react|react-dom|zustand|lucide-react|@base-ui\/react)(?:\/|$)/,
    /^renderer\//,
    'the window alone draws',
  ],
  [
    /^electron-updater$/,
    /^electron\/shell\/system\/electron-updater\.ts$/,
    'one module knows the updater',
  ],
  [/^(?:commander)$/, /^electron\/cli\//, 'the command line alone reads commands'],
  [/^zod$/, /^(?:shared|electron)\//, 'schemas stay in the main process'],
]

/** Files of `shared` that are schemas: the window takes types from them, never values. */
const SCHEMAS = /^shared\/(?:contract|model)\//
const PLAIN = /^shared\/(?:contract\/channels|model\/(?:result|file-states|states))\.ts$/

/** What is wrong with an import, in words; null: nothing. */
const faultOf = ({
  from,
  to,
  isTypeOnly,
}: Pick<Import, 'from' | 'to' | 'isTypeOnly'>): string | null => {
  const layer = layerOf(from)
  if (layer === null) return `${from} lies in no layer`
  // a package, or a file of one
  if (!/\.\w+$/.test(to) || !to.includes('/') || to.startsWith('@')) {
    const rule = PACKAGES.find(([name, where]) => name.test(to) && !where.test(from))
    return rule === undefined ? null : `${from} imports ${to}: ${rule[2]}`
  }
  if (from.startsWith('renderer/') && SCHEMAS.test(to) && !PLAIN.test(to) && !isTypeOnly)
    return `${from} imports values of ${to}: schemas stay in the main process`
  const other = layerOf(to)
  if (other === layer || to === 'package.json') return null
  if (other === null) return `${from} imports ${to}, which lies in no layer`
  return LAYERS[layer]?.includes(other) === true
    ? null
    : `${from} imports ${to} (${layer} -> ${other})`
}

const isSource = (file: string): boolean => /\.(?:ts|tsx|mjs)$/.test(file)
const product = ['electron', 'renderer', 'shared']
  .flatMap((folder) => filesBelow(folder))
  .filter(isSource)
const others = ['test', 'build'].flatMap((folder) => filesBelow(folder)).filter(isSource)
const configs = filesBelow('').filter((file) => /^[^/]+\.config\.ts$/.test(file))
/** Programs load these by name: vitest its global set-up, electron-builder its hook. */
const LOADED_BY_NAME = new Set(['test/helpers/build-cli.ts', 'build/package/after-pack.ts'])
const sources = new Map([...product, ...others, ...configs].map((file) => [file, readSource(file)]))
const graph = new Map([...sources].map(([file, source]) => [file, importsOf(file, source)]))

describe('layers', () => {
  it('are kept by every import', () => {
    const faults = product.flatMap((file) => (graph.get(file) ?? []).map(faultOf))
    expect(faults.filter((fault) => fault !== null)).toEqual([])
  })
  it('find each import that the table does not allow', () => {
    const inside = (layer: string): string => {
      const path = /^(?:shared|renderer)/.test(layer) ? layer : `electron/${layer}`
      return path.endsWith('.ts') ? path : `${path}/planted.ts`
    }
    const forbidden = layers.flatMap((from) =>
      layers
        .filter((to) => to !== from && LAYERS[from]?.includes(to) !== true)
        .map((to) => [from, to] as const),
    )
    expect(forbidden.length).toBeGreaterThan(100)
    for (const [from, to] of forbidden)
      expect(
        faultOf({ from: inside(from), to: inside(to), isTypeOnly: true }),
        `${from} -> ${to}`,
      ).not.toBeNull()
  })
  it.each([
    ['electron/core/engine/engine.ts', 'electron'],
    ['electron/core/domain/clock.ts', 'node:fs'],
    ['shared/format.ts', 'node:fs'],
    ['renderer/app/app.tsx', 'node:fs'],
    ['renderer/app/app.tsx', 'electron'],
    ['electron/core/transports/rclone/rclone.ts', 'execa'],
    ['electron/core/queue/job-store.ts', '@photostructure/sqlite'],
    ['electron/core/lib/secret-store.ts', '@napi-rs/keyring'],
    ['electron/core/lib/secret-store.ts', '@noble/ciphers/salsa.js'],
    ['electron/shell/tray/tray.ts', 'react'],
    ['renderer/app/bridge.ts', 'zod'],
    ['renderer/app/bridge.ts', 'shared/contract/index.ts'],
  ])('find %s importing %s', (from, to) => {
    expect(faultOf({ from, to, isTypeOnly: false })).not.toBeNull()
  })
})

describe('modules', () => {
  it('import each other in no circle, types included', () => {
    const edges = new Map(
      product.map((file) => [file, (graph.get(file) ?? []).map(({ to }) => to)]),
    )
    expect(cyclesOf(edges)).toEqual([])
  })
  it('export nothing that no other module imports', () => {
    const taken = new Map<string, Set<string>>()
    for (const { to, names } of [...graph.values()].flat()) {
      const known = taken.get(to) ?? new Set()
      for (const name of names) known.add(name)
      taken.set(to, known)
    }
    const unused = [...sources].flatMap(([file, source]) => {
      const names = taken.get(file) ?? new Set()
      return names.has('*') || LOADED_BY_NAME.has(file)
        ? []
        : exportsOf(source)
            .filter((name) => !names.has(name))
            .map((name) => `${file}: ${name}`)
    })
    expect(unused).toEqual([])
  })
})

describe('comments and documents', () => {
  const files = filesBelow('', true)
  const documents = files.filter((file) => file.endsWith('.md') && file !== 'CHANGELOG.md')
  const texts = new Map([
    ...documents.map((file) => [file, readSource(file)] as const),
    ...[...sources].map(([file, source]) => [file, commentsOf(source)] as const),
    ...files
      .filter((file) => file.endsWith('.css'))
      .map((file) => [file, commentsOf(readSource(file))] as const),
  ])
  const endings = new Set(
    files.flatMap((file) => file.split('/').map((_, index, parts) => parts.slice(index).join('/'))),
  )
  const folders = new Set(
    files.flatMap((file) =>
      file
        .split('/')
        .slice(0, -1)
        .map((_, i, parts) => parts.slice(0, i + 1).join('/')),
    ),
  )
  const found = (pattern: RegExp): [string, RegExpExecArray][] =>
    [...texts].flatMap(([file, text]) =>
      [...text.matchAll(pattern)].map((match): [string, RegExpExecArray] => [file, match]),
    )

  it('name only files that exist', () => {
    const missing = found(
      /(?<![\w./*<-])(?:\.\/)?([a-z][\w./-]*\.(?:tsx?|mjs|css|md))\b(?![\w/(])/g,
    )
      .map(([file, match]) => [file, match[1] ?? ''] as const)
      .filter(([, name]) => !endings.has(name))
    expect(missing.map(([file, name]) => `${file}: ${name}`)).toEqual([])
  })
  it('name only folders that exist', () => {
    const missing = found(
      /(?<![\w./@<-])((?:electron|core|renderer|shared|test|build|docs)(?:\/[a-z][a-z0-9-]*)+)\/?(?![\w./*{-])/g,
    )
      .map(([file, match]) => [file, match[1] ?? ''] as const)
      .filter(
        ([, name]) =>
          ![name, `electron/${name}`].some(
            (path) => folders.has(path) || files.some((f) => f.startsWith(`${path}.`)),
          ),
      )
    expect(missing.map(([file, name]) => `${file}: ${name}`)).toEqual([])
  })
  it('cite only sections that exist', () => {
    const missing = found(/docs\/([a-z-]+)\.md ((?:D|c-)?\d+)/g).filter(
      ([, match]) => !readSource(`docs/${match[1]}.md`).includes(`\n## ${match[2]}. `),
    )
    expect(missing.map(([file, match]) => `${file}: ${match[0]}`)).toEqual([])
  })
})
