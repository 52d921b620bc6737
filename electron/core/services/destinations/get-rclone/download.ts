// Downloads a file over the network: bounded, with its progress, and given up once nothing comes any more.
import { msg } from '../../../../../shared/language/msg.ts'
import { createHash } from 'node:crypto'
import { SECOND_MS } from '../../../../../shared/duration.ts'
import { Refusal, errorMessage } from '../../../errors.ts'

/** Node's own `fetch`, or that of a host that knows the proxies and certificates of the system. */
export type Fetch = (url: string, how: RequestInit) => Promise<Response>

export interface DownloadDeps {
  readonly fetch: Fetch
  /** Longest time in which nothing comes. */
  readonly silenceMs: number
  /** Aborted: it is given up. */
  readonly signal: AbortSignal
}

/** What is downloaded, and what becomes of it. */
interface Wanted {
  readonly url: string
  /** Most bytes. */
  readonly most: number
  /** Whether another address may answer: only for what is compared with a digest. */
  readonly redirect: 'follow' | 'error'
  /** `total`: null: the server does not say it. What it throws goes through. */
  take(bytes: Buffer, received: number, total: number | null): void | Promise<void>
}

/** What a person can do where it can't be had from here. */
export const ELSEWHERE = msg`Get it from rclone.org/downloads on a computer that reaches it, or ask IT to install it; then look again, or choose the program.`

/** A proxy that refuses, as Chromium and as servers say it. */
const BY_PROXY = /ERR_(?:PROXY|TUNNEL)|\b407\b/

/** What `fetch` says went wrong: Node keeps the cause apart. */
const whyOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause !== undefined ? errorMessage(error.cause) : ''
  return cause === '' ? errorMessage(error) : cause
}

const unreachable = (host: string, why: string): Refusal =>
  new Refusal(
    'unavailable',
    BY_PROXY.test(why)
      ? msg`The proxy of this network does not let it through to ${host} (${why}). Ask IT. ${ELSEWHERE}`
      : msg`${host} can't be reached (${why}). ${ELSEWHERE}`,
  )

const totalOf = (answer: Response): number | null => {
  const length = Number(answer.headers.get('content-length') ?? '')
  return Number.isSafeInteger(length) && length > 0 ? length : null
}

export const stopped = (): Refusal =>
  new Refusal('conflict', msg`It was stopped. Nothing of it was kept.`)

/** Gives the bytes to `take` as they come, and answers their SHA-256. Throws Refusal: why it can't be had, with the way out. */
export const download = async (
  { url, most, redirect, take }: Wanted,
  deps: DownloadDeps,
): Promise<string> => {
  const { host } = new URL(url)
  const silence = new AbortController()
  const timer = setTimeout(() => silence.abort(), deps.silenceMs)
  const signal = AbortSignal.any([deps.signal, silence.signal])
  const given = (): Refusal | null =>
    deps.signal.aborted
      ? stopped()
      : silence.signal.aborted
        ? new Refusal(
            'unavailable',
            msg`Nothing came from ${host} for ${deps.silenceMs / SECOND_MS} s. Try again. ${ELSEWHERE}`,
          )
        : null
  try {
    const answer = await deps
      .fetch(url, { signal, redirect, cache: 'no-store' })
      .catch((error: unknown): never => {
        throw given() ?? unreachable(host, whyOf(error))
      })
    if (!answer.ok)
      throw BY_PROXY.test(String(answer.status))
        ? unreachable(host, String(answer.status))
        : new Refusal('unavailable', msg`${url} is not there (${answer.status}). ${ELSEWHERE}`)
    const total = totalOf(answer)
    const hash = createHash('sha256')
    let received = 0
    const body = answer.body?.[Symbol.asyncIterator]()
    while (true) {
      const next = await body?.next().catch((error: unknown): never => {
        throw (
          given() ??
          new Refusal(
            'unavailable',
            msg`The download broke off (${whyOf(error)}). Try again. ${ELSEWHERE}`,
          )
        )
      })
      if (next === undefined || next.done === true) break
      timer.refresh()
      const bytes = Buffer.from(next.value)
      received += bytes.length
      if (received > most) throw new Refusal('unavailable', msg`${url} is far too large.`)
      hash.update(bytes)
      await take(bytes, received, total)
    }
    return hash.digest('hex')
  } finally {
    clearTimeout(timer)
    // ends what still comes, where it was given up in between
    silence.abort()
  }
}
