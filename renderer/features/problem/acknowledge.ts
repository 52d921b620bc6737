// Takes note of problems: they leave the counts, and a notice can take the note back (docs/ux.md c-9).
import { FRAME_MESSAGES } from '../../../shared/messages/frame.ts'
import { call } from '../../state/bridge.ts'
import { notifyWithUndo, showError } from '../../state/notice-store.ts'

export const acknowledgeRuns = async (
  jobs: readonly number[],
  by: string,
  note: string,
): Promise<void> => {
  const answer = await call('jobs.acknowledge', { jobs: [...jobs], by, note })
  if (!answer.ok) return showError(answer)
  notifyWithUndo(FRAME_MESSAGES.acknowledgedNotice(jobs.length), [], () => {
    void call('jobs.acknowledge', { jobs: [...jobs], by: null, note: '' }).then(showError)
  })
}
