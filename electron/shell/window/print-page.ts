// Prints an HTML page of this program as a PDF, in a window that is never shown and runs no script.
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BrowserWindow } from 'electron'
import { FILE_MODE } from '../../core/lib/private-files.ts'
import { makeTempFolder } from '../../core/lib/temp-folder.ts'

/** On paper no row is cut by the end of a page, and a long name is broken instead of leaving the page. */
const ON_PAPER =
  'body { margin: 0 } td, li { overflow-wrap: anywhere } tr, li { break-inside: avoid }'

/** Page numbers: Chromium fills elements with these classes. */
const FOOTER =
  '<div style="width:100%;font-size:8px;text-align:center"><span class="pageNumber"></span> / <span class="totalPages"></span></div>'

/** The page as a PDF of A4 pages. `html`: its pieces. */
export const printPage = async (html: Iterable<string>): Promise<Buffer> => {
  // as a file, because a page of many files is longer than an address can be
  const folder = makeTempFolder('exlab-sync-print-')
  const window = new BrowserWindow({
    show: false,
    webPreferences: { sandbox: true, javascript: false, partition: 'print' },
  })
  try {
    const file = join(folder, 'page.html')
    await writeFile(file, html, { mode: FILE_MODE })
    await window.loadFile(file)
    await window.webContents.insertCSS(ON_PAPER)
    return await window.webContents.printToPDF({
      pageSize: 'A4',
      scale: 0.75,
      displayHeaderFooter: true,
      headerTemplate: '<span></span>',
      footerTemplate: FOOTER,
      margins: { top: 0.5, bottom: 0.6, left: 0.5, right: 0.5 },
    })
  } finally {
    window.destroy()
    await rm(folder, { recursive: true, force: true })
  }
}
