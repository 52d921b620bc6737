// Messages of folders that a sweep found to be no runs in the queue (docs/spec.md 6): cards, and notes on the instrument page.
import { messages } from '../language/messages.ts'
import type { Finding } from '../model/reports.ts'

/** What a card says first. */
export const FINDING_HEADLINES: Readonly<Record<Finding['kind'], string>> = messages(
  'findingHeadlines',
  {
    root_missing: 'The folder of an instrument is not there',
    unreadable: "A folder can't be read",
    unclear: 'One run, or a folder of runs?',
    not_added: 'A finished run could not be added',
    passed: 'Not looked at',
  },
)

export const FINDING_MESSAGES = messages('finding', {
  list: 'Folders that need somebody',
  whichRuns: 'Which runs?…',
  asOneRun: 'Add it as one run',
  whereRunsLie: 'Say where runs lie',
  lookAgain: 'Look again',
  others: 'Other folders',
})
