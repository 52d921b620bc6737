// Default app of the fallback runtime, which ships without one: starts the app of `electron <folder>` as Electron's own does.
// JavaScript, because the runtime's Node (20.18), which cannot strip types, loads this file as it is from default_app.asar.
import { app, dialog } from 'electron'
import fs from 'node:fs'
import Module from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * Functions of Node that Electron's default app uses, too, and that are not documented.
 * @typedef {object} InternalModule
 * @property {(modules: readonly string[]) => void} _preloadModules
 * @property {(request: string, parent: null, isMain: boolean) => string} _resolveFilename
 */
const nodeModule = /** @type {InternalModule} */ (/** @type {unknown} */ (Module))

/**
 * Functions of Electron for its default app, which its public types leave out.
 * @typedef {object} DefaultApp
 * @property {(version: string) => void} setVersion
 * @property {(name: string) => void} setDesktopName
 * @property {(path: string) => void} setAppPath
 */
const defaultApp = /** @type {DefaultApp} */ (/** @type {unknown} */ (app))

/** @type {string[]} */
const modules = []
/** @type {string | null} */
let file = null
let version = false
let abi = false
let next = false
for (const arg of process.argv.slice(1)) {
  if (next) {
    modules.push(arg)
    next = false
    continue
  }
  if (arg === '--version' || arg === '-v') {
    version = true
    break
  }
  if (arg === '--abi' || arg === '-a') {
    abi = true
    break
  }
  if (arg === '--require' || arg === '-r') {
    next = true
    continue
  }
  if (arg[0] === '-') continue
  file = arg
  break
}

/** @param {unknown} error */
const messageOf = (error) => (error instanceof Error ? error.message : String(error))

/**
 * @param {string} message
 * @returns {never}
 */
const fail = (message) => {
  console.error(message)
  if (process.env['DISPLAY'] || process.platform !== 'linux')
    dialog.showErrorBox('Error launching app', message)
  process.exit(1)
}

if (next) {
  console.error('Invalid Usage: --require [file]\n\n"file" is required')
  process.exit(1)
}
if (version) {
  console.log(`v${process.versions['electron']}`)
  process.exit(0)
}
if (abi) {
  console.log(process.versions.modules)
  process.exit(0)
}
if (modules.length > 0) nodeModule._preloadModules(modules)
if (file === null) {
  console.error('usage: electron [options] path')
  process.exit(1)
}

Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true })
const packagePath = path.resolve(file)
const json = path.join(packagePath, 'package.json')

/**
 * Fields of package.json that Electron reads.
 * @typedef {{ version?: string, productName?: string, name?: string, desktopName?: string, v8Flags?: string }} Manifest
 */

/** @returns {Manifest} */
const readManifest = () => {
  try {
    return JSON.parse(fs.readFileSync(json, 'utf8'))
  } catch (error) {
    return fail(`Unable to parse ${json}\n\n${messageOf(error)}`)
  }
}

/** @type {string | null} */
let appPath = null
if (fs.existsSync(json)) {
  const manifest = readManifest()
  if (manifest.version) defaultApp.setVersion(manifest.version)
  app.name = manifest.productName || manifest.name || app.name
  defaultApp.setDesktopName(manifest.desktopName || `${app.name}.desktop`)
  if (manifest.v8Flags) (await import('node:v8')).setFlagsFromString(manifest.v8Flags)
  appPath = packagePath
}

/** @returns {string} */
const resolveMain = () => {
  try {
    const found = nodeModule._resolveFilename(packagePath, null, true)
    defaultApp.setAppPath(appPath ?? path.dirname(found))
    return found
  } catch (error) {
    return fail(`Unable to find Electron app at ${packagePath}\n\n${messageOf(error)}`)
  }
}
const main = resolveMain()
try {
  await import(pathToFileURL(main).toString())
} catch (error) {
  console.error('App threw an error during load')
  console.error(error instanceof Error ? error.stack : error)
  throw error
}
