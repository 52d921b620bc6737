// Offers to send runs to a destination that their instrument got after them: nothing else does that.
import { Send } from 'lucide-react'
import { type ReactElement, useEffect, useState } from 'react'
import { PAGE_MESSAGES } from '../../../shared/messages/destinations/destinations.ts'
import type { LackingRuns } from '../../../shared/model/list-rows.ts'
import { call } from '../../state/bridge.ts'
import { notify, showError } from '../../state/notice-store.ts'

const readLacking = async (instrument: string): Promise<readonly LackingRuns[]> => {
  const answer = await call('jobs.lacking', {})
  return answer.ok ? answer.value.rows.filter((row) => row.instrument === instrument) : []
}

const sendLacking = async ({ instrument, slot }: LackingRuns): Promise<void> => {
  const answer = await call('jobs.sendLacking', { instrumentId: instrument, slot })
  if (!answer.ok) return showError(answer)
  const { added, refused } = answer.value
  notify({
    tone: refused.length > 0 ? 'problem' : 'info',
    title: refused.length > 0 ? PAGE_MESSAGES.lackingRefused : PAGE_MESSAGES.lackingSent(added),
    lines: refused.map(({ message }) => message),
  })
}

export const Lacking = ({ instrument }: { readonly instrument: string }): ReactElement => {
  const [rows, setRows] = useState<readonly LackingRuns[]>([])
  useEffect(() => {
    let current = true
    void readLacking(instrument).then((found) => {
      if (current) setRows(found)
    })
    return () => {
      current = false
    }
  }, [instrument])
  return (
    <>
      {rows.map((row) => (
        <section key={row.slot} className={row.required ? 'card tone-warning' : 'card'}>
          <p>
            {PAGE_MESSAGES.lacking(row.runs, row.slot === '' ? PAGE_MESSAGES.firstOne : row.slot)}{' '}
            {row.required ? PAGE_MESSAGES.lackingRequired : null}
          </p>
          <div className="card-actions">
            <button
              type="button"
              className="button compact"
              onClick={() =>
                void sendLacking(row)
                  .then(() => readLacking(instrument))
                  .then(setRows)
              }
            >
              <Send size={13} aria-hidden />
              {PAGE_MESSAGES.sendLacking(row.runs)}
            </button>
          </div>
        </section>
      ))}
    </>
  )
}
