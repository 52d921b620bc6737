// The last connection test of each instrument, kept as a file so that the support bundle has it.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ConnectionTestReport } from '../../../../../shared/model/reports.ts'

const folderOf = (dataDir: string): string => join(dataDir, 'doctor')

/** Keeps a report and answers it. A disk that cannot be written is no reason to lose the answer. */
export const saveReport = (dataDir: string, report: ConnectionTestReport): ConnectionTestReport => {
  try {
    mkdirSync(folderOf(dataDir), { recursive: true })
    // an instrument's id has letters, digits, _ and - only (config-schema.ts)
    writeFileSync(
      join(folderOf(dataDir), `${report.instrument}.json`),
      `${JSON.stringify(report, null, 1)}\n`,
    )
  } catch {
    // told on the screen all the same
  }
  return report
}

/** Files of kept reports; none where no test was made. */
export const lastReports = (dataDir: string): { readonly name: string; readonly file: string }[] =>
  existsSync(folderOf(dataDir))
    ? readdirSync(folderOf(dataDir))
        .filter((name) => name.endsWith('.json'))
        .map((name) => ({ name, file: join(folderOf(dataDir), name) }))
    : []
