// Vite plugin of the main build: commander gets no `node:child_process`, which it would use for commands that are programs of their
// own. There are none, and loading it takes a tenth of the start of a short command.
import type { Plugin } from 'vite'

const COMMAND = /\/node_modules\/commander\/lib\/command\.js$/
const IMPORT = "require('node:child_process')"

export const noChildProcess = (): Plugin => ({
  name: 'no-child-process',
  transform(code, id) {
    if (!COMMAND.test(id.replaceAll('\\', '/'))) return null
    if (!code.includes(IMPORT)) throw new Error(`commander has no ${IMPORT} any more`)
    return { code: code.replace(IMPORT, '{}'), map: null }
  },
})
