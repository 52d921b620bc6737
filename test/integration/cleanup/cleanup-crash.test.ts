// kill -9 in the middle of a cleanup, and histories of every kind: an original is gone only where its copy is exactly there.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCore } from '../../../electron/core/create-core.ts'
import { startCli } from '../../helpers/cli-process.ts'
import { act, add, get, localNas, makeLab } from '../../helpers/lab.ts'

const HOUR = 3_600_000
/** As many as a deletion takes some fifty milliseconds for. */
const FILES = 700

describe('kill -9 of a cleanup', () => {
  it(
    'at eight points: nothing is gone that is not on the NAS, and it is finished',
    { timeout: 600_000 },
    async () => {
      const lab = makeLab()
      const { nas, instrument } = localNas(lab)
      lab.configure(
        [instrument],
        'nas_cleanup:\n  enabled: true\n  min_verify_passes: 1\n  min_age_hours: 0\n',
      )
      const files = Object.fromEntries(
        Array.from({ length: FILES }, (_, i) => [`plate ${i % 9}/well ${i}.bin`, `content ${i}`]),
      )
      const start = () => startCli(lab.dataDir, 'run', '--until-idle')
      const engine = {
        dataDir: lab.dataDir,
        configFile: lab.configFile,
        version: '0.0.0',
        env: process.env,
        bundledTools: null,
        role: 'engine' as const,
      }
      let cutOff = 0
      for (let point = 0; point < 8; point += 1) {
        const name = `Run ${point}`
        const folder = lab.run('SCOPE_01', name, files)
        const core = await createCore(engine)
        await add(core, folder)
        await core.stop()
        const first = start()
        const ended = first.ended.then(() => true)
        // the first file that goes begins the window of interest
        const [witness] = Object.keys(files).toSorted()
        while (existsSync(join(folder, witness ?? '')))
          if (await Promise.race([ended, sleep(2, false)])) break
        await sleep(point * 7)
        first.kill()
        await first.ended
        const check = (): number => {
          let gone = 0
          for (const [path, content] of Object.entries(files)) {
            if (existsSync(join(folder, path))) continue
            gone += 1
            expect(readFileSync(join(nas, name, path), 'utf8')).toBe(content)
          }
          return gone
        }
        const gone = check()
        if (gone > 0 && gone < FILES) cutOff += 1
        expect(await start().ended).toBe(0)
        expect(check()).toBe(FILES)
        expect(existsSync(join(folder, '.exlab-wizard', 'checksums.sha256'))).toBe(true)
      }
      // the points were in the middle of it, or the test says nothing
      expect(cutOff).toBeGreaterThan(1)
    },
  )
})

/** Each is killed at another moment of its way. */
const RUNS = 10

describe('kill -9 while runs find their own way in, and while they are proven again', () => {
  it('every run is queued once and proven, whatever the moment', { timeout: 600_000 }, async () => {
    const lab = makeLab()
    const { nas, instrument } = localNas(lab)
    lab.configure(
      [{ ...instrument, more: ['completeness_signal: sentinel_file', 'sentinel_filename: done'] }],
      'watch:\n  settle_seconds: 0\n',
    )
    const files = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [`well ${i}.bin`, `content ${i}`]),
    )
    const start = (...args: string[]) => startCli(lab.dataDir, ...args)
    const kill = async (args: readonly string[], ms: number): Promise<void> => {
      const engine = start(...args)
      await Promise.race([engine.ended, sleep(ms)])
      engine.kill()
      await engine.ended
    }
    const engine = {
      dataDir: lab.dataDir,
      configFile: lab.configFile,
      version: '0.0.0',
      env: process.env,
      bundledTools: null,
      role: 'reader' as const,
    }
    for (let point = 0; point < RUNS; point += 1) {
      const folder = lab.run('SCOPE_01', `Run ${point}`, { ...files, done: '' })
      await kill(['run', '--until-idle'], 150 + point * 75)
      expect(await start('run', '--until-idle').ended).toBe(0)
      if (point % 2 === 0) await kill(['verify', folder], 150 + point * 85)
    }
    expect(await start('run', '--until-idle').ended).toBe(0)
    const core = await createCore(engine)
    const { rows, total } = await core.handlers['jobs.list']({
      view: 'all',
      search: '',
      offset: 0,
      limit: 200,
    })
    await core.stop()
    expect(total).toBe(RUNS)
    expect(new Set(rows.map((row) => row.state))).toEqual(new Set(['verified']))
    for (const [path, content] of Object.entries(files))
      expect(readFileSync(join(nas, 'Run 7', path), 'utf8')).toBe(content)
  })
})

const STEPS = [
  'verify',
  'hour',
  'day',
  'damage',
  'remove',
  'change',
  'late',
  'revoke',
  'retry',
] as const

describe('over random histories', () => {
  it(
    'no file is deleted unless its exact copy was there at the last check',
    { timeout: 600_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.constantFrom(...STEPS), { minLength: 3, maxLength: 8 }),
          async (steps) => {
            const lab = makeLab()
            const { nas, instrument } = localNas(lab)
            lab.configure([instrument], 'nas_cleanup:\n  enabled: true\n')
            const core = await lab.open()
            const folder = lab.run('SCOPE_01', 'Run', { a: 'aaa', 'd/b': 'bbb', c: 'ccc' })
            const job = await add(core, folder)
            await core.idle()
            const local = (path: string): string | null =>
              existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : null
            const remote = (path: string): string | null =>
              existsSync(join(nas, 'Run', path))
                ? readFileSync(join(nas, 'Run', path), 'utf8')
                : null
            for (const [index, step] of steps.entries()) {
              const before = new Map(
                ['a', 'd/b', 'c', 'late'].map((p) => [p, [local(p), remote(p)]]),
              )
              if (step === 'hour') lab.pass(HOUR)
              if (step === 'day') lab.pass(25 * HOUR)
              if (step === 'damage' && remote('a') !== null)
                writeFileSync(join(nas, 'Run/a'), `x${index}`)
              if (step === 'remove') rmSync(join(nas, 'Run/c'), { force: true })
              if (step === 'change' && local('d/b') !== null)
                writeFileSync(join(folder, 'd/b'), `new ${index}`)
              if (step === 'late') writeFileSync(join(folder, 'late'), 'late')
              if (step === 'revoke') {
                mkdirSync(join(folder, '.exlab-wizard'), { recursive: true })
                const entry = { revoked: true, recorded_at: new Date(lab.now()).toISOString() }
                writeFileSync(
                  join(folder, '.exlab-wizard/creation.json'),
                  JSON.stringify({ validation_overrides: [entry] }),
                )
              }
              if (step === 'verify' || step === 'retry') await act(core, job, step)
              await core.idle()
              for (const [path, [was]] of before) {
                if (was === null || was === undefined || local(path) !== null) continue
                // a file that went in this step: what was there locally is there remotely, byte for byte
                expect(remote(path)).toBe(was)
                const { state } = await get(core, job)
                expect(state).toBe('cleaned')
                expect(step).toBe('day')
              }
            }
            await core.stop()
          },
        ),
        { numRuns: 12 },
      )
    },
  )
})
