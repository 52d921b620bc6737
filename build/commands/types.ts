// `npm run types` checks the types of every environment with its own libraries.
import { checkTypes } from '../steps/checks.ts'

process.exitCode = await checkTypes()
