// Says which program a kind of storage needs and this computer has not, and what leads on: look again, choose it, get it.
import { CircleX, Download, RotateCw } from 'lucide-react'
import { type ReactElement, type ReactNode, useEffect, useState } from 'react'
import { say } from '../../../../shared/language/say.ts'
import { CONNECT_MESSAGES } from '../../../../shared/messages/connect.ts'
import type { ToolInfo } from '../../../../shared/model/settings.ts'
import { call } from '../../../state/bridge.ts'
import { notify, showError } from '../../../state/notice-store.ts'
import { saveEdits } from '../../settings/settings-store.ts'
import { GettingRclone, useGettingRclone } from './get-rclone.tsx'
import { choosePath } from '../choose-path.ts'

type ToolName = ToolInfo['name']

/** Which program it is stays true whatever is sent where: it is saved at once, after a person chose it. */
const saveProgram = async (tool: ToolName, path: string): Promise<boolean> =>
  saveEdits([{ path: ['tools', tool], value: path }])

const findTools = async (): Promise<readonly ToolInfo[]> => {
  const answer = await call('tools.find', {})
  showError(answer)
  return answer.ok ? answer.value.rows : []
}

/** What is missing, and what leads on. `onLook`: looks again. */
const Missing = ({
  missing,
  onLook,
}: {
  readonly missing: readonly ToolInfo[]
  readonly onLook: () => void
}): ReactElement => {
  const names = missing.map(({ name }) => name)
  const getting = useGettingRclone(async ({ path, version }) => {
    if (!(await saveProgram('rclone', path))) return
    notify({ tone: 'info', title: CONNECT_MESSAGES.gotRclone(version), lines: [path] })
    onLook()
  })
  const choose = (tool: ToolName): void =>
    void choosePath(tool, (path) => {
      void saveProgram(tool, path).then((saved) => {
        if (saved) onLook()
      })
    })
  return (
    <section className="card tone-danger connect-part" aria-label={names.join(', ')}>
      <h3>
        <CircleX size={16} aria-hidden /> {CONNECT_MESSAGES.noTool(names.join(', '))}
      </h3>
      {missing.map(({ name, problem }) => (
        <p key={name}>{say(problem ?? '')}</p>
      ))}
      <p>{CONNECT_MESSAGES.noToolText[names.includes('rclone') ? 'rclone' : 'ssh']}</p>
      {getting.fault === null ? null : (
        <p className="tone-danger" role="alert">
          {getting.fault}
        </p>
      )}
      {getting.busy ? <GettingRclone {...getting} /> : null}
      <div className="card-actions">
        {names.includes('rclone') ? (
          <button
            type="button"
            className="button primary"
            disabled={getting.busy}
            onClick={getting.get}
          >
            <Download size={14} aria-hidden />
            {CONNECT_MESSAGES.getRclone}
          </button>
        ) : null}
        <button
          type="button"
          className={names.includes('rclone') ? 'button' : 'button primary'}
          disabled={getting.busy}
          onClick={onLook}
        >
          <RotateCw size={14} aria-hidden />
          {CONNECT_MESSAGES.lookAgain}
        </button>
        {names.map((name) => (
          <button
            key={name}
            type="button"
            className="button"
            disabled={getting.busy}
            onClick={() => choose(name)}
          >
            {CONNECT_MESSAGES.chooseProgram(name)}
          </button>
        ))}
        {names.includes('rclone') ? (
          <button
            type="button"
            className="button quiet"
            onClick={() => void call('app.openHelp', { what: 'rclone' }).then(showError)}
          >
            {CONNECT_MESSAGES.rclonePage}
          </button>
        ) : null}
      </div>
    </section>
  )
}

/** Shows `children` once the programs are there that they need. */
export const NeedsTools = (props: {
  readonly tools: readonly ToolName[]
  readonly children: ReactNode
}): ReactElement => {
  const [rows, setRows] = useState<readonly ToolInfo[] | null>(null)
  const look = (): void => {
    setRows(null)
    void findTools().then(setRows)
  }
  useEffect(() => {
    void findTools().then(setRows)
  }, [])
  if (rows === null)
    return (
      <p className="muted" role="status">
        {CONNECT_MESSAGES.looking}
      </p>
    )
  const missing = rows.filter(({ name, problem }) => props.tools.includes(name) && problem !== null)
  return missing.length === 0 ? <>{props.children}</> : <Missing missing={missing} onLook={look} />
}
