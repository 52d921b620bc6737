// IPC handlers that need a desktop: the system's dialogs, the file manager, the operator guide.
import { existsSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type BrowserWindow, shell } from 'electron'
import { FILE_DIALOG_MESSAGES, REFUSAL_MESSAGES } from '../../shared/messages/desktop/shell.ts'
import type { Handlers } from '../../shared/contract/index.ts'
import type { Core, ShellMethod } from '../core/core.ts'
import { Refusal } from '../core/errors.ts'
import { writeForFolder } from '../core/lib/private-files.ts'
import { askAdministrator } from './system/administrator.ts'
import { openDocument, openFolder, openLetter } from './system/open-path.ts'
import type { AwaitedRuns } from './tray/awaited-runs.ts'
import { chooseProgram } from './window/choose-program.ts'
import { createFileDialogs } from './window/file-dialogs.ts'
import type { ShellAppearance } from './window/appearance.ts'
import type { ShellLanguage } from './window/language.ts'
import {
  reportWriteError,
  saveBundle,
  saveLetter,
  saveList,
  saveReceipt,
  saveReceipts,
} from './window/save-files.ts'
import { STARTER_CONFIG } from './starter-config.ts'

/** Where rclone's makers offer it. Nothing is loaded from there by this program. */
const RCLONE_PAGE = 'https://rclone.org/downloads/'

/** The methods of the contract that the core leaves to the shell; they throw Refusal for what a person can change. */
export const desktopHandlers = (deps: {
  readonly core: Core
  readonly dataDir: string
  readonly configFile: string
  /** Folder with the operator guide. */
  readonly docs: string
  readonly language: ShellLanguage
  readonly appearance: ShellAppearance
  readonly awaited: Pick<AwaitedRuns, 'set'>
  window(): BrowserWindow | null
}): Pick<Handlers, ShellMethod> => {
  const { core, configFile } = deps
  const dialogs = createFileDialogs(deps.window)
  const reveal = async (path: string): Promise<null> => {
    if (!existsSync(path)) throw new Refusal('not_found', REFUSAL_MESSAGES.gone(path))
    shell.showItemInFolder(path)
    return null
  }
  return {
    'app.language': () => Promise.resolve(deps.language.current()),
    'app.setLanguage': ({ choice }) => deps.language.choose(choice),
    'app.appearance': () => Promise.resolve({ choice: deps.appearance.current() }),
    'app.setAppearance': ({ choice }) => {
      deps.appearance.choose(choice)
      return Promise.resolve(null)
    },
    'app.chooseFolders': async () => ({
      folders: await dialogs.open({
        title: FILE_DIALOG_MESSAGES.runs,
        properties: ['openDirectory', 'multiSelections'],
      }),
    }),
    'app.choosePath': async ({ what }) => {
      if (what !== 'folder' && what !== 'file')
        return { path: await chooseProgram(what, { core, dialogs, window: deps.window }) }
      const [path] = await dialogs.open({
        properties: [what === 'folder' ? 'openDirectory' : 'openFile', 'showHiddenFiles'],
      })
      return { path: path ?? null }
    },
    'app.openHelp': async ({ what }) => {
      if (what === 'data') return openFolder(deps.dataDir)
      if (what === 'rclone') {
        await shell.openExternal(RCLONE_PAGE)
        return null
      }
      if (what === 'logs') return openFolder(join(deps.dataDir, 'logs'))
      return openDocument(join(deps.docs, what === 'guide' ? 'guide/README.html' : 'reasons.html'))
    },
    'config.open': async () => {
      if (!existsSync(configFile)) writeForFolder(configFile, STARTER_CONFIG)
      return openDocument(configFile)
    },
    'instruments.open': async ({ instrumentId }) => {
      const found = core.settings().instruments.find((one) => one.id === instrumentId)
      if (found === undefined)
        throw new Refusal('not_found', REFUSAL_MESSAGES.noInstrument(instrumentId))
      return openFolder(found.localRoot)
    },
    'lock.set': async ({ locked }) => {
      const refusal = locked ? null : await askAdministrator()
      if (refusal !== null) throw new Refusal('conflict', refusal)
      core.setLocked(locked)
      return { locked }
    },
    'jobs.tell': ({ jobs, tell }) => Promise.resolve({ jobs: [...deps.awaited.set(jobs, tell)] }),
    'receipts.save': ({ jobId, form }) => saveReceipt(core, dialogs, jobId, form),
    'receipts.saveMany': ({ jobs, form }) => saveReceipts(core, dialogs, jobs, form),
    'jobs.export': ({ form, ...query }) =>
      saveList(
        dialogs,
        { title: FILE_DIALOG_MESSAGES.list, defaultPath: FILE_DIALOG_MESSAGES.listName(form) },
        () => core.exportList(query, form),
      ),
    'activity.export': ({ form, ...query }) =>
      saveList(
        dialogs,
        {
          title: FILE_DIALOG_MESSAGES.activity,
          defaultPath: FILE_DIALOG_MESSAGES.activityName(form),
        },
        () => core.exportActivity(query, form),
      ),
    'bundle.save': ({ mask }) => saveBundle(core, dialogs, mask),
    'ssh.saveLetter': async (input) =>
      saveLetter(dialogs, (await core.handlers['ssh.letter'](input)).text),
    'ssh.mailLetter': async (input) => {
      const { subject, text } = await core.handlers['ssh.letter'](input)
      return openLetter(subject, text)
    },
    'jobs.reveal': async ({ jobId }) => reveal(core.folderOf(jobId)),
    'jobs.openNas': async ({ jobId }) => {
      const folder = core.nasFolderOf(jobId)
      if (folder === null) throw new Refusal('unavailable', REFUSAL_MESSAGES.noMount)
      return openFolder(folder)
    },
    'recordings.reveal': async ({ folder }) => {
      // the window may name only folders that it got from these lists
      const { rows } = await core.handlers['recordings.list']({})
      const { rows: findings } = await core.handlers['folders.findings']({})
      if ([...rows, ...findings].every((one) => one.folder !== folder))
        throw new Refusal('not_found', REFUSAL_MESSAGES.noRecording(folder))
      return reveal(folder)
    },
    'files.reveal': async ({ jobId, seq }) => reveal(core.fileOf(jobId, seq)),
    'logs.reveal': async ({ attemptId }) => reveal(core.logFileOf(attemptId)),
    'logs.save': async ({ attemptId }) => {
      const file = await dialogs.save({
        title: FILE_DIALOG_MESSAGES.log,
        defaultPath: FILE_DIALOG_MESSAGES.logName(attemptId),
      })
      if (file !== null) await reportWriteError(file, copyFile(core.logFileOf(attemptId), file))
      return { file }
    },
  }
}
