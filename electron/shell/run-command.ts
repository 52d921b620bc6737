// Runs one command of the command line inside the desktop program: no window opens, and the process ends with its exit code.
import { app } from 'electron'
import { EXIT } from '../cli/output.ts'

/** `command`: its arguments; `bundledTools`: folder with the package's own rclone, null: none. */
export const runCommand = async (
  command: readonly string[],
  bundledTools: string | null,
): Promise<number> => {
  const stopListeners = new Set<() => void>()
  // Chromium takes signals and the end of the session too, and would end the process with 0: "all proven"
  app.on('before-quit', (event) => {
    event.preventDefault()
    if (stopListeners.size === 0) app.exit(EXIT.couldNotRun)
    for (const listener of stopListeners) listener()
  })
  // loaded here, because the start of the window needs none of it
  const [{ runCli }, { processIo }] = await Promise.all([
    import('../cli/run-cli.ts'),
    import('../cli/process-io.ts'),
  ])
  const io = processIo({ version: app.getVersion(), bundledTools })
  return runCli(command, {
    ...io,
    onStop(listener) {
      let stopListening = io.onStop(listener)
      stopListeners.add(listener)
      // Chromium puts its own signal handlers over ours while it starts; they stop the process at the second signal
      void app.whenReady().then(() => {
        if (!stopListeners.has(listener)) return
        stopListening()
        stopListening = io.onStop(listener)
      })
      return () => {
        stopListeners.delete(listener)
        stopListening()
      }
    },
  })
}
