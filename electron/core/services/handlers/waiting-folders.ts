// Answers which runs are being recorded, and which folders are no runs, as of the last sweep.
import { PAGE_ROWS } from '../../../../shared/constants.ts'
import type { Recording } from '../../../../shared/model/reports.ts'
import type { CoreHandlers } from '../../core.ts'
import type { FindingStore } from '../../queue/finding-store.ts'

interface WaitingFoldersDeps {
  readonly findings: Pick<FindingStore, 'list' | 'needPerson'>
  /** As of the last sweep. */
  recordings(): Recording[]
}

export const waitingFoldersHandlers = (
  deps: WaitingFoldersDeps,
): Pick<CoreHandlers, 'recordings.list' | 'folders.findings'> => ({
  'recordings.list': async () => {
    const rows = deps.recordings()
    return { rows: rows.slice(0, PAGE_ROWS), total: rows.length }
  },
  'folders.findings': async () => ({
    rows: deps.findings.list(PAGE_ROWS),
    needPerson: deps.findings.needPerson(),
  }),
})
