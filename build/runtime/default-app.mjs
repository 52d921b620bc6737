// The part of Electron's own default app that `electron .` needs; packed into the fallback runtime, which ships without one.
import { app, dialog } from 'electron'
import fs from 'node:fs'
import Module from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const modules = []
let file = null,
  version = false,
  abi = false,
  next = false
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
function fail(message) {
  console.error(message)
  if (process.env.DISPLAY || process.platform !== 'linux')
    dialog.showErrorBox('Error launching app', message)
  process.exit(1)
}

if (next) {
  console.error('Invalid Usage: --require [file]\n\n"file" is required')
  process.exit(1)
}
if (version) {
  console.log('v' + process.versions.electron)
  process.exit(0)
}
if (abi) {
  console.log(process.versions.modules)
  process.exit(0)
}
if (modules.length) Module._preloadModules(modules)
if (!file) {
  console.error('usage: electron [options] path')
  process.exit(1)
}

Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true })
const packagePath = path.resolve(file)
const json = path.join(packagePath, 'package.json')
let appPath
if (fs.existsSync(json)) {
  let pkg
  try {
    pkg = JSON.parse(fs.readFileSync(json, 'utf8'))
  } catch (e) {
    fail('Unable to parse ' + json + '\n\n' + e.message)
  }
  if (pkg.version) app.setVersion(pkg.version)
  app.name = pkg.productName || pkg.name || app.name
  app.setDesktopName(pkg.desktopName || app.name + '.desktop')
  if (pkg.v8Flags) (await import('node:v8')).setFlagsFromString(pkg.v8Flags)
  appPath = packagePath
}
let filePath
try {
  filePath = Module._resolveFilename(packagePath, null, true)
  app.setAppPath(appPath || path.dirname(filePath))
} catch (e) {
  fail('Unable to find Electron app at ' + packagePath + '\n\n' + e.message)
}
try {
  await import(pathToFileURL(filePath).toString())
} catch (e) {
  console.error('App threw an error during load')
  console.error(e.stack || e)
  throw e
}
