// Installs what a build command needs beside npm's packages: system programs and the Electron runtime.
import { ensureElectron } from '../runtime/electron-runtime.ts'
import { ensureSystemPackages } from './system-packages.ts'

interface Prepared {
  /** Which system programs: those that the app starts, or those of the tests and the demo, too. */
  readonly system?: 'app' | 'all'
  readonly electron?: boolean
}

/** Installs what is missing; what is there is left as it is. Throws SetupError with what to do. */
export const prepare = async ({
  system = 'all',
  electron = true,
}: Prepared = {}): Promise<void> => {
  await ensureSystemPackages(system)
  if (electron) await ensureElectron()
}
