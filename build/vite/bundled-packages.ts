// Vite plugin that records which npm packages are part of a bundle, from the bundler's own module list: what the licence
// file of the installers is made from. A module of unknown origin fails the build, because nobody knows its licence.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import type { Plugin } from 'vite'

/** Modules that the bundler adds from its own code, by the start of their ids, and the package whose licence holds. */
const BUNDLER_MODULES: Readonly<Record<string, string>> = {
  '\0rolldown/': 'rolldown',
  '\0vite/': 'vite',
}

const PACKAGE = /^.*\bnode_modules\/(?:@[^/]+\/)?[^/]+/

/** Folder of the package that a module comes from, relative to the checkout; null for this project's own modules. */
const packageFolder = (root: string, id: string): string | null => {
  const bundler = Object.keys(BUNDLER_MODULES).find((start) => id.startsWith(start))
  if (bundler !== undefined) return `node_modules/${BUNDLER_MODULES[bundler] ?? ''}`
  const path = relative(root, id.replace(/[?#].*$/, '')).replaceAll(sep, '/')
  if (id.includes('\0') || path.startsWith('../'))
    throw new Error(`the bundle has a module of unknown origin: ${JSON.stringify(id)}`)
  return PACKAGE.exec(path)?.[0] ?? null
}

/** Where a build records its packages: one file for each of main, preload and renderer. */
export const bundledPackagesFile = (root: string, bundle: string): string =>
  join(root, 'out', 'licences', `${bundle}.json`)

/** Writes the folders of the bundle's packages as a JSON array, with each build. */
export const bundledPackages = (root: string, name: 'main' | 'preload' | 'renderer'): Plugin => ({
  name: 'bundled-packages',
  generateBundle(_options, bundle) {
    const ids = Object.values(bundle).flatMap((output) =>
      output.type === 'chunk'
        ? Object.keys(output.modules)
        : output.originalFileNames.map((file) => join(this.environment.config.root, file)),
    )
    const folders = new Set(ids.map((id) => packageFolder(root, id)).filter((one) => one !== null))
    const file = bundledPackagesFile(root, name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `${JSON.stringify([...folders].toSorted(), null, 2)}\n`)
  },
})
