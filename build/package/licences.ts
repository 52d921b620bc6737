// Writes the licence file of the installers: the licence of every third-party package in the bundles and beside them, and of
// the bundled tools. Electron's and Chromium's own licence files lie beside the program, where after-pack.ts demands them.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { root } from '../bootstrap/paths.mjs'
import { SetupError } from '../bootstrap/process.mjs'
import { bundledPackagesFile } from '../vite/bundled-packages.ts'

/** A program or library that the installers bring, with the full text of its licence. */
export interface Licensed {
  /** Name and version, as the heading of its licence. */
  readonly title: string
  readonly text: string
}

interface ShippedPackage {
  readonly name: string
  readonly version: string
  /** SPDX expression of its package.json. */
  readonly license: string
  /** Who its package.json says it is by; undefined: nobody. */
  readonly author?: string | { readonly name: string }
  /** Relative to the checkout. */
  readonly folder: string
}

interface LockedPackage {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>
}

const BUNDLES = ['main', 'preload', 'renderer']

const readJson = (path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8'))

/** Package folders that the builds of main, preload and renderer recorded. */
const bundledFolders = (): string[] =>
  BUNDLES.flatMap((bundle) => {
    const file = bundledPackagesFile(root, bundle)
    if (!existsSync(file))
      throw new SetupError(`the packages of the ${bundle} bundle are unknown: build the app first`)
    return JSON.parse(readFileSync(file, 'utf8')) as string[]
  })

/** Folders where Node looks for the package `name` from the package in `folder`, nearest first. */
const candidates = (folder: string, name: string): string[] => {
  const levels = folder.split('/node_modules/')
  return [
    ...levels.map((_, index) => levels.slice(0, levels.length - index).join('/node_modules/')),
    '',
  ].map((level) => `${level === '' ? '' : `${level}/`}node_modules/${name}`)
}

/** Folders of the packages that are installed beside the bundles: package.json's dependencies, and theirs. */
const installedFolders = (): Set<string> => {
  const { packages } = readJson('package-lock.json') as LockFile
  const found = new Set<string>()
  const visit = (folder: string): void => {
    for (const name of Object.keys(packages[folder]?.dependencies ?? {})) {
      const next = candidates(folder, name).find((one) => packages[one] !== undefined)
      if (next === undefined) throw new SetupError(`${name} is not in package-lock.json`)
      if (found.has(next)) continue
      found.add(next)
      visit(next)
    }
    // native code for this system; what package.json itself names so is a runtime of the checkout
    if (folder === '') return
    for (const name of Object.keys(packages[folder]?.optionalDependencies ?? {})) {
      const next = candidates(folder, name).find((one) => existsSync(join(root, one)))
      if (next !== undefined) found.add(next)
    }
  }
  visit('')
  return found
}

/** Every npm package that is part of the installers. Throws SetupError where the app was not built before. */
export const shippedPackages = (): ShippedPackage[] =>
  [...new Set([...bundledFolders(), ...installedFolders()])]
    .map((folder) => {
      const { name, version, license, author } = readJson(
        `${folder}/package.json`,
      ) as ShippedPackage
      return { name, version, license, folder, ...(author === undefined ? {} : { author }) }
    })
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'))

/** The MIT licence by its author's name, of a package that names it and brings no text of it. */
const mitOf = (author: string): string => `The package names this licence and has no file of it.

MIT License

Copyright (c) ${author}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the
"Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to
the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY
CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE
SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`

/** The licence of a package, and the notice that some licences demand to be passed on. Throws SetupError where it has none. */
export const licenceOf = ({ name, version, license, author, folder }: ShippedPackage): Licensed => {
  const names = readdirSync(resolve(root, folder))
  const texts = [/^(?:licen[cs]e|copying)/i, /^notice/i]
    .map((pattern) => names.find((file) => pattern.test(file)))
    .filter((file) => file !== undefined)
    .map((file) => readFileSync(resolve(root, folder, file), 'utf8').trim())
  const by = typeof author === 'string' ? author : author?.name
  if (texts.length === 0 && license === 'MIT' && by !== undefined) texts.push(mitOf(by))
  if (texts.length === 0)
    throw new SetupError(`${name} ${version} has no licence file; it cannot be shipped`)
  return { title: `${name} ${version} (${license})`, text: texts.join('\n\n') }
}

const INTRODUCTION = `Third-party software in ExLab Sync, with its licences.

Electron and Chromium have licence files of their own beside the program: LICENSE.electron.txt and LICENSES.chromium.html.`

/**
 * Writes the licence file and answers how many licences it holds; `tools` are bundled programs. Throws SetupError for a
 * package without a licence file.
 */
export const writeLicences = (file: string, tools: readonly Licensed[]): number => {
  const all = [...shippedPackages().map(licenceOf), ...tools]
  const parts = [INTRODUCTION, ...all.map(({ title, text }) => `${title}\n\n${text}`)]
  writeFileSync(file, `${parts.join(`\n\n${'-'.repeat(78)}\n\n`)}\n`)
  return all.length
}
