// `npm run dist` makes this system's installer in dist/. `-- --official` never takes the fallback runtime (releases); other
// arguments go to electron-builder (such as --linux deb).
import { SetupError, say } from '../bootstrap/process.mjs'
import { DEB_WITHOUT_FPM, packApp } from '../package/builder.ts'
import { buildApp } from '../steps/build-app.ts'
import { commandOutput } from '../steps/command-output.ts'
import { prepare } from '../steps/prepare.ts'

/** electron-builder fetches fpm, which makes Linux packages, from GitHub. */
const isGitHubReachable = async (): Promise<boolean> => {
  try {
    await fetch('https://github.com/', { method: 'HEAD', signal: AbortSignal.timeout(5_000) })
    return true
  } catch {
    return false
  }
}

interface Plan {
  readonly targets: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/** What is made where no target is named: on Linux without GitHub a .deb alone, through dpkg-deb. */
const defaultPlan = async (): Promise<Plan> => {
  if (process.platform !== 'linux') return { targets: [], env: {} }
  if (await isGitHubReachable()) return { targets: ['--linux'], env: {} }
  if ((await commandOutput('dpkg-deb', ['--version'])) === null)
    throw new SetupError(
      'GitHub is out of reach and there is no dpkg-deb: no Linux package can be made here.',
    )
  say('GitHub is out of reach: the .deb is made with dpkg-deb, and no AppImage')
  return { targets: ['--linux', 'deb'], env: DEB_WITHOUT_FPM }
}

await prepare({ system: 'app' })
const official = process.argv.includes('--official')
if ((await buildApp()) !== 0) throw new SetupError('the build failed; see above')
const given = process.argv.slice(2).filter((word) => word !== '--official')
const { targets, env } = given.length > 0 ? { targets: given, env: {} } : await defaultPlan()
await packApp(targets, { official, env })
say('packages are in dist/')
