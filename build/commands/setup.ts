// `npm run setup` prepares a fresh clone: npm packages, system programs, the Electron runtime.
import { say } from '../bootstrap/process.mjs'
import { prepare } from '../steps/prepare.ts'

await prepare()
say('ready')
