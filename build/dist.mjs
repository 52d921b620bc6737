// `npm run dist`: this system's installer, in dist/. `-- --official` never takes the fallback runtime (releases); other
// arguments go to electron-builder (such as --linux deb).
import { join } from 'node:path'
import { bootstrap, runMain } from './bootstrap.mjs'
import { packApp } from './package/builder.mjs'
import { SetupError, ask, binary, root, run, say } from './steps.mjs'

/** electron-builder fetches fpm from GitHub; where that is out of reach, dpkg-deb makes the .deb. */
const offline = async () => {
  try {
    await fetch('https://github.com/', { method: 'HEAD', signal: AbortSignal.timeout(5_000) })
    return false
  } catch {
    return true
  }
}

await runMain(async () => {
  await bootstrap({ system: 'app' })
  const official = process.argv.includes('--official')
  const built = await run(binary('electron-vite'), ['build', '--logLevel', 'warn'])
  if (built !== 0) throw new SetupError('the build failed; see above')

  const given = process.argv.slice(2).filter((word) => word !== '--official')
  const env = {}
  let targets = given
  if (given.length === 0 && process.platform === 'linux') {
    targets = ['--linux']
    if (await offline()) {
      if ((await ask('dpkg-deb', ['--version'])) === null)
        throw new SetupError(
          'GitHub is out of reach and there is no dpkg-deb: no Linux package can be made here.',
        )
      say('GitHub is out of reach: the .deb is made with dpkg-deb, and no AppImage')
      targets = ['--linux', 'deb']
      env.CUSTOM_FPM_PATH = join(root, 'build/package/fpm-deb.mjs')
    }
  }
  await packApp(targets, { official, env })
  say('packages are in dist/')
})
