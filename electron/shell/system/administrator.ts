// Asks the system for an administrator's consent, which unlocks the settings (docs/ux.md D17). This protects against accidents,
// not against attackers.
import { execFile } from 'node:child_process'
import { REFUSAL_MESSAGES } from '../../../shared/messages/desktop/shell.ts'

const commands = (): Readonly<
  Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>
> => ({
  linux: ['pkexec', '--disable-internal-agent', 'true'],
  darwin: [
    'osascript',
    '-e',
    `do shell script "true" with prompt "${REFUSAL_MESSAGES.unlockPrompt}" with administrator privileges`,
  ],
  win32: [
    'powershell.exe',
    '-NoProfile',
    '-Command',
    'Start-Process cmd.exe -ArgumentList "/c exit" -Verb RunAs -Wait -WindowStyle Hidden',
  ],
})

/** null: an administrator has agreed; else a sentence that says why the settings stay locked. */
export const askAdministrator = async (): Promise<string | null> => {
  if (process.getuid?.() === 0) return null
  const [program, ...args] = commands()[process.platform] ?? ['false']
  return new Promise((resolve) => {
    execFile(program, args, (error) =>
      resolve(error === null ? null : REFUSAL_MESSAGES.noAdministrator),
    )
  })
}
