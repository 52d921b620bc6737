// Messages outside the window: start, menu bar, closing and quitting, file dialogs, refused calls of the desktop.
import { messages, template } from '../../language/messages.ts'
import type { Menu } from '../../commands.ts'

export const PROGRAM_NAME = 'ExLab Sync'

export const START_MESSAGES = messages('start', {
  failed: 'ExLab Sync could not start',
  /** After the sentence that says which other process works the queue. */
  onlyShows: 'Until then this window only shows the queue.',
  noDebugging: 'The installed program takes no debugger and no debugging port.',
  changed: template(
    'This installation was changed: {file} is not what was installed. Install ExLab Sync again.',
    (file: string) => ({ file }),
  ),
  windowGone: template("the window's process ended: {why}", (why: string) => ({ why })),
})

export const MENU_BAR: Readonly<Record<Menu, string>> = messages('menuBar', {
  file: '&File',
  edit: '&Edit',
  view: '&View',
  transfer: '&Transfer',
  help: '&Help',
})

export const MENU_MESSAGES = messages('menu', {
  about: template('About ExLab Sync {version}', (version: string) => ({ version })),
  dataFolder: 'Open data folder',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select all',
  close: 'Close window',
  windowMenu: 'Window',
  quit: 'Quit',
  resetZoom: 'Actual size',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  togglefullscreen: 'Full screen',
})

export const QUIT_MESSAGES = messages('quit', {
  quitTitle: template(
    '{n, plural, one {# run is being sent or checked} other {# runs are being sent or checked}}',
    (n: number) => ({ n }),
  ),
  quitText:
    'Nothing is lost either way. What is stopped now goes on at the next start; proven files are not sent again.',
  quitButtons: {
    finish: 'Finish these, then quit',
    stop: 'Stop now and quit',
    keep: 'Keep running',
  },
  /** In the log of the program. */
  stuck:
    'Not everything could be stopped, as where a folder of a share does not answer. The program is ended all the same.',
  /** In Activity, of each run that was being sent or checked. */
  cutOff:
    'Stopped, because the program was quit while something did not answer. It goes on when ExLab Sync starts again.',
  trayTitle: 'ExLab Sync keeps working',
  trayText: 'Runs are still found and sent. Open it from the tray; quit it there too.',
  noTrayTitle: 'This desktop has no tray',
  noTrayText:
    'ExLab Sync can go on finding and sending runs without a window. Start it again to see it. This is asked once; app.close_to_tray in the settings changes it.',
  noTrayButtons: { keep: 'Keep working without a window', quit: 'Quit' },
})

export const SESSION_MESSAGES = messages('session', {
  /** In Activity, of each run that was being sent or checked. */
  stopped:
    'Stopped, because the session of this computer ended (log-off, shutdown or restart). It goes on when ExLab Sync starts again.',
})

/** What the settings say of newer versions. */
export const UPDATE_MESSAGES = messages('update', {
  newest: template(
    'ExLab Sync {version} is the newest that {feed} offers.',
    (version: string, feed: string) => ({
      version,
      feed,
    }),
  ),
  notAsked: template(
    'Newer versions are looked for at {feed}, for the first time in a minute.',
    (feed: string) => ({
      feed,
    }),
  ),
  notTaken: template(
    '{feed} is not asked for newer versions: this installation is upgraded by what installed it, or it serves several accounts.',
    (feed: string) => ({ feed }),
  ),
  waits: template(
    'ExLab Sync {version} is there. It is fetched when nothing is being sent, checked or recorded.',
    (version: string) => ({ version }),
  ),
  waitsForSending: template(
    'ExLab Sync {version} is there. It is fetched when {n, plural, one {the run that is being sent or checked is} other {the # runs that are being sent or checked are}} done.',
    (version: string, n: number) => ({ version, n }),
  ),
  waitsForRecording: template(
    'ExLab Sync {version} is there. It is fetched when {more, plural, =0 {{run} is} one {{run} and # more run are} other {{run} and # more runs are}} recorded to the end.',
    (version: string, run: string, more: number) => ({ version, run, more }),
  ),
  ready: template(
    'ExLab Sync {version} is ready. It is installed when you quit while nothing is being sent, checked or recorded.',
    (version: string) => ({ version }),
  ),
  failed: template(
    '{feed} could not be asked for a newer version ({why}). It is asked again later.',
    (feed: string, why: string) => ({
      feed,
      why,
    }),
  ),
})

export const FILE_DIALOG_MESSAGES = messages('fileDialog', {
  runs: 'Add run folders',
  log: 'Save log',
  logName: template('attempt {attempt}.log', (attempt: number) => ({ attempt })),
  receipt: 'Save receipt',
  receiptName: template('{run} receipt.{extension}', (run: string, extension: string) => ({
    run,
    extension,
  })),
  receipts: 'Choose a folder for the receipts',
  list: 'Export the list of runs',
  listName: template('runs.{extension}', (extension: string) => ({ extension })),
  activity: 'Export Activity',
  activityName: template('activity.{extension}', (extension: string) => ({ extension })),
  bundle: 'Save support bundle',
  letter: 'Save the text for IT',
  letterName: 'ExLab Sync for IT.txt',
})

export const PROGRAM_DIALOG_MESSAGES = messages('programDialog', {
  title: template('Use this {tool}?', (tool: string) => ({ tool })),
  detail: template(
    '{path}\nVersion {version}\n\nOnce the settings are saved, runs are sent with it.',
    (path: string, version: string) => ({ path, version }),
  ),
  buttons: { use: 'Use it', cancel: 'Cancel' },
})

export const REFUSAL_MESSAGES = messages('refusal', {
  notThere: template('{path} is not there.', (path: string) => ({ path })),
  notOpened: template("{path} can't be opened: {why}", (path: string, why: string) => ({
    path,
    why,
  })),
  notWritten: template("{path} can't be written: {why}", (path: string, why: string) => ({
    path,
    why,
  })),
  tooLongToPrint: template(
    '{files, plural, one {{run} has # file.} other {{run} has # files.}} A PDF can list {most, number} at most: save the receipt as a web page or as text.',
    (run: string, files: number, most: number) => ({ run, files, most }),
  ),
  gone: template('{path} is no longer on this computer. The record is kept.', (path: string) => ({
    path,
  })),
  noFolder: template('{path} is no folder, so it is not opened.', (path: string) => ({ path })),
  noProgram: template('Nothing was chosen. {why}', (why: string) => ({ why })),
  noRecording: template(
    '{folder} is not among the runs that are being recorded.',
    (folder: string) => ({ folder }),
  ),
  noInstrument: template('{id} is no longer in the settings.', (id: string) => ({ id })),
  noMount:
    'It is not known where the NAS is mounted on this computer. Set nas_root of the instrument.',
  noAdministrator:
    'Only an administrator of this computer can unlock the settings. Nothing was changed.',
  noMail: template(
    'The mail program could not be opened ({why}). Copy or save the text instead.',
    (why: string) => ({ why }),
  ),
  unlockPrompt: 'ExLab Sync wants to unlock its settings.',
})
