// Entry of the desktop app: refuses a debugger and an installation that was changed, then runs main.ts.
import { createRequire } from 'node:module'
import { app, dialog } from 'electron'
import { START_MESSAGES } from '../shared/messages/desktop/shell.ts'
import { changedFile, isDebugging } from './shell/package-check.ts'

// the signal would end the process, or open an inspector where one can be opened
process.on('SIGUSR1', () => undefined)

/** Why a package may not start, as a sentence; null: it may. A checkout is for debugging. */
const refusal = (): string | null => {
  if (!app.isPackaged) return null
  if (isDebugging(process.argv)) return START_MESSAGES.noDebugging
  const changed = changedFile(app.getAppPath())
  return changed === null ? null : START_MESSAGES.changed(changed)
}

const why = refusal()
if (why === null) createRequire(import.meta.url)('./main.cjs')
else {
  // before the app is ready Linux prints it instead
  dialog.showErrorBox(START_MESSAGES.failed, why)
  app.exit(2)
}
