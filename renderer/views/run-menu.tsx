// What may be done to a run, as buttons and as a right-click menu: drawn from the list that the core gives.
import { ContextMenu } from '@base-ui/react/context-menu'
import { type ReactElement, type ReactNode, useState } from 'react'
import type { JobAction, JobSummary } from '../../shared/model.ts'
import { Confirm, type Question } from '../components/small.tsx'
import { count } from '../format.ts'
import { retryFiles } from '../store/files.ts'
import { act, reveal, setTab, useJobs } from '../store/jobs.ts'
import { actionName, asksFirst } from '../words.ts'

/** Every action that all the chosen runs allow. */
export const commonActions = (jobs: readonly JobSummary[]): readonly JobAction[] =>
  (jobs[0]?.actions ?? []).filter((action) => jobs.every((job) => job.actions.includes(action)))

/** Does an action, asking first where it cannot be taken back. */
export const useRunActions = (): {
  readonly question: ReactElement
  perform(jobs: readonly JobSummary[], action: JobAction): void
} => {
  const [question, setQuestion] = useState<Question | null>(null)
  return {
    question: <Confirm question={question} onClose={() => setQuestion(null)} />,
    perform(jobs, action) {
      const ids = jobs.map((job) => job.id)
      const asked = asksFirst(
        action,
        jobs.length === 1 ? (jobs[0]?.run ?? '') : `${count(jobs.length)} runs`,
      )
      if (asked === null) void act(ids, action)
      else setQuestion({ ...asked, onYes: () => void act(ids, action) })
    },
  }
}

const Item = (props: {
  readonly onClick: () => void
  readonly children: ReactNode
}): ReactElement => (
  <ContextMenu.Item className="menu-item" onClick={props.onClick}>
    {props.children}
  </ContextMenu.Item>
)

export const RunMenu = ({ children }: { readonly children: ReactNode }): ReactElement => {
  const { question, perform } = useRunActions()
  const rows = useJobs((state) => state.rows)
  const selected = useJobs((state) => state.selected)
  const jobs = rows.filter((job) => selected.has(job.id))
  const [only] = jobs.length === 1 ? jobs : []
  return (
    <>
      <ContextMenu.Root>
        <ContextMenu.Trigger className="main-list">{children}</ContextMenu.Trigger>
        <ContextMenu.Portal>
          <ContextMenu.Positioner>
            <ContextMenu.Popup className="menu">
              {jobs.length === 0 ? <div className="menu-item muted">No run is chosen</div> : null}
              {commonActions(jobs).map((action) => (
                <Item key={action} onClick={() => perform(jobs, action)}>
                  {actionName(action)}
                </Item>
              ))}
              {only === undefined ? null : (
                <>
                  {only.attention > 0 && only.actions.includes('retry') ? (
                    <Item onClick={() => void retryFiles(only.id, 'attention')}>
                      Retry failed files only ({count(only.attention)})
                    </Item>
                  ) : null}
                  <ContextMenu.Separator className="menu-line" />
                  <Item onClick={() => reveal(only.id)}>Show in file manager</Item>
                  <Item onClick={() => void navigator.clipboard.writeText(only.folder)}>
                    Copy path
                  </Item>
                  <Item onClick={() => void navigator.clipboard.writeText(only.target)}>
                    Copy NAS path
                  </Item>
                  <ContextMenu.Separator className="menu-line" />
                  <Item onClick={() => setTab('log')}>Show log</Item>
                </>
              )}
            </ContextMenu.Popup>
          </ContextMenu.Positioner>
        </ContextMenu.Portal>
      </ContextMenu.Root>
      {question}
    </>
  )
}
