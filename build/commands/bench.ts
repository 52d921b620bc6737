// `npm run bench` measures beside the bare tools, in one session. Arguments: transfer, link, window, load, memory, sweep, retry, status,
// ui (all without). `ui` uses the packaged app and packs it first where it changed; `ui --checkout` uses the checkout, which is
// quicker.
import { SetupError, run } from '../bootstrap/process.mjs'
import { packedArchive } from '../package/builder.ts'
import { buildApp } from '../steps/build-app.ts'
import { withDisplay } from '../steps/electron-launch.ts'
import { prepare } from '../steps/prepare.ts'

await prepare()
const given = process.argv.slice(2)
const wanted = given.filter((word) => word !== '--checkout')
if ((await buildApp()) !== 0) throw new SetupError('the build failed; see above')
const isPacked =
  process.platform === 'linux' &&
  !given.includes('--checkout') &&
  (wanted.length === 0 || wanted.includes('ui'))
const app = isPacked ? (process.env['BENCH_APP'] ?? (await packedArchive())) : ''
const { command, args } = withDisplay(process.execPath, ['test/bench/main.ts', ...wanted])
process.exitCode = await run(command, args, { env: { BENCH_APP: app } })
