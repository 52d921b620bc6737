// Before the integration tests: the command line that they start is built from the sources of now.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

export const setup = (): void => {
  const root = join(import.meta.dirname, '../..')
  const builder = join(root, 'node_modules/electron-vite/bin/electron-vite.js')
  execFileSync(process.execPath, [builder, 'build', '--logLevel', 'error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}
