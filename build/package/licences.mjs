// One text with the licence of everything that is in the package: what the bundle was made of, and its dependencies.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SetupError, root } from '../steps.mjs'

/** What ends up in out/ or beside it; their own dependencies follow from the lock file. */
const SHIPPED = [
  '@base-ui/react',
  '@photostructure/sqlite',
  '@tanstack/react-virtual',
  'commander',
  'execa',
  'lucide-react',
  'react',
  'react-dom',
  'yaml',
  'zod',
  'zustand',
]

/** Places where npm looks for `name` from the package at `key`, nearest first. @param {string} key @param {string} name */
const candidates = (key, name) => {
  const levels =
    key === ''
      ? []
      : key.split('/node_modules/').map((_, i, all) => all.slice(0, i + 1).join('/node_modules/'))
  return [
    ...levels.toReversed().map((level) => `${level}/node_modules/${name}`),
    `node_modules/${name}`,
  ]
}

/** Every package that the shipped ones need at run time, by its key in the lock file. */
const reachable = () => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const seen = new Map()
  const visit = (/** @type {string} */ name, /** @type {string} */ from) => {
    const key = candidates(from, name).find((one) => packages[one] !== undefined)
    if (key === undefined || seen.has(key)) return
    const { version, license, dependencies = {} } = packages[key]
    seen.set(key, { name, version, licence: license })
    for (const next of Object.keys(dependencies)) visit(next, key)
  }
  for (const name of SHIPPED) visit(name, '')
  return seen
}

/** @param {string} folder */
const textOf = (folder) => {
  const file = readdirSync(folder).find((name) => /^(?:licen[cs]e|copying)/i.test(name))
  return file === undefined ? null : readFileSync(join(folder, file), 'utf8').trim()
}

/**
 * Writes the text; throws SetupError for a package of which no licence is known.
 * @param {string} file
 * @param {{ name: string, text: string }[]} tools programs that are bundled
 */
export const writeLicences = (file, tools) => {
  const parts = [...reachable()]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([key, { name, version, licence }]) => {
      const folder = join(root, key)
      const text = existsSync(folder) ? textOf(folder) : null
      if (text === null && licence === undefined)
        throw new SetupError(`no licence is known of ${name}; it can't be shipped`)
      return `${name} ${version} (${licence ?? 'see below'})\n\n${text ?? `Licensed under ${licence}.`}`
    })
  for (const tool of tools) parts.push(`${tool.name}\n\n${tool.text}`)
  writeFileSync(file, `${parts.join(`\n\n${'-'.repeat(78)}\n\n`)}\n`)
  return parts.length
}
