// Runs of a stranger, from the folder to the support bundle: nothing outside of them is changed or sent, none of their programs
// is started, no process hangs, and what can be proven is proven (docs/security.md 1).
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import * as z from 'zod'
import { SECOND_MS } from '../../../shared/duration.ts'
import { cli } from '../../helpers/cli.ts'
import { startCli } from '../../helpers/cli-process.ts'
import {
  HOSTILE_RUNS,
  SECRET,
  fingerprintOf,
  makeHostileRun,
  makeOutside,
} from '../../helpers/hostile-runs.ts'
import { localNas, makeLab } from '../../helpers/lab.ts'

const MORE = `sync: { max_attempts: 1 }
watch: { enabled: true, sweep_seconds: 5, settle_seconds: 0 }
nas_cleanup: { enabled: true, min_verify_passes: 1, min_age_hours: 0 }
`
const SENTINEL = ['completeness_signal: sentinel_file', 'sentinel_filename: a.tif']

const answer = z.object({
  jobs: z.array(
    z.object({
      run: z.string(),
      state: z.string(),
      lastError: z.object({ reason: z.string(), message: z.string() }).nullable(),
    }),
  ),
})
type Status = z.infer<typeof answer>['jobs'][number]

/** What a run came to, in the words of the generator. */
const cameTo = ({ state, lastError }: Status): string => {
  if (lastError?.reason === 'records_unsafe' && state === 'verified') return 'says'
  if (state === 'cleaned') return 'proven'
  return state === 'failed' || state === 'awaiting_verify' ? 'unproven' : state
}

it('hostile runs reach nothing outside, and their files are proven', async () => {
  const lab = makeLab()
  const { nas, instrument } = localNas(lab)
  const watched = { ...instrument, id: 'WATCHED', more: SENTINEL }
  lab.configure([instrument, watched], MORE)
  const outside = join(lab.dir, 'outside')
  const witness = join(lab.dir, 'witness')
  mkdirSync(outside)
  makeOutside(outside)
  /** Every other run is found by the sweep, the others are added. */
  const isAdded = (index: number): boolean => index % 2 === 0
  const folders = HOSTILE_RUNS.map((hostile, index) => {
    const folder = lab.run(isAdded(index) ? 'SCOPE_01' : 'WATCHED', hostile.name, {})
    makeHostileRun(folder, hostile, outside, witness)
    return folder
  })
  for (const name of ['SCOPE_01', 'WATCHED'])
    symlinkSync(outside, join(lab.dir, 'acquisition', name, 'link'))
  const before = { outside: fingerprintOf(outside), config: readFileSync(lab.configFile, 'utf8') }

  /** Runs a command as a process, which is killed where it does not end. */
  const run = async (...args: readonly string[]): Promise<number | null> => {
    const { ended, kill } = startCli(lab.dataDir, ...args)
    const last = setTimeout(kill, 500 * SECOND_MS)
    const code = await ended
    clearTimeout(last)
    expect(code, `${args[0]} ended by itself`).not.toBeNull()
    return code
  }
  await run('add', ...folders.filter((_, index) => isAdded(index)))
  expect(await run('add', join(lab.dir, 'acquisition/SCOPE_01/link'))).not.toBe(0)
  await run('run', '--until-idle')

  const { jobs } = answer.parse(JSON.parse((await cli(lab, 'status', '--json')).out))
  const found = Object.fromEntries(jobs.map((job) => [job.run, cameTo(job)]))
  expect(found).toEqual(
    Object.fromEntries(HOSTILE_RUNS.map(({ name, expected }) => [name, expected])),
  )
  for (const job of jobs)
    if (cameTo(job) === 'says') expect(job.lastError?.message).toContain(`${job.run}/.exlab-wizard`)

  // what a person asks for afterwards
  const receipt = join(lab.dir, 'receipt.json')
  await run('receipt', 'every record is a pipe', '--json', '--output', receipt)
  await run('receipt', '--check', receipt)
  await run('verify', 'the records folder is a link')
  await run('cleanup', 'every record is a link')
  await run('bundle', '--output', join(lab.dir, 'bundle.zip'))
  expect(statSync(join(lab.dir, 'bundle.zip')).size).toBeGreaterThan(0)

  expect(fingerprintOf(outside)).toEqual(before.outside)
  expect(readFileSync(lab.configFile, 'utf8')).toBe(before.config)
  expect(existsSync(witness)).toBe(false)
  const copies = readdirSync(nas, { recursive: true, encoding: 'utf8' })
    .map((path) => join(nas, path))
    .filter((file) => statSync(file).isFile())
  expect(copies.filter((file) => file.endsWith('a.tif'))).toHaveLength(HOSTILE_RUNS.length)
  expect(copies.filter((file) => readFileSync(file, 'utf8').includes(SECRET))).toEqual([])
  expect(readdirSync(nas)).not.toContain('link')
})
