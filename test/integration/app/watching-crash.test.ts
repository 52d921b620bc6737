// kill -9 while the engine discovers, sends and verifies finished runs: each is queued once and verified in the end.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { startCli } from '../../helpers/cli-process.ts'
import { localNas, makeLab, withCore } from '../../helpers/lab.ts'

/** Each run meets a kill at a later moment than the one before. */
const RUNS = 10

describe('kill -9 while finished runs are discovered, sent and verified again', () => {
  it(
    'leaves every run queued once and verified, whatever the moment',
    { timeout: 600_000 },
    async () => {
      const lab = makeLab()
      const { nas, instrument } = localNas(lab)
      lab.configure(
        [
          {
            ...instrument,
            more: ['completeness_signal: sentinel_file', 'sentinel_filename: done'],
          },
        ],
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
      for (let point = 0; point < RUNS; point += 1) {
        const folder = lab.run('SCOPE_01', `Run ${point}`, { ...files, done: '' })
        await kill(['run', '--until-idle'], 150 + point * 75)
        expect(await start('run', '--until-idle').ended).toBe(0)
        if (point % 2 === 0) await kill(['verify', folder], 150 + point * 85)
      }
      expect(await start('run', '--until-idle').ended).toBe(0)
      const { rows, total } = await withCore(lab, 'reader', (core) =>
        core.handlers['jobs.list']({ view: 'all', search: '', offset: 0, limit: 200 }),
      )
      expect(total).toBe(RUNS)
      expect(new Set(rows.map((row) => row.state))).toEqual(new Set(['verified']))
      for (const [path, content] of Object.entries(files))
        expect(readFileSync(join(nas, 'Run 7', path), 'utf8')).toBe(content)
    },
  )
})
