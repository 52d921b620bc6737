// The core runs without Electron: none of its modules imports it (docs/architecture.md).
import { readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const core = fileURLToPath(new URL('../../../electron/core/create-core.ts', import.meta.url))

/** All modules that a file imports, directly or not, and all packages that those import. */
const reach = (entry: string): { files: Set<string>; packages: Set<string> } => {
  const files = new Set<string>()
  const packages = new Set<string>()
  const visit = (file: string): void => {
    if (files.has(file)) return
    files.add(file)
    for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(
      /(?:from |import\()'([^']+)'/g,
    )) {
      if (target.startsWith('.')) visit(resolve(dirname(file), target))
      else packages.add(target)
    }
  }
  visit(entry)
  return { files, packages }
}

describe('the core', () => {
  it('imports neither Electron nor a layer above it', () => {
    const { files, packages } = reach(core)
    expect(files.size).toBeGreaterThan(40)
    expect([...packages]).not.toContain('electron')
    const root = resolve(dirname(core), '../..')
    const within = [...files].map((file) => `/${relative(root, file)}`)
    expect(within.filter((file) => /\/(?:renderer|ipc|shell|cli)\//.test(file))).toEqual([])
  })
  it('opens in plain Node', async () => {
    const module: object = await import('../../../electron/core/create-core.ts')
    expect(module).toHaveProperty('createCore')
  })
})
