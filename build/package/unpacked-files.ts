// Puts beside the archive of a package the smallest copy that must lie there: what plain Node (the command line) and worker threads
// run, since neither can read an archive. The program itself stays in the archive, and at each start it compares the copy with it.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { extractFile, listPackage } from '@electron/asar'
import { NATIVE_DIGESTS } from '../../electron/shell/package-check.ts'
import { root } from '../bootstrap/paths.mjs'

const PROGRAM = 'out/main'

/** Files of packages that the command line and the search threads load. */
const LIBRARIES = [
  'node_modules/@photostructure/sqlite/package.json',
  'node_modules/@photostructure/sqlite/dist/index.cjs',
  'node_modules/node-gyp-build/package.json',
  'node_modules/node-gyp-build/index.js',
  'node_modules/node-gyp-build/node-gyp-build.js',
  'node_modules/@napi-rs/keyring/package.json',
  'node_modules/@napi-rs/keyring/index.js',
]

/** The keychain's library has its native code in a package of its own for each system. */
const KEYCHAIN_LIBRARY = /^node_modules\/@napi-rs\/keyring-[^/]+\/package\.json$/

/** Folders with native code. */
const nativeFolders = (): string[] => [
  'node_modules/@photostructure/sqlite/prebuilds',
  ...readdirSync(join(root, 'node_modules/@napi-rs'))
    .filter((name) => name.startsWith('keyring-'))
    .map((name) => `node_modules/@napi-rs/${name}`),
]

/** Writes the digests of the native code into the built program, before it is packed. */
export const writeNativeDigests = (): void => {
  const digests = nativeFolders().flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.node'))
      .map((name) => [
        `${folder}/${name.replaceAll('\\', '/')}`,
        createHash('sha256')
          .update(readFileSync(join(root, folder, name)))
          .digest('hex'),
      ]),
  )
  writeFileSync(
    join(root, NATIVE_DIGESTS),
    `${JSON.stringify(Object.fromEntries(digests), null, 1)}\n`,
  )
}

/** Built files that the command line and the worker threads are made of. `read` answers a file of the archive. */
const programFiles = (names: readonly string[], read: (name: string) => Buffer): Set<string> => {
  const found = new Set<string>()
  const add = (name: string): void => {
    if (found.has(name)) return
    found.add(name)
    const source = read(name).toString('utf8')
    for (const [, required = ''] of source.matchAll(/require\("\.\/([\w.-]+\.cjs)"\)/g))
      add(`${PROGRAM}/${required}`)
  }
  for (const name of names)
    if (/^out\/main\/(?:cli|cli-program|[\w-]+-worker)\.cjs$/.test(name)) add(name)
  return found
}

/** Copies the files out of the archive of an unpacked app; `resources`: the folder that holds it. Native code lies there already. */
export const copyBesideArchive = (resources: string): void => {
  const archive = join(resources, 'app.asar')
  const names = listPackage(archive, { isPack: false }).map((name) =>
    name.replaceAll('\\', '/').slice(1),
  )
  const read = (name: string): Buffer => extractFile(archive, name.replaceAll('/', sep))
  const completions = names.filter((name) => name.startsWith(`${PROGRAM}/completions/`))
  const libraries = [...LIBRARIES, ...names.filter((name) => KEYCHAIN_LIBRARY.test(name))]
  for (const name of [...programFiles(names, read), ...completions, ...libraries]) {
    const file = join(`${archive}.unpacked`, name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, read(name))
  }
}
