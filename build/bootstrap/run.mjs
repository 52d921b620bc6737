// Runs one build command: `node build/bootstrap/run.mjs <command> [arguments]` starts build/commands/<command>.ts.
// It installs the npm packages first where that is needed, and starts the command with a Node that strips types.
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { installNpmPackages } from './npm-packages.mjs'
import { binaries, pinnedNode, root } from './paths.mjs'
import { SetupError, run } from './process.mjs'

const [command = '', ...args] = process.argv.slice(2)

const runCommand = async () => {
  const file = join(root, 'build', 'commands', `${command}.ts`)
  if (!/^[a-z0-9-]+$/.test(command) || !existsSync(file))
    throw new SetupError(`there is no build command "${command}"`)
  await installNpmPackages()
  // the tools that npm installed start with `env node`: they find the pinned Node, too
  process.env['PATH'] = [binaries, process.env['PATH'] ?? ''].join(delimiter)
  const pinned = pinnedNode()
  if (pinned !== null && pinned.version !== process.versions.node) {
    process.exitCode = await run(pinned.path, [import.meta.filename, command, ...args], {
      input: true,
    })
    return
  }
  if (!process.features.typescript)
    throw new SetupError(
      `Node 22.18 or newer is needed on ${process.platform}-${process.arch}; this one is ${process.versions.node}. Install a newer Node, then try again.`,
    )
  process.argv = [process.execPath, file, ...args]
  await import(pathToFileURL(file).href)
}

try {
  await runCommand()
} catch (error) {
  if (!(error instanceof SetupError)) throw error
  console.error(`[exlab-sync] ${error.message}`)
  // a set-up that fails is a failed test: the last line of `npm test` and `npm run test:windows` is a count in every case
  if (['test', 'test-windows'].includes(command)) console.log('0 passed, 1 failed')
  process.exitCode = 2
}
