// Knows where npm's electron package expects its runtime, and which version is there.
import fs from 'node:fs'
import path from 'node:path'
import { root } from '../bootstrap/paths.mjs'

export const electronDir = path.join(root, 'node_modules', 'electron')

/** Folder of the runtime. */
export const dist = path.join(electronDir, 'dist')

/** Folder of what the set-up of the runtime caches; ELECTRON_RUNTIME_CACHE sets another one. */
export const cacheDir = process.env['ELECTRON_RUNTIME_CACHE']
  ? path.resolve(process.env['ELECTRON_RUNTIME_CACHE'])
  : path.join(root, 'node_modules', '.cache', 'electron-runtime')

/** Path of the runtime's executable. Throws where no runtime is installed. */
export const executablePath = (): string =>
  path.join(dist, fs.readFileSync(path.join(electronDir, 'path.txt'), 'utf8'))

/** Version of the complete runtime that is installed, or ''. */
export const installedVersion = (): string => {
  try {
    if (!fs.existsSync(executablePath())) return ''
    return fs.readFileSync(path.join(dist, 'version'), 'utf8').trim().replace(/^v/, '')
  } catch {
    return ''
  }
}
