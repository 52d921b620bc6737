// `npm run electron-runtime` installs the Electron runtime alone and says which one it is. `-- --json` prints one JSON line;
// `--official` never falls back (release builds); `--fallback` never tries the official download.
import { ensureElectron } from '../runtime/electron-runtime.ts'

const args = new Set(process.argv.slice(2))
const runtime = await ensureElectron({
  official: args.has('--official'),
  fallback: args.has('--fallback'),
  quiet: args.has('--json'),
})
if (args.has('--json')) console.log(JSON.stringify(runtime))
