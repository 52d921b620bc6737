// `npm run cli -- <command>`: the command line in a checkout; builds it first when it is not there.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { bootstrap, runMain } from './bootstrap.mjs'
import { binary, node, root, run } from './steps.mjs'

await runMain(async () => {
  const cli = join(root, 'out', 'main', 'cli.cjs')
  if (!existsSync(cli)) {
    await bootstrap({ system: 'app', electron: false })
    const built = await run(binary('electron-vite'), ['build', '--logLevel', 'warn'])
    if (built !== 0) {
      process.exitCode = 2
      return
    }
  }
  process.exitCode = await run(node(), [cli, ...process.argv.slice(2)])
})
