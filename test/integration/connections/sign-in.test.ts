// Signing in with a browser, by rclone's own dialogue: a real backend of each rclone, whose provider is a server of the test.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished, vi } from 'vitest'
import type { Core } from '../../../electron/core/core.ts'
import type { ConnectionStep } from '../../../shared/model/connections.ts'
import { makeLab } from '../../helpers/lab.ts'
import { newestRclone } from '../../helpers/newest-rclone.ts'
import { signInTurn } from '../../helpers/sign-in-port.ts'

vi.mock('@napi-rs/keyring', () => import('../../helpers/keychain.ts'))

/** A provider that lets everybody in; answers its address. */
const startProvider = async (): Promise<string> => {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    if (url.pathname === '/auth') {
      const back = new URL(url.searchParams.get('redirect_uri') ?? '')
      back.searchParams.set('state', url.searchParams.get('state') ?? '')
      back.searchParams.set('code', 'a-code')
      response.writeHead(302, { location: back.href }).end()
      return
    }
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(
      JSON.stringify({
        access_token: 'planted-token',
        token_type: 'Bearer',
        refresh_token: 'planted-refresh',
        expires_in: 3600,
      }),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/**
 * Does what a browser does with the address that rclone opens: to the provider, and back to rclone with the code.
 * rclone ends its server as soon as it has the code (oauthutil, `configSetup`), at times before its page was sent: the
 * last answer may be cut off, and whether the sign-in worked is told by rclone's own dialogue.
 */
const signIn = async (url: string): Promise<void> => {
  const toProvider = await fetch(url, { redirect: 'manual' })
  expect(toProvider.status).toBe(307)
  const back = await fetch(toProvider.headers.get('location') ?? '', { redirect: 'manual' })
  expect(back.status).toBe(302)
  const page = await fetch(back.headers.get('location') ?? '').catch(() => null)
  expect(page?.status ?? 200).toBe(200)
}

/** Answers what is asked by its name, else with what rclone takes by itself, until the step is of another kind. */
const answerAll = async (
  core: Core,
  draftId: string,
  first: ConnectionStep,
  answers: Readonly<Record<string, string>>,
): Promise<{ step: ConnectionStep; asked: string[] }> => {
  const asked: string[] = []
  let step = first
  while (step.kind === 'question') {
    const { name, standard } = step.field
    asked.push(name)
    const value = answers[name] ?? standard
    step = (await core.handlers['connections.answer']({ draftId, value })).step
  }
  return { step, asked }
}

it.each([
  ['the installed rclone', (): string | null => '/usr/bin/rclone'],
  ['the newest rclone', newestRclone],
])('a person signs in with the browser that %s opens', async (_name, find) => {
  const rclone = find()
  if (rclone === null) return
  const provider = await startProvider()
  const lab = makeLab()
  lab.configure([], `tools: { rclone: ${rclone} }\n`)
  const core = await lab.open()
  const { handlers } = core
  const { draftId, step: first } = await handlers['connections.begin']({
    type: 'drive',
    options: {
      client_id: 'app',
      client_secret: 'planted-client',
      auth_url: `${provider}/auth`,
      token_url: `${provider}/token`,
      scope: 'drive',
    },
    from: null,
  })
  onTestFinished(await signInTurn())
  const { step, asked } = await answerAll(core, draftId, first, { config_is_local: 'true' })
  expect(asked).toContain('config_is_local')
  if (step.kind !== 'browser') throw new Error(`not a browser: ${step.kind}`)
  expect(step.url).toMatch(/^http:\/\/127\.0\.0\.1:53682\/auth\?state=/)
  // nothing is complete before
  await expect(handlers['connections.save']({ draftId, name: 'Drive' })).rejects.toThrow(
    'answer what is asked first',
  )
  await signIn(step.url)
  const { step: next } = await handlers['connections.wait']({ draftId })
  const end = await answerAll(core, draftId, next, {})
  expect(end.step).toEqual({ kind: 'complete' })
  const { place } = await handlers['connections.save']({ draftId, name: 'Drive' })
  const { rows } = await handlers['connections.list']({})
  const row = rows.find((one) => one.place.remote === place.remote)
  expect(row).toMatchObject({ type: 'drive', password: null })
  expect(row?.secrets).toEqual(expect.arrayContaining(['token', 'client_secret']))
  expect(JSON.stringify(rows)).not.toContain('planted')
})
