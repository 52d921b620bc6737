// Messages of empty lists of runs, and the links to the lists that have some.
import { messages } from '../language/messages.ts'
import type { JobView } from '../model/model.ts'

export const EMPTY_LIST_MESSAGES: Readonly<
  Record<JobView, { readonly title: string; readonly text: string }>
> = messages('emptyList', {
  all: {
    title: 'No runs yet',
    text: 'Drop a run folder here, or add one. It is sent to the NAS and every file is proven by SHA-256. Originals are never changed.',
  },
  needs_you: {
    title: 'Nothing needs you',
    text: 'Runs that fail or cannot be proven are listed here.',
  },
  active: {
    title: 'Nothing is being sent',
    text: 'Runs that are being sent or checked are listed here.',
  },
  waiting: {
    title: 'Nothing waits',
    text: 'Runs that wait for their turn, for the next try, or that you hold are listed here.',
  },
  done: { title: 'Nothing is done yet', text: 'Verified runs are listed here.' },
})

/** Buttons of an empty list that lead to another one. */
export const EMPTY_LIST_LINKS = messages('emptyListLinks', {
  active: 'Show what is being sent',
  waiting: 'Show what waits',
  all: 'Show all runs',
})
