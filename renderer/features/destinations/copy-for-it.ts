// Copies a ticket for IT: where the program runs, with which versions, what it signs in to and with which key, what was tried and
// when, and the tool's own words.
import type { Input } from '../../../shared/contract/index.ts'
import {
  type TicketLine,
  TICKET,
  attemptLine,
  testLine,
  ticketText,
} from '../../../shared/messages/report.ts'
import { useApp } from '../../state/app-store.ts'
import { call } from '../../state/bridge.ts'

/** `transport` of an instrument, as config.yaml says it. */
export type Transport = Input<'connections.test'>['transport']

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

/** Longest wait for a server to show its host key: what is known without it is told then. */
const HOST_KEY_MS = 4_000

/** The host key of an ssh server, as far as this computer knows it. IT is asked for one that is not known: it is not told what to say. */
const hostKeyLines = async (server: Input<'ssh.hostKeys'>['server']): Promise<TicketLine[]> => {
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), HOST_KEY_MS))
  const answer = await Promise.race([call('ssh.hostKeys', { server }), late])
  // no ssh server, or one that does not answer: the tool's own lines say that
  if (answer === null || !answer.ok) return []
  const { host, port, known, rows, before } = answer.value
  const keys = known === 'changed' ? before : rows.filter((row) => row.known === 'same')
  return [
    [TICKET.server, `${host}, port ${port}`],
    ...keys.map(({ type, fingerprint }): TicketLine => [TICKET.hostKey, `${type} ${fingerprint}`]),
    ...(known === 'same' ? [] : [[TICKET.hostKeyState, TICKET.hostKeys[known]] as const]),
  ]
}

/** The account of a transport that signs in by ssh; null: it does not. */
const sshAccountOf = (transport: unknown): Input<'ssh.hostKeys'>['server'] | null => {
  const target: unknown = Reflect.get(Object(transport), 'ssh_target')
  const port: unknown = Reflect.get(Object(transport), 'ssh_port')
  const keyPath: unknown = Reflect.get(Object(transport), 'ssh_key_path')
  return typeof target === 'string'
    ? {
        target,
        port: typeof port === 'number' ? port : null,
        keyPath: typeof keyPath === 'string' ? keyPath : null,
      }
    : null
}

/**
 * What the instrument signs in to, by config.yaml and by rclone's own settings without their secrets. `draft`: the transport that is
 * not saved yet.
 */
const connectionLines = async (
  instrumentId: string,
  draft: Transport | null,
): Promise<TicketLine[]> => {
  const ofDraft = sshAccountOf(draft)
  const [document, connections, own, hostKey] = await Promise.all([
    call('config.document', {}),
    call('connections.list', {}),
    call('ssh.key', {}),
    draft !== null && ofDraft === null
      ? Promise.resolve([])
      : hostKeyLines(ofDraft ?? { instrumentId }),
  ])
  const transport: unknown =
    draft ??
    Reflect.get(
      Object(entryOf(document.ok ? document.value.values : null, instrumentId)),
      'transport',
    )
  const remote: unknown = Reflect.get(Object(transport), 'rclone_remote')
  const conf: unknown = Reflect.get(Object(transport), 'rclone_config')
  const row = connections.ok
    ? connections.value.rows.find(({ place, instruments }) =>
        draft === null
          ? instruments.includes(instrumentId)
          : place.remote === remote && place.conf === (conf ?? null),
      )
    : undefined
  const key = own.ok ? own.value.key : null
  const usesOwnKey = Reflect.get(Object(transport), 'ssh_key_path') === key?.path
  return [
    [TICKET.instrument, instrumentId],
    ...Object.entries(Object(transport))
      .filter(([name]) => !NOT_TOLD.has(name))
      .map(([name, value]): TicketLine => [name, String(value)]),
    ...Object.entries(row?.options ?? {}),
    ...hostKey,
    ...(key === null || !usesOwnKey
      ? []
      : ([
          [TICKET.publicKey, key.publicKey],
          [TICKET.fingerprint, key.fingerprint],
        ] as const)),
  ]
}

/** When the connection was tested last, and with what result. */
const testLines = async (instrumentId: string): Promise<TicketLine[]> => {
  const answer = await call('destinations.list', {})
  const report = answer.ok
    ? answer.value.rows.find(({ instruments }) => instruments.includes(instrumentId))?.report
    : null
  return report === null || report === undefined ? [] : [testLine(report)]
}

const attemptLines = async (jobId: number | null): Promise<TicketLine[]> => {
  if (jobId === null) return []
  const answer = await call('attempts.list', { jobId })
  return (answer.ok ? answer.value.rows : []).slice(0, MAX_ATTEMPTS).map(attemptLine)
}

/**
 * Copies `text` with all that IT needs beside it. `jobId`: the run whose attempts are told; null: none. `draft`: the transport that
 * was tested and is not saved yet; null: that of the instrument.
 */
export const copyForIt = async (
  instrumentId: string,
  text: string,
  jobId: number | null = null,
  draft: Transport | null = null,
): Promise<void> => {
  const lines = await Promise.all([
    programLines(),
    connectionLines(instrumentId, draft),
    attemptLines(jobId),
    draft === null ? testLines(instrumentId) : [],
  ])
  await navigator.clipboard.writeText(ticketText(lines.flat(), new Date(), text))
}
