// Global set-up of the integration tests: builds the command line that they start as a process, unless `npm test` has just built it.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

export const setup = (): void => {
  if (process.env['EXLAB_BUILT'] === '1') return
  const root = join(import.meta.dirname, '../..')
  const builder = join(root, 'node_modules/electron-vite/bin/electron-vite.js')
  execFileSync(process.execPath, [builder, 'build', '--logLevel', 'error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}
