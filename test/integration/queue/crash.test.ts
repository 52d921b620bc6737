// kill -9 of the engine while it scans, sends and verifies: nothing is lost or sent again, and no run is falsely Verified.
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { startEngine } from '../../helpers/cli-process.ts'
import { afterPush, add, filesOf, get, localNas, makeLab, withCore } from '../../helpers/lab.ts'

const FILES = Object.fromEntries(
  Array.from({ length: 260 }, (_, i) => [
    `plate ${i % 7}/well ${i}.bin`,
    Buffer.alloc(i % 65 === 0 ? 3_000_000 : 1_000 + i * 37, i),
  ]),
)
const PHASES = ['scan', 'push', 'verify'] as const
const POINTS_EACH = 6

/** Resolves when a tool has been started for that phase, or the engine has ended first. */
const begun = async (marker: string, ended: Promise<unknown>): Promise<void> => {
  const over = ended.then(() => true)
  while (!existsSync(marker)) if (await Promise.race([over, sleep(2, false)])) return
}

describe('kill -9 of the engine', () => {
  it('at eighteen points of scan, push and verify', { timeout: 600_000 }, async () => {
    const lab = makeLab()
    const { nas, instrument } = localNas(lab)
    const markers = { copy: join(lab.dir, 'copy'), sent: join(lab.dir, 'sent') }
    const rclone = lab.wrap(
      'rclone',
      `touch ${lab.dir}/"$1"\n${afterPush(`touch ${markers.sent}`)}`,
    )
    lab.configure([instrument], `tools:\n  rclone: ${rclone}\n`)
    const forget = (): void => {
      for (const marker of Object.values(markers)) rmSync(marker, { force: true })
    }

    const measure = async (): Promise<Record<(typeof PHASES)[number], number>> => {
      const folder = lab.run('SCOPE_01', 'undisturbed', FILES)
      await withCore(lab, 'engine', (core) => add(core, folder))
      const from = performance.now()
      const engine = startEngine(lab.dataDir)
      await begun(markers.copy, engine.ended)
      const copy = performance.now()
      await begun(markers.sent, engine.ended)
      const sent = performance.now()
      expect(await engine.ended).toBe(0)
      return { scan: copy - from, push: sent - copy, verify: performance.now() - sent }
    }
    const length = await measure()

    const states: string[] = []
    for (const [index, phase] of PHASES.flatMap((name) =>
      Array<typeof name>(POINTS_EACH).fill(name),
    ).entries()) {
      forget()
      const name = `Run ${index}`
      const folder = lab.run('SCOPE_01', name, FILES)
      const jobId = await withCore(lab, 'engine', (core) => add(core, folder))
      const engine = startEngine(lab.dataDir)
      if (phase === 'push') await begun(markers.copy, engine.ended)
      if (phase === 'verify') await begun(markers.sent, engine.ended)
      const part = ((index % POINTS_EACH) + 0.5) / POINTS_EACH
      // the first half of the scan's time is the program's own start
      await sleep(phase === 'scan' ? length.scan * (0.4 + part * 0.6) : length[phase] * part)
      engine.kill()
      await engine.ended

      const before = await withCore(lab, 'reader', async (core) => ({
        job: await get(core, jobId),
        proven: new Set(
          (await filesOf(core, jobId)).filter((f) => f.state === 'verified').map((f) => f.path),
        ),
      }))
      states.push(`${phase}: ${before.job.state}, ${before.proven.size} proven`)
      for (const path of before.job.state === 'verified' ? Object.keys(FILES) : before.proven)
        expect(
          readFileSync(join(nas, name, path)).equals(FILES[path] ?? Buffer.alloc(0)),
          path,
        ).toBe(true)

      expect(await startEngine(lab.dataDir).ended, `after a kill in ${phase}`).toBe(0)
      await withCore(lab, 'reader', async (core) => {
        const after = await get(core, jobId)
        expect(after).toMatchObject({ state: 'verified', proof: 'read_back', failures: 0 })
        expect(after.files).toEqual({ total: 260, byState: { verified: 260 } })
        const { rows } = await core.handlers['attempts.list']({ jobId })
        expect(rows.filter((row) => row.outcome === null)).toEqual([])
        for (const { id, number } of rows.filter((row) => row.number > before.job.attempts)) {
          const { lines } = await core.handlers['logs.page']({ attemptId: id, from: 0, limit: 500 })
          const again = lines.filter(
            ({ text }) =>
              text.includes(': Copied') && before.proven.has(text.split(': Copied')[0] ?? ''),
          )
          expect(again, `sent again in attempt ${number}`).toEqual([])
        }
      })
      for (const [path, content] of Object.entries(FILES))
        expect(readFileSync(join(nas, name, path)).equals(content), path).toBe(true)
    }
    // the kills met the runs in different states
    expect(new Set(states.map((text) => text.split(',')[0])).size).toBeGreaterThanOrEqual(4)
    expect(readdirSync(nas).filter((name) => name.startsWith('Run '))).toHaveLength(states.length)
  })
})
