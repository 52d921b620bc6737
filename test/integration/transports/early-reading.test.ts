// Files are read back while others are sent: whatever happens to a copy after it was read, and to the programs that read, the
// run is verified only where every copy is equal at the end.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Core } from '../../../electron/core/core.ts'
import { type Lab, logOf, makeLab, work } from '../../helpers/lab.ts'
import { startSamba } from '../../helpers/samba.ts'

const COUNT = 120
const FILES = Object.fromEntries(
  Array.from({ length: COUNT }, (_, i) => [`part ${i % 3}/file ${i}.tif`, `content of file ${i}`]),
)
const READ = /(\d+) files were read back while others were sent/

/** A lab that sends to Samba; `before`: shell code that runs before each rclone, with `$run` as the run's folder on the share. */
const setUp = async (before: (nas: string, dir: string) => string) => {
  const lab = makeLab()
  const nas = join(lab.dir, 'share', 'raw')
  mkdirSync(nas, { recursive: true })
  const { rcloneConf } = await startSamba(join(lab.dir, 'samba'), join(lab.dir, 'share'))
  const conf = join(lab.dir, 'rclone.conf')
  writeFileSync(conf, rcloneConf)
  lab.configure(
    [
      {
        id: 'SCOPE_01',
        transport: [
          'type: rclone',
          'rclone_remote: nas',
          'rclone_remote_path: data/raw',
          `rclone_config: ${conf}`,
        ],
      },
    ],
    `tools: { rclone: ${lab.wrap('rclone', before(join(nas, 'Run'), lab.dir))} }\n`,
  )
  return { lab, nas }
}

/** Shell conditions by what rclone is asked for. */
const PROOF_LIST =
  'case "$*" in lsf*--format=stp*--files-from-raw*) false ;; lsf*--format=stp*) true ;; *) false ;; esac'
const EARLY_READ = 'case "$*" in hashsum*--download*--files-from-raw*) true ;; *) false ;; esac'
const once = (dir: string, condition: string, action: string): string =>
  `if [ ! -e ${dir}/done ] && ${condition}; then : >${dir}/done; ${action}; fi`

const send = async (
  lab: Lab,
): Promise<{ core: Core; log: string; reasons: (string | undefined)[] }> => {
  const core = await lab.open()
  const job = await work(core, lab.run('SCOPE_01', 'Run', FILES))
  expect(job).toMatchObject({ state: 'verified', proof: 'read_back' })
  const { rows } = await core.handlers['attempts.list']({ jobId: job.id })
  return {
    core,
    log: await logOf(core, job.id),
    reasons: rows.flatMap(({ error }) => (error === null ? [] : [error.reason])),
  }
}

const expectEqual = (nas: string): void => {
  for (const [path, text] of Object.entries(FILES))
    expect(readFileSync(join(nas, 'Run', path), 'utf8')).toBe(text)
}

describe('files that are read back while others are sent', () => {
  it('prove the run, and only those that were not read are read after it', async () => {
    const { lab, nas } = await setUp(() => ':')
    const { log, reasons } = await send(lab)
    expect(reasons).toEqual([])
    expect(Number(READ.exec(log)?.[1])).toBeGreaterThanOrEqual(40)
    expect(log).toContain('every file of the run is verified')
    expectEqual(nas)
  })

  it.each([
    // the time tells it also where the change was made within the second of the copy
    [
      'was changed',
      `tr c X <"$run/$f" >"$run/../x"; cat "$run/../x" >"$run/$f"; rm "$run/../x"; touch -d 2001-01-01 "$run/$f"`,
    ],
    ['was deleted', `rm "$run/$f"`],
    ['was made longer', `printf x >>"$run/$f"`],
  ])('one that %s after it was read is found, and sent again', async (_, action) => {
    const { lab, nas } = await setUp(
      (run, dir) => `run='${run}'
if ${EARLY_READ}; then cat >${dir}/read.$$; [ -e ${dir}/first ] || head -n 1 ${dir}/read.$$ >${dir}/first; exec <${dir}/read.$$; fi
${once(dir, PROOF_LIST, `f=$(cat ${dir}/first); ${action}`)}`,
    )
    const { log, reasons } = await send(lab)
    expect(READ.test(log)).toBe(true)
    expect(reasons).toEqual(['checksum_mismatch'])
    expectEqual(nas)
  })

  it('a program that reads them and dies leaves all to the proof', async () => {
    const { lab, nas } = await setUp((_, dir) => once(dir, EARLY_READ, 'kill -9 $$'))
    const { log, reasons } = await send(lab)
    expect(reasons).toEqual([])
    expect(READ.test(log)).toBe(false)
    expectEqual(nas)
  })

  it('what was read during a push that died counts for nothing', async () => {
    // the push ends in the middle; a file that it had sent is changed before the next one, which leaves it as it is
    const { lab, nas } = await setUp(
      (run, dir) =>
        `run='${run}'
if [ "$1" = copy ] && [ -e ${dir}/died ] && [ ! -e ${dir}/done ]; then
  : >${dir}/done; f=$(find "$run" -name '*.tif' | sort | head -n 1); tr c X <"$f" >${dir}/changed; cat ${dir}/changed >"$f"
fi
if [ "$1" = copy ] && [ ! -e ${dir}/died ]; then
  : >${dir}/died; shift; set -- copy --max-transfer=1100B --cutoff-mode=hard "$@"
fi`,
    )
    const core = await lab.open()
    const first = await work(core, lab.run('SCOPE_01', 'Run', FILES))
    expect(first.state).toBe('queued')
    lab.pass(60_000)
    await core.idle()
    const job = await core.handlers['jobs.get']({ jobId: first.id })
    expect(job).toMatchObject({ state: 'verified', proof: 'read_back' })
    const { rows } = await core.handlers['attempts.list']({ jobId: first.id })
    expect(rows.some(({ error }) => error?.reason === 'checksum_mismatch')).toBe(true)
    expectEqual(nas)
  })
})
