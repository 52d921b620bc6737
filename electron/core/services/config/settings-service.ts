// The settings in force: reads config.yaml, and the file of ExLab-Wizard that it names, at start and after each change; while one
// of them has faults the last valid ones apply.
import { type FSWatcher, watch } from 'node:fs'
import { basename, dirname } from 'node:path'
import { msg } from '../../../../shared/language/msg.ts'
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
  /** Reads the files again whenever one of them changes. */
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
  /** ExLab-Wizard's file that the settings name, with its text as it was read; null: none is named. */
  let wizard: { readonly file: string; readonly text: string | null } | null = null
  let isWatching = false
  let watchers: readonly FSWatcher[] = []
  let timer: NodeJS.Timeout | null = null

  const missing: ConfigProblem = {
    line: null,
    key: '',
    message: msg`There is no ${options.file} yet. Write one with your instruments and their destinations; docs/config.md shows how.`,
  }

  const read = (): void => {
    const found = readConfigFile(options.file)
    text = found.text
    if (found.text === null) {
      problems = [found.problem ?? missing]
      return
    }
    let wizardText: string | null = null
    const reading = readConfig(found.text, options.home, process.platform, (file) => {
      const one = readConfigFile(file)
      wizardText = one.text
      return one
    })
    problems = reading.problems
    settings = reading.settings ?? settings
    wizard = reading.wizardFile === null ? null : { file: reading.wizardFile, text: wizardText }
  }

  const reload = (): void => {
    const before = wizard?.file
    read()
    if (isWatching && wizard?.file !== before) watchFiles()
    options.onChange()
  }

  const isChanged = (): boolean =>
    readConfigFile(options.file).text !== text ||
    (wizard !== null && readConfigFile(wizard.file).text !== wizard.text)

  /** Watches the folder of a file, because editors and ExLab-Wizard replace the file by rename. */
  const watchFolderOf = (file: string): FSWatcher[] => {
    try {
      const watcher = (options.watchFolder ?? watch)(dirname(file), (_event, name) => {
        if (name !== null && name !== basename(file)) return
        if (timer !== null) clearTimeout(timer)
        timer = setTimeout(() => {
          if (isChanged()) reload()
        }, READ_DELAY_MS)
      })
      // the folder was removed: as where it cannot be watched
      watcher.on('error', () => watcher.close())
      watcher.unref()
      return [watcher]
    } catch {
      // the folder cannot be watched; the Reload command still works
      return []
    }
  }

  const watchFiles = (): void => {
    watchers.forEach((watcher) => watcher.close())
    watchers = [options.file, ...(wizard === null ? [] : [wizard.file])].flatMap(watchFolderOf)
  }

  return {
    current: () => settings,
    problems: () => problems,
    reload,
    watch() {
      isWatching = true
      watchFiles()
    },
    close() {
      isWatching = false
      watchers.forEach((watcher) => watcher.close())
      if (timer !== null) clearTimeout(timer)
    },
  }
}
