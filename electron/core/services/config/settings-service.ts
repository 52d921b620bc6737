// The config as it is in force: read at start, read again when the file changes, the last good one kept on faults.
import { errorMessage } from '../../errors.ts'
import { type FSWatcher, readFileSync, watch } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { ConfigProblem } from '../../../../shared/model/settings.ts'
import type { Settings } from '../../domain/config.ts'
import { readConfig } from './read-config.ts'

export interface SettingsService {
  /** null until a config without faults was read. */
  current(): Settings | null
  problems(): readonly ConfigProblem[]
  /** Reads the file again. */
  reload(): void
  /** Follows changes of the file. */
  watch(): void
  close(): void
}

/** Editors write in several steps; the file is read once it has been quiet for so long. */
const SETTLE_MS = 300

export const createSettingsService = (options: {
  readonly file: string
  readonly home: string
  readonly onChange: () => void
}): SettingsService => {
  let settings: Settings | null = null
  let problems: readonly ConfigProblem[] = []
  let text: string | null = null
  let watcher: FSWatcher | null = null
  let timer: NodeJS.Timeout | null = null

  const read = (): { text: string | null; problem: ConfigProblem | null } => {
    try {
      return { text: readFileSync(options.file, 'utf8'), problem: null }
    } catch (error) {
      const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
      const message = missing
        ? `There is no ${options.file} yet. Write one with your instruments and their destinations; docs/config.md shows how.`
        : `${options.file} can't be read: ${errorMessage(error)}`
      return { text: null, problem: { line: null, key: '', message } }
    }
  }

  const reload = (): void => {
    const found = read()
    text = found.text
    if (found.problem !== null || text === null) {
      problems = found.problem === null ? [] : [found.problem]
    } else {
      const reading = readConfig(text, options.home)
      problems = reading.problems
      settings = reading.settings ?? settings
    }
    options.onChange()
  }

  return {
    current: () => settings,
    problems: () => problems,
    reload,
    watch() {
      try {
        // the folder, not the file: editors and ExLab-Wizard replace it by rename
        watcher = watch(dirname(options.file), (_event, name) => {
          if (name !== null && name !== basename(options.file)) return
          if (timer !== null) clearTimeout(timer)
          timer = setTimeout(() => {
            if (read().text !== text) reload()
          }, SETTLE_MS)
        })
        watcher.unref()
      } catch {
        // a folder that cannot be watched: the Reload command remains
      }
    },
    close() {
      watcher?.close()
      if (timer !== null) clearTimeout(timer)
    },
  }
}
