// Copies a ticket for IT: where the program runs, with which versions, what it signs in to and with which key, what was tried and
// when, and the tool's own words.
import {
  type TicketLine,
  TICKET,
  attemptLine,
  ticketText,
} from '../../../shared/messages/report.ts'
import { useApp } from '../../state/app-store.ts'
import { call } from '../../state/bridge.ts'

/** Attempts that a ticket names. */
const MAX_ATTEMPTS = 5

/** Keys of a transport that IT has nothing of. */
const NOT_TOLD: ReadonlySet<string> = new Set(['bandwidth'])

const entryOf = (values: unknown, id: string): unknown => {
  const equipment: unknown = Reflect.get(Object(values), 'equipment')
  return Array.isArray(equipment)
    ? equipment.find((one: unknown) => Reflect.get(Object(one), 'id') === id)
    : undefined
}

const programLines = async (): Promise<TicketLine[]> => {
  const { info } = useApp.getState()
  const tools = await call('tools.find', {})
  return [
    [TICKET.station, info?.station ?? ''],
    [TICKET.account, info?.account ?? ''],
    [TICKET.system, info?.system ?? ''],
    [TICKET.program, info?.version ?? ''],
    ...(tools.ok ? tools.value.rows : []).map(({ name, version, path, problem }): TicketLine => [
      name,
      problem ?? `${version ?? ''} ${path ?? ''}`.trim(),
    ]),
  ]
}

/** What the instrument signs in to, by config.yaml and by rclone's own settings without their secrets. */
const connectionLines = async (instrumentId: string): Promise<TicketLine[]> => {
  const [document, connections, own] = await Promise.all([
    call('config.document', {}),
    call('connections.list', {}),
    call('ssh.key', {}),
  ])
  const transport: unknown = Reflect.get(
    Object(entryOf(document.ok ? document.value.values : null, instrumentId)),
    'transport',
  )
  const remote = connections.ok
    ? connections.value.rows.find((row) => row.instruments.includes(instrumentId))
    : undefined
  const key = own.ok ? own.value.key : null
  const usesOwnKey = Reflect.get(Object(transport), 'ssh_key_path') === key?.path
  return [
    [TICKET.instrument, instrumentId],
    ...Object.entries(Object(transport))
      .filter(([name]) => !NOT_TOLD.has(name))
      .map(([name, value]): TicketLine => [name, String(value)]),
    ...Object.entries(remote?.options ?? {}),
    ...(key === null || !usesOwnKey
      ? []
      : ([
          [TICKET.publicKey, key.publicKey],
          [TICKET.fingerprint, key.fingerprint],
        ] as const)),
  ]
}

const attemptLines = async (jobId: number | null): Promise<TicketLine[]> => {
  if (jobId === null) return []
  const answer = await call('attempts.list', { jobId })
  return (answer.ok ? answer.value.rows : []).slice(0, MAX_ATTEMPTS).map(attemptLine)
}

/** Copies `text` with all that IT needs beside it. `jobId`: the run whose attempts are told; null: none. */
export const copyForIt = async (
  instrumentId: string,
  text: string,
  jobId: number | null = null,
): Promise<void> => {
  const [program, connection, attempts] = await Promise.all([
    programLines(),
    connectionLines(instrumentId),
    attemptLines(jobId),
  ])
  await navigator.clipboard.writeText(
    ticketText([...program, ...connection, ...attempts], new Date(), text),
  )
}
