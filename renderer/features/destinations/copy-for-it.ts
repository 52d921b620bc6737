// Copies a ticket for IT: where the program runs, with which versions, what it signs in to and with which key, what was tried and
// when, and the tool's own words.
import type { Input, Output } from '../../../shared/contract/index.ts'
import {
  type TicketLine,
  TICKET,
  attemptLine,
  testLine,
  ticketText,
} from '../../../shared/messages/report.ts'
import { useApp } from '../../state/app-store.ts'
import { call } from '../../state/bridge.ts'

/** A destination that was tested before it is saved: `transport` as config.yaml would say it, and the draft of its remote. */
export type TestedDraft = NonNullable<Input<'connections.facts'>['draft']>

/** Attempts that a ticket names. */
const MAX_ATTEMPTS = 5

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
  const { known, rows, before } = answer.value
  const keys = known === 'changed' ? before : rows.filter((row) => row.known === 'same')
  return [
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

const factsOf = async (
  instrumentId: string,
  draft: TestedDraft | null,
): Promise<Output<'connections.facts'>['rows']> => {
  const answer = await call('connections.facts', { instrumentId, draft })
  if (answer.ok) return answer.value.rows
  // a transport that is only part of one, as where ExLab-Wizard's settings have the rest
  return draft === null ? [] : factsOf(instrumentId, null)
}

/** What the instrument signs in to, in force or not saved yet: settings, servers, keys. The core leaves secrets out. */
const connectionLines = async (
  instrumentId: string,
  draft: TestedDraft | null,
): Promise<TicketLine[]> => {
  const ofDraft = sshAccountOf(draft?.transport)
  const [rows, hostKey] = await Promise.all([
    factsOf(instrumentId, draft),
    draft !== null && ofDraft === null
      ? Promise.resolve([])
      : hostKeyLines(ofDraft ?? { instrumentId }),
  ])
  return [
    [TICKET.instrument, instrumentId],
    ...rows.map(({ name, value }): TicketLine => [name, value]),
    ...hostKey,
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
 * Copies `text` with all that IT needs beside it. `jobId`: the run whose attempts are told; null: none. `draft`: what was tested and
 * is not saved yet; null: the destination of the instrument.
 */
export const copyForIt = async (
  instrumentId: string,
  text: string,
  jobId: number | null = null,
  draft: TestedDraft | null = null,
): Promise<void> => {
  const lines = await Promise.all([
    programLines(),
    connectionLines(instrumentId, draft),
    attemptLines(jobId),
    draft === null ? testLines(instrumentId) : [],
  ])
  await navigator.clipboard.writeText(ticketText(lines.flat(), new Date(), text))
}
