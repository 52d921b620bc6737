// Of two jobs that claim one place at once at most one sends, in every order of their steps (docs/spec.md 2a).
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { examinePlace, takePlace } from '../../../../electron/core/destinations/claim-place.ts'
import type { Job, Place } from '../../../../electron/core/queue/job-row.ts'
import {
  type Transport,
  TransportError,
  silentIo,
} from '../../../../electron/core/transports/transport.ts'

const A = '11111111-1111-4111-8111-111111111111'
const B = '22222222-2222-4222-8222-222222222222'
const io = silentIo(new AbortController().signal)
/** A queue that claimed nothing yet. */
const newDeps = () => {
  const shared = new Set<string>()
  const destinations = {
    isShared: (t: string) => shared.has(t),
    share: (t: string) => void shared.add(t),
  }
  return { clock: { now: () => 0 }, instance: 'one', destinations }
}

/** Files of a NAS by path; each question waits for `turn`. */
const transportOver = (files: Map<string, string>, turn: () => Promise<void>): Transport =>
  // claiming uses only the files of the remote
  ({
    target: (runPath: string) => `nas:${runPath}`,
    remote: {
      async list({ path, recursive }, _, onEntry) {
        await turn()
        const below = [...files.keys()].filter((file) => file.startsWith(`${path}/`))
        for (const file of below) {
          const inside = file.slice(path.length + 1)
          const [first = ''] = inside.split('/')
          if (recursive || first === inside) onEntry({ path: inside, kind: 'file', size: 1 })
          else onEntry({ path: first, kind: 'folder', size: null })
        }
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
      readBytes: async () => null,
      makeFolder: async () => undefined,
      tryWrite: async () => undefined,
    } satisfies Transport['remote'],
    async removeOwn(runPath, paths) {
      await turn()
      for (const path of paths) files.delete(`${runPath}/${path}`)
      return true
    },
  }) satisfies Partial<Transport> as Partial<Transport> as Transport

const jobOf = (uuid: string, folder: string, runPath = 'Run', place: Place = 'none'): Job =>
  // claiming reads only these members of a job
  ({
    uuid,
    folder,
    instrument: 'SCOPE_01',
    runPath,
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

const claim = async (job: Job, transport: Transport, deps = newDeps()): Promise<string> => {
  const found = await examinePlace(job, transport, io, deps)
  return (found.next === 'claim' ? await takePlace(job, found.fresh, transport, io, deps) : found)
    .next
}

/** Every order of `a` steps of one and `b` steps of another. */
function* orders(a: number, b: number): Generator<string> {
  if (a + b === 0) yield ''
  if (a > 0) for (const rest of orders(a - 1, b)) yield `A${rest}`
  if (b > 0) for (const rest of orders(a, b - 1)) yield `B${rest}`
}

/**
 * What two jobs are told that claim places at once, in every order of `a` steps of one and `b` of the other. Each step is a
 * question to the NAS.
 */
async function* racing(placeA: string, placeB: string, a: number, b: number) {
  const folder = emptyFolder()
  for (const order of orders(a, b)) {
    const files = new Map<string, string>()
    const waiting: Record<string, (() => void)[]> = { A: [], B: [] }
    const turnOf = (name: string) => (): Promise<void> =>
      new Promise((go) => void waiting[name]?.push(go))
    const ended = { A: false, B: false }
    const both = Promise.all([
      claim(jobOf(A, folder, placeA), transportOver(files, turnOf('A'))).finally(
        () => (ended.A = true),
      ),
      claim(jobOf(B, folder, placeB), transportOver(files, turnOf('B'))).finally(
        () => (ended.B = true),
      ),
    ])
    // the steps in that order; what is left of either goes on in turn
    for (const name of `${order}${'AB'.repeat(10)}` as Iterable<'A' | 'B'>) {
      while (waiting[name]?.length === 0 && !ended[name]) await new Promise(setImmediate)
      waiting[name]?.shift()?.()
    }
    yield { order, outcomes: await both, left: [...files.keys()] }
  }
}

describe('two jobs that claim one place at once', () => {
  it('never both send, whatever the order of their steps', async () => {
    const seen = new Set<string>()
    for await (const { order, outcomes, left } of racing('Run', 'Run', 5, 5)) {
      seen.add(outcomes.join(' '))
      const senders = outcomes.filter((next) => next === 'send').length
      expect(senders, order).toBeLessThan(2)
      // who gave way left no claim that would bar the place for ever
      expect(left, order).toHaveLength(senders)
    }
    expect(seen).toContain('compare compare')
    // one after the other, the first sends
    expect(seen).toContain('send compare')
    expect(seen).toContain('compare send')
  })
})

describe('two jobs of which one place lies in the other', () => {
  it('never both send, whatever the order of their steps', async () => {
    const seen = new Set<string>()
    for await (const { order, outcomes, left } of racing('P1', 'P1/r1', 4, 6)) {
      seen.add(outcomes.join(' '))
      const senders = outcomes.filter((next) => next === 'send').length
      expect(senders, order).toBeLessThan(2)
      expect(left, order).toHaveLength(senders)
    }
    expect(seen).toContain('compare inside')
    expect(seen).toContain('send inside')
    expect(seen).toContain('compare send')
  })
})

describe('a claim that is taken back', () => {
  const path = `Run/.exlab-wizard/exlab-sync-${A}.json`
  const theirs = `Run/.exlab-wizard/exlab-sync-${B}.json`

  it('is the one that was just written: one of an earlier start of this job stays', async () => {
    const files = new Map([
      [path, 'of an earlier start'],
      [theirs, ''],
    ])
    const transport = transportOver(files, async () => undefined)
    const found = await takePlace(jobOf(A, emptyFolder()), true, transport, io, newDeps())
    expect(found.next).toBe('compare')
    expect([...files.keys()]).toEqual([path, theirs])
  })

  it('stays where nothing can be removed there, and the job gives way all the same', async () => {
    const files = new Map([[theirs, '']])
    const transport = transportOver(files, async () => undefined)
    const job = jobOf(A, emptyFolder())
    const said: string[] = []
    const log = { write: (_level: unknown, _source: unknown, text: string) => void said.push(text) }
    for (const removeOwn of [
      async () => false,
      () => Promise.reject(new TransportError('no', { errorKind: 'auth', reason: 'unrecognised' })),
    ]) {
      const found = await takePlace(
        job,
        true,
        { ...transport, removeOwn },
        { ...io, log },
        newDeps(),
      )
      expect(found.next).toBe('compare')
    }
    expect([...files.keys()].sort()).toEqual([path, theirs].sort())
    expect(said).toEqual([
      `${path} stays on the NAS: it gives no shell`,
      `${path} stays on the NAS (no)`,
    ])
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

  it('in a folder that another run claimed is not taken, wherever above it that claim stands', async () => {
    const runPath = 'P1/Runs/r1'
    for (const above of ['P1', 'P1/Runs']) {
      const files = { [`${above}/.exlab-wizard/exlab-sync-${B}.json`]: '', [`${above}/a.tif`]: '' }
      expect(await at(files, { runPath })).toBe('inside')
      expect(await at({ ...files, 'P1/Runs/r1/a.tif': '' }, { runPath })).toBe('inside')
    }
    const beside = { [`P1/Runs/r2/.exlab-wizard/exlab-sync-${B}.json`]: '' }
    expect(await at(beside, { runPath })).toBe('send')
  })

  it('is looked for above once for each folder: nobody claims a folder in which a run lies', async () => {
    const files = new Map<string, string>()
    const deps = newDeps()
    const asked: string[] = []
    const transport = transportOver(files, async () => undefined)
    const watched: Transport = {
      ...transport,
      remote: {
        ...transport.remote,
        list(request, ...rest) {
          asked.push(request.path)
          return transport.remote.list(request, ...rest)
        },
      },
    }
    const folder = emptyFolder()
    expect(await claim(jobOf(A, folder, 'P1/r1'), watched, deps)).toBe('send')
    expect(asked.splice(0).toSorted()).toEqual([
      'P1/.exlab-wizard',
      'P1/.exlab-wizard',
      'P1/r1',
      'P1/r1',
    ])
    expect(await claim(jobOf(B, folder, 'P1/r2'), watched, deps)).toBe('send')
    expect(asked).toEqual(['P1/r2', 'P1/r2'])
    expect(await claim(jobOf(B, folder, 'P1'), watched, deps)).toBe('compare')
  })

  it('that was adopted with the claim of another job stays adopted while that claim stands', async () => {
    expect(await at(theirs, { place: 'adopted', adoptedClaim: B })).toBe('send')
    expect(await at({ 'Run/a.tif': '' }, { place: 'adopted', adoptedClaim: B })).toBe('compare')
  })
})
