// `npm run dist` makes this system's packages in dist/; `-- --win --mac --linux` those of the named systems, as far as they can be
// made here, and says of the others why not. `--official` is for releases: never the fallback runtime, and the pinned rclone alone.
// Words after --linux are its kinds (deb, AppImage).
import { SetupError } from '../bootstrap/process.mjs'
import { type System, makePackages } from '../package/systems.ts'
import { buildApp } from '../steps/build-app.ts'
import { prepare } from '../steps/prepare.ts'

const SYSTEMS: Readonly<Record<string, System>> = {
  '--win': 'win',
  '--mac': 'mac',
  '--linux': 'linux',
}

const OWN: Partial<Readonly<Record<NodeJS.Platform, System>>> = { win32: 'win', darwin: 'mac' }

const words = process.argv.slice(2)
const unknown = words.find(
  (word) => word.startsWith('-') && word !== '--official' && SYSTEMS[word] === undefined,
)
if (unknown !== undefined)
  throw new SetupError(`${unknown} is none of --win, --mac, --linux, --official`)
const named = words.flatMap((word) => SYSTEMS[word] ?? [])
const kinds = words.filter((word) => !word.startsWith('-'))

await prepare({ system: 'app' })
if ((await buildApp()) !== 0) throw new SetupError('the build failed; see above')
const systems = named.length > 0 ? named : [OWN[process.platform] ?? 'linux']
if (!(await makePackages(systems, kinds, words.includes('--official')))) process.exitCode = 1
