// Lists the run folders of an instrument: `<local_root>/<instrument>/<project>/{Runs,TestRuns}/<run>`, or the plain
// folders below `<local_root>/<instrument>` (docs/spec.md 6).
import { opendir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Instrument } from '../../domain/config.ts'

const RUN_LEVELS = ['Runs', 'TestRuns']

/** Names of the folders in a folder, without links and hidden ones; empty where it cannot be read. Throws nothing. */
const foldersIn = async (folder: string): Promise<string[]> => {
  const names: string[] = []
  try {
    for await (const entry of await opendir(folder))
      if (entry.isDirectory() && !entry.name.startsWith('.')) names.push(entry.name)
  } catch {
    // the next sweep tries again
  }
  return names.sort()
}

/** Yields every run folder of an instrument. `onLevel` is called with each folder in which new runs can appear. */
export async function* runsOf(
  instrument: Instrument,
  onLevel: (folder: string) => void,
): AsyncGenerator<string> {
  const inside = await foldersIn(instrument.localRoot)
  const base = inside.includes(instrument.id)
    ? join(instrument.localRoot, instrument.id)
    : instrument.localRoot
  onLevel(base)
  for (const name of base === instrument.localRoot ? inside : await foldersIn(base)) {
    const child = join(base, name)
    const levels = (await foldersIn(child)).filter((level) => RUN_LEVELS.includes(level))
    if (levels.length === 0) {
      yield child
      continue
    }
    onLevel(child)
    for (const level of levels) {
      onLevel(join(child, level))
      for (const run of await foldersIn(join(child, level))) yield join(child, level, run)
    }
  }
}
