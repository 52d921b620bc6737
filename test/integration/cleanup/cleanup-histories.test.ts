// Cleanup over random histories (property test): a file is deleted only where its exact copy was on the NAS at the last check.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR_MS } from '../../../shared/duration.ts'
import { act, add, get, localNas, makeLab } from '../../helpers/lab.ts'

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

describe('over random histories of a run, cleanup', () => {
  it(
    'deletes no file unless its exact copy was there at the last check',
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
              if (step === 'hour') lab.pass(HOUR_MS)
              if (step === 'day') lab.pass(25 * HOUR_MS)
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
                // deleted in this step: the copy has the bytes that the original had
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
