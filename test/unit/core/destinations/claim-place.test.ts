// Of two jobs that claim one place at once at most one sends, in every order of their steps (docs/spec.md 2a).
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { examinePlace, takePlace } from '../../../../electron/core/destinations/claim-place.ts'
import type { Job, Place } from '../../../../electron/core/queue/job-row.ts'
import { type Transport, silentIo } from '../../../../electron/core/transports/transport.ts'

const A = '11111111-1111-4111-8111-111111111111'
const B = '22222222-2222-4222-8222-222222222222'
const io = silentIo(new AbortController().signal)
const deps = { clock: { now: () => 0 }, instance: 'one' }

/** Files of a NAS by path; each question waits for `turn`. */
const transportOver = (files: Map<string, string>, turn: () => Promise<void>): Transport =>
  // claiming uses only the files of the remote
  ({
    remote: {
      async list({ path }, _, onEntry) {
        await turn()
        const below = [...files.keys()].filter((file) => file.startsWith(`${path}/`))
        for (const file of below)
          onEntry({ path: file.slice(path.length + 1), kind: 'file', size: 1 })
        return below.length > 0
      },
      async read(path) {
        await turn()
        return files.get(path) ?? null
      },
      async write(path, text) {
        await turn()
        if (!files.has(path)) files.set(path, text)
      },
      makeFolder: async () => undefined,
      tryWrite: async () => undefined,
    } satisfies Transport['remote'],
  }) as Partial<Transport> as Transport

const jobOf = (uuid: string, folder: string, place: Place = 'none'): Job =>
  // claiming reads only these members of a job
  ({
    uuid,
    folder,
    instrument: 'SCOPE_01',
    runPath: 'Run',
    place,
    adoptedClaim: null,
    restoredAt: null,
    verifiedAt: null,
  }) as Partial<Job> as Job

const emptyFolder = (): string => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'exlab-claim-')))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

const claim = async (job: Job, transport: Transport): Promise<string> => {
  const found = await examinePlace(job, transport, io)
  return (found.next === 'claim' ? await takePlace(job, found.fresh, transport, io, deps) : found)
    .next
}

/** Every order of `a` steps of one and `b` steps of another. */
function* orders(a: number, b: number): Generator<string> {
  if (a + b === 0) yield ''
  if (a > 0) for (const rest of orders(a - 1, b)) yield `A${rest}`
  if (b > 0) for (const rest of orders(a, b - 1)) yield `B${rest}`
}

describe('two jobs that claim one place at once', () => {
  it('never both send, whatever the order of their steps', async () => {
    const folder = emptyFolder()
    const seen = new Set<string>()
    for (const order of orders(3, 3)) {
      const files = new Map<string, string>()
      const waiting = new Map<string, () => void>()
      const turnOf = (name: string) => (): Promise<void> =>
        new Promise((go) => waiting.set(name, go))
      const ended = { A: false, B: false }
      const both = Promise.all([
        claim(jobOf(A, folder), transportOver(files, turnOf('A'))).finally(() => (ended.A = true)),
        claim(jobOf(B, folder), transportOver(files, turnOf('B'))).finally(() => (ended.B = true)),
      ])
      // the steps in that order; what is left of either goes on in turn
      for (const name of `${order}ABABABAB` as Iterable<'A' | 'B'>) {
        while (!waiting.has(name) && !ended[name]) await new Promise(setImmediate)
        const go = waiting.get(name)
        waiting.delete(name)
        go?.()
      }
      const outcomes = await both
      seen.add(outcomes.join(' '))
      expect(outcomes.filter((next) => next === 'send').length, order).toBeLessThan(2)
    }
    // one after the other, the first sends
    expect(seen).toContain('send compare')
    expect(seen).toContain('compare send')
  })
})

describe('a place', () => {
  const at = async (files: Record<string, string>, job: Partial<Job>): Promise<string> =>
    claim(
      { ...jobOf(A, emptyFolder()), ...job },
      transportOver(new Map(Object.entries(files)), async () => undefined),
    )
  const ours = { [`Run/.exlab-wizard/exlab-sync-${A}.json`]: '' }
  const theirs = { [`Run/.exlab-wizard/exlab-sync-${B}.json`]: '' }

  it('without a file is claimed; with any file of unknown origin it is compared', async () => {
    expect(await at({}, {})).toBe('send')
    expect(await at({ 'Run/a.tif': '' }, {})).toBe('compare')
    expect(await at(theirs, {})).toBe('compare')
  })

  it('with the claim of this job is its own; a restored queue does not know what it sent there', async () => {
    expect(await at({ ...ours, 'Run/a.tif': '' }, { place: 'own' })).toBe('send')
    expect(await at({ ...ours, 'Run/a.tif': '' }, { place: 'own', restoredAt: 1 })).toBe('compare')
    expect(await at(ours, { restoredAt: 1 })).toBe('compare')
  })

  it('whose claim is gone, or is another job’s now, is compared', async () => {
    expect(await at({ 'Run/a.tif': '' }, { place: 'own' })).toBe('compare')
    expect(await at(theirs, { place: 'own' })).toBe('compare')
  })

  it('that was adopted with the claim of another job stays adopted while that claim stands', async () => {
    expect(await at(theirs, { place: 'adopted', adoptedClaim: B })).toBe('send')
    expect(await at({ 'Run/a.tif': '' }, { place: 'adopted', adoptedClaim: B })).toBe('compare')
  })
})
