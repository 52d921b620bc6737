// Electron's channels: a call, an acknowledgement or a drag of any other frame than our own is refused before it is read.
import { beforeEach, expect, it, vi } from 'vitest'
import { CHANNELS } from '../../../shared/contract/channels.ts'

type Listener = (event: unknown, message: unknown) => unknown
const { listeners } = vi.hoisted(() => ({ listeners: new Map<string, Listener>() }))
vi.mock('electron', () => {
  const add = (channel: string, listener: Listener): void => void listeners.set(channel, listener)
  return { ipcMain: { handle: add, on: add } }
})
const { bindIpc } = await import('../../../electron/ipc/host.ts')

const refusals: string[] = []
const ack = vi.fn()
const onDrag = vi.fn()
const handler = vi.fn(() => Promise.resolve({ rows: [], needPerson: 0 }))

beforeEach(() => {
  refusals.length = 0
  for (const mock of [ack, onDrag, handler]) mock.mockClear()
  const deps: unknown = {
    trusted: (_sender: unknown, url: string | undefined, isMainFrame: boolean) =>
      isMainFrame && url === 'app://exlab-sync/index.html',
    pump: () => ({ ack }),
    onDrag,
    handlers: { 'folders.findings': handler },
    checkOutput: false,
    onRefused: (what: string) => refusals.push(what),
    onBug: () => undefined,
  }
  bindIpc(deps as Parameters<typeof bindIpc>[0]) // the parts that the host uses itself
})

const OURS = 'app://exlab-sync/index.html'
/** An event of a frame with this address; null: the frame is gone. */
const eventOf = (url: string | null, isMain = true): unknown => {
  const frame = url === null ? null : { url }
  return { senderFrame: frame, sender: { mainFrame: isMain ? frame : { url: OURS } } }
}
const send = (channel: string, event: unknown, message: unknown): unknown =>
  listeners.get(channel)?.(event, message)

it.each([
  ['a foreign page', eventOf('https://evil.example/')],
  ['a frame inside our page', eventOf(OURS, false)],
  ['a frame that is gone', eventOf(null)],
])('a call of %s is refused, logged and not handled', async (_who, event) => {
  const answer = await send(CHANNELS.call, event, { method: 'folders.findings', input: {} })
  expect(JSON.parse(String(answer))).toMatchObject({ ok: false, error: { code: 'invalid_input' } })
  expect(refusals).toHaveLength(1)
  expect(handler).not.toHaveBeenCalled()
})

it.each([[null], ['text'], [{}], [{ method: 7 }]])(
  'a message of our own page that is no call (%j) is refused too',
  async (message) => {
    const answer = JSON.parse(String(await send(CHANNELS.call, eventOf(OURS), message)))
    expect(answer).toMatchObject({ ok: false })
  },
)

it('a call of our own page is answered', async () => {
  const call = { method: 'folders.findings', input: {} }
  const answer = await send(CHANNELS.call, eventOf(OURS), call)
  expect(JSON.parse(String(answer))).toEqual({ ok: true, value: { rows: [], needPerson: 0 } })
  expect(refusals).toEqual([])
})

it('an acknowledgement and a drag are taken from our page alone, and of the right kind', () => {
  send(CHANNELS.ack, eventOf('https://evil.example/'), 3)
  send(CHANNELS.ack, eventOf(OURS), 'three')
  send(CHANNELS.drag, eventOf('https://evil.example/'), 3)
  send(CHANNELS.drag, eventOf(OURS), 1.5)
  expect([ack.mock.calls, onDrag.mock.calls]).toEqual([[], []])
  expect(refusals).toHaveLength(2)
  send(CHANNELS.ack, eventOf(OURS), 3)
  send(CHANNELS.drag, eventOf(OURS), 7)
  expect(ack.mock.calls).toEqual([[3]])
  expect(onDrag.mock.calls.map(([, id]) => id)).toEqual([7])
})
