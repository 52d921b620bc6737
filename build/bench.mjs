// `npm run bench`: figures beside those of the bare tools, in one session. Arguments: transfer, window, load, sweep, ui (all
// without). `ui` uses the packaged app, packing it first where it changed; `ui --checkout` the quick way.
import { bootstrap, runMain } from './bootstrap.mjs'
import { SetupError, binary, node, run, withDisplay } from './steps.mjs'

await runMain(async () => {
  await bootstrap()
  const wanted = process.argv.slice(2).filter((word) => word !== '--checkout')
  const built = await run(binary('electron-vite'), ['build', '--logLevel', 'warn'])
  if (built !== 0) throw new SetupError('the build failed; see above')
  const packed =
    process.platform === 'linux' &&
    !process.argv.includes('--checkout') &&
    (wanted.length === 0 || wanted.includes('ui'))
  const app = packed
    ? (process.env['BENCH_APP'] ?? (await (await import('./package/builder.mjs')).unpackedApp()))
    : ''
  const { command, args } = withDisplay(node(), ['test/bench/main.ts', ...wanted])
  process.exitCode = await run(command, args, { env: { BENCH_APP: app } })
})
