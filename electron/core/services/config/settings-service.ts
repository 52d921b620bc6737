// The settings in force: reads config.yaml at start and after each change; while it has faults the last valid one applies.
import { type FSWatcher, watch } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { ConfigProblem } from '../../../../shared/model/settings.ts'
import type { Settings } from '../../domain/config.ts'
import { readConfigFile } from './config-file.ts'
import { readConfig } from './read-config.ts'

export interface SettingsService {
  /** null until a valid config.yaml was read. */
  current(): Settings | null
  problems(): readonly ConfigProblem[]
  /** Reads the file now. */
  reload(): void
  /** Reads the file again whenever it changes. */
  watch(): void
  close(): void
}

/** Delay from a change of the file to reading it: editors write in several steps. */
const READ_DELAY_MS = 300

export const createSettingsService = (options: {
  readonly file: string
  readonly home: string
  readonly onChange: () => void
  /** The system's watch, where it is not given. */
  readonly watchFolder?: typeof watch
}): SettingsService => {
  let settings: Settings | null = null
  let problems: readonly ConfigProblem[] = []
  let text: string | null = null
  let watcher: FSWatcher | null = null
  let timer: NodeJS.Timeout | null = null

  const missing: ConfigProblem = {
    line: null,
    key: '',
    message: `There is no ${options.file} yet. Write one with your instruments and their destinations; docs/config.md shows how.`,
  }

  const reload = (): void => {
    const found = readConfigFile(options.file)
    text = found.text
    if (found.text === null) problems = [found.problem ?? missing]
    else {
      const reading = readConfig(found.text, options.home)
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
        // watches the folder, because editors and ExLab-Wizard replace the file by rename
        watcher = (options.watchFolder ?? watch)(dirname(options.file), (_event, name) => {
          if (name !== null && name !== basename(options.file)) return
          if (timer !== null) clearTimeout(timer)
          timer = setTimeout(() => {
            if (readConfigFile(options.file).text !== text) reload()
          }, READ_DELAY_MS)
        })
        // the folder was removed: as where it cannot be watched
        watcher.on('error', () => watcher?.close())
        watcher.unref()
      } catch {
        // the folder cannot be watched; the Reload command still works
      }
    },
    close() {
      watcher?.close()
      if (timer !== null) clearTimeout(timer)
    },
  }
}
