// Runs one command of the command line inside the desktop program: no window opens, and the process ends with its exit code.
import { app } from 'electron'

/** `command`: its arguments; `bundledTools`: folder with the package's own rclone, null: none. */
export const runCommand = async (
  command: readonly string[],
  bundledTools: string | null,
): Promise<number> => {
  // loaded here, because the start of the window needs none of it
  const [{ runCli }, { processIo }] = await Promise.all([
    import('../cli/run-cli.ts'),
    import('../cli/process-io.ts'),
  ])
  return runCli(command, {
    ...processIo({ version: app.getVersion(), bundledTools }),
    // Chromium takes Ctrl+C and a polite kill, and quits the app for them
    onStop(listener) {
      const stop = (event: Electron.Event): void => {
        event.preventDefault()
        listener()
      }
      app.on('before-quit', stop)
      return () => app.off('before-quit', stop)
    },
  })
}
