// Stores the last connection test of each instrument as a file; destinations list and support bundle read it.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { writeForFolder } from '../../../lib/private-files.ts'
import { makePrivateFolder } from '../../../lib/private-folder.ts'
import {
  type ConnectionTestReport,
  connectionTestReport,
} from '../../../../../shared/model/reports.ts'

const folderOf = (dataDir: string): string => join(dataDir, 'doctor')

/** Name of the report of a route: its id has letters, digits, _ and -, and a slash before a further destination (config-schema.ts). */
export const reportName = (route: string): string => route.replace('/', '.')

/** Stores a report and answers it, also where the disk cannot be written. */
export const saveReport = (dataDir: string, report: ConnectionTestReport): ConnectionTestReport => {
  try {
    makePrivateFolder(folderOf(dataDir))
    writeForFolder(
      join(folderOf(dataDir), `${reportName(report.instrument)}.json`),
      `${JSON.stringify(report, null, 1)}\n`,
    )
  } catch {
    // the window shows the report in any case
  }
  return report
}

/** Reads a stored report; null: there is none, or it is incomplete or of another version. */
export const readReport = (file: string): ConnectionTestReport | null => {
  try {
    return connectionTestReport.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    // the next test replaces it
    return null
  }
}

/** The last connection test of a route; null: none was made. */
export const lastReport = (dataDir: string, route: string): ConnectionTestReport | null =>
  readReport(join(folderOf(dataDir), `${reportName(route)}.json`))

/** Files of the stored reports. */
export const lastReports = (dataDir: string): { readonly name: string; readonly file: string }[] =>
  existsSync(folderOf(dataDir))
    ? readdirSync(folderOf(dataDir))
        .filter((name) => name.endsWith('.json'))
        .map((name) => ({ name, file: join(folderOf(dataDir), name) }))
    : []
