// Files are read back while others are sent: whatever happens to a copy after it was read, and to the programs that read, the
// run is verified only where every copy is equal at the end.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Core } from '../../../electron/core/core.ts'
import { LANE_SIZES } from '../../../electron/core/domain/lanes.ts'
import { startEngineWith } from '../../helpers/cli-process.ts'
import {
  type Lab,
  act,
  add,
  get,
  logOf,
  makeLab,
  processesWith,
  withCore,
  work,
} from '../../helpers/lab.ts'
import { type SambaServer, serveSamba } from '../../helpers/samba-server.ts'

const FILES = Object.fromEntries(
  Array.from({ length: 12 }, (_, i) => [`part ${i % 3}/file ${i}.tif`, `content of file ${i}`]),
)
const READ = /(\d+) files were read back while others were sent/

/** Whatever is sent is read at once. */
const AT_ONCE = { leastBytes: 0, leastFiles: 0, smallBytes: 0, batchBytes: 0, settleMs: 0 }

let server: SambaServer
let share = ''
let cases = 0

beforeAll(async () => {
  const dir = mkdtempSync(join(tmpdir(), 'exlab-samba-'))
  share = join(dir, 'share')
  mkdirSync(share)
  server = await serveSamba(join(dir, 'samba'), share)
})

afterAll(async () => {
  await server.stop()
  rmSync(join(share, '..'), { recursive: true, force: true })
})

/**
 * A lab that sends to a folder of the share; `before`: shell code that runs before each rclone, with `$run` as the run's folder
 * there and `$lab` as the folder of the lab.
 */
const setUp = (before: string, more: readonly string[] = []) => {
  const lab = makeLab(Date.UTC(2026, 10, 23, 12), LANE_SIZES, AT_ONCE)
  cases += 1
  const name = `raw ${cases}`
  const nas = join(share, name)
  mkdirSync(nas, { recursive: true })
  const conf = join(lab.dir, 'rclone.conf')
  writeFileSync(conf, server.rcloneConf)
  const wrapper = lab.wrap('rclone', `run='${join(nas, 'Run')}'; lab='${lab.dir}'\n${before}`)
  lab.configure(
    [
      {
        id: 'SCOPE_01',
        transport: [
          'type: rclone',
          'rclone_remote: nas',
          `rclone_remote_path: data/${name}`,
          `rclone_config: ${conf}`,
          ...more,
        ],
      },
    ],
    `tools: { rclone: ${wrapper} }\n`,
  )
  return { lab, nas, wrapper }
}

/** Shell conditions by what rclone is asked for. */
const EARLY_READ = 'case "$*" in hashsum*--download*--transfers=1\\ *) true ;; *) false ;; esac'
const PROOF_LIST =
  'case "$*" in lsjson*--files-from-raw*) false ;; lsjson*) true ;; *) false ;; esac'
const REST_READ =
  'case "$*" in hashsum*--transfers=1\\ *) false ;; hashsum*) true ;; *) false ;; esac'
const once = (condition: string, action: string): string =>
  `if [ ! -e "$lab/done" ] && ${condition}; then : >"$lab/done"; ${action}; fi`

/** Notes in `$lab/first` a file that is read early. */
const NOTE_FIRST = `if ${EARLY_READ}; then
  cat >"$lab/read.$$"; [ -e "$lab/first" ] || head -n 1 "$lab/read.$$" >"$lab/first"; exec <"$lab/read.$$"
fi`

const reasonsOf = async (core: Core, jobId: number): Promise<(string | undefined)[]> => {
  const { rows } = await core.handlers['attempts.list']({ jobId })
  return rows.flatMap(({ error }) => (error === null ? [] : [error.reason]))
}

const send = async (lab: Lab): Promise<{ log: string; reasons: (string | undefined)[] }> => {
  const core = await lab.open()
  const job = await work(core, lab.run('SCOPE_01', 'Run', FILES))
  expect(job).toMatchObject({ state: 'verified', proof: 'read_back' })
  return { log: await logOf(core, job.id), reasons: await reasonsOf(core, job.id) }
}

/** Sends, and lets the time pass that a failed attempt waits. */
const sendTwice = async (lab: Lab): Promise<(string | undefined)[]> => {
  const core = await lab.open()
  const first = await work(core, lab.run('SCOPE_01', 'Run', FILES))
  expect(first.state).not.toBe('verified')
  lab.pass(60_000)
  await core.idle()
  expect(await get(core, first.id)).toMatchObject({ state: 'verified', proof: 'read_back' })
  return reasonsOf(core, first.id)
}

const expectEqual = (nas: string): void => {
  for (const [path, text] of Object.entries(FILES))
    expect(readFileSync(join(nas, 'Run', path), 'utf8')).toBe(text)
}

/** Changes the bytes of `$f` and nothing else of it, so that its list is as it was. */
const CHANGE_ALONE =
  'touch -r "$run/$f" "$lab/time"; tr c X <"$run/$f" >"$lab/x"; cat "$lab/x" >"$run/$f"; touch -r "$lab/time" "$run/$f"'

describe('files that are read back while others are sent', () => {
  it('prove the run, and only those that were not read are read after it', async () => {
    const { lab, nas } = setUp(`if ${EARLY_READ}; then :; else
  case "$*" in hashsum*) cat >"$lab/rest"; exec <"$lab/rest" ;; esac
fi`)
    const { log, reasons } = await send(lab)
    expect(reasons).toEqual([])
    const early = Number(READ.exec(log)?.[1])
    expect(early).toBeGreaterThanOrEqual(1)
    const rest = existsSync(join(lab.dir, 'rest'))
      ? readFileSync(join(lab.dir, 'rest'), 'utf8')
          .split('\n')
          .filter((line) => line !== '')
      : []
    // the claim of the place is the one file there that is not of the run
    expect(rest.filter((path) => path in FILES)).toHaveLength(12 - early)
    expect(log).toContain('every file of the run is verified')
    expectEqual(nas)
  })

  it.each([
    // the time tells it
    [
      'was changed',
      'tr c X <"$run/$f" >"$lab/x"; cat "$lab/x" >"$run/$f"; touch -d 2001-01-01 "$run/$f"',
    ],
    ['was deleted', 'rm "$run/$f"'],
    ['was made longer', 'printf x >>"$run/$f"'],
  ])('one that %s after it was read is found, and sent again', async (_, action) => {
    const { lab, nas } = setUp(
      `${NOTE_FIRST}\n${once(PROOF_LIST, `f=$(cat "$lab/first"); ${action}`)}`,
    )
    const { log, reasons } = await send(lab)
    expect(READ.test(log)).toBe(true)
    expect(reasons).toEqual(['checksum_mismatch'])
    expectEqual(nas)
  })

  it('a program that reads them and dies leaves all to the proof, whatever it had said', async () => {
    const { lab, nas } = setUp(
      `${NOTE_FIRST}\n${once(EARLY_READ, 'printf "%064d  %s\\n" 0 "$(cat "$lab/first")"; kill -9 $$')}`,
    )
    expect((await send(lab)).reasons).toEqual([])
    expectEqual(nas)
  })

  it.each([
    ['list', PROOF_LIST],
    ['reading', REST_READ],
  ])(
    'what was read counts for one proof: where its %s fails, the next one reads every file',
    async (_, moment) => {
      const { lab, nas } = setUp(
        `${NOTE_FIRST}\n${once(moment, `f=$(cat "$lab/first"); ${CHANGE_ALONE}; kill -9 $$`)}`,
      )
      expect(await sendTwice(lab)).toContain('checksum_mismatch')
      expectEqual(nas)
    },
  )

  it.each([
    ['while they are sent', EARLY_READ],
    ['when the proof begins', PROOF_LIST],
    ['when the proof reads the rest', REST_READ],
  ])('what was read counts for nothing where the engine is killed %s', async (_, moment) => {
    // a file that was read has other bytes from then on
    const { lab, nas } = setUp(
      `${NOTE_FIRST}\n${once(
        moment,
        `/usr/bin/rclone "$@" >"$lab/out"; f=$(cat "$lab/first"); ${CHANGE_ALONE}; kill -9 $PPID; exit`,
      )}`,
    )
    const jobId = await withCore(lab, 'engine', (core) =>
      add(core, lab.run('SCOPE_01', 'Run', FILES)),
    )
    const { dataDir, configFile } = lab
    const engine = startEngineWith(
      { dataDir, configFile, version: '0', env: process.env, bundledTools: null, overlap: AT_ONCE },
      lab.now(),
    )
    await engine.ended
    expect(engine.child.signalCode).toBe('SIGKILL')
    const core = await lab.open()
    await core.idle()
    expect(await get(core, jobId)).toMatchObject({ state: 'verified', proof: 'read_back' })
    expect(await reasonsOf(core, jobId)).toContain('checksum_mismatch')
    expectEqual(nas)
  })

  it('what was read during a push that died counts for nothing', async () => {
    // a file that the push had sent is changed before the next one, which leaves it as it is
    const { lab, nas } = setUp(`${NOTE_FIRST}
if [ "$1" = copy ] && [ -e "$lab/died" ] && [ ! -e "$lab/done" ]; then
  : >"$lab/done"; f=$(cat "$lab/first"); ${CHANGE_ALONE}
fi
if [ "$1" = copy ] && [ ! -e "$lab/died" ]; then
  : >"$lab/died"; /usr/bin/rclone "$@"; while [ ! -e "$lab/first" ]; do sleep 0.1; done; kill -9 $$
fi`)
    expect(await sendTwice(lab)).toContain('checksum_mismatch')
    expectEqual(nas)
  })

  it.each(['pause', 'cancel'] as const)(
    '%s stops the program that reads, and no proof follows',
    async (action) => {
      const { lab, nas, wrapper } = setUp(
        once(EARLY_READ, ': >"$lab/reading"; exec /bin/sh -c "sleep 600" "$0"'),
      )
      const core = await lab.open()
      const jobId = await add(core, lab.run('SCOPE_01', 'Run', FILES))
      await vi.waitFor(async () => {
        expect((await get(core, jobId)).livePhase).toBe('checking')
        expect(existsSync(join(lab.dir, 'reading'))).toBe(true)
      }, 20_000)
      await act(core, jobId, action)
      await core.idle()
      expect(processesWith(wrapper)).toEqual([])
      const { rows } = await core.handlers['attempts.list']({ jobId })
      expect(rows.map(({ phase }) => phase)).toEqual(['push'])
      if (action === 'cancel') return expect((await get(core, jobId)).state).toBe('cancelled')
      await act(core, jobId, 'resume')
      await core.idle()
      expect(await get(core, jobId)).toMatchObject({ state: 'verified', proof: 'read_back' })
      expectEqual(nas)
    },
  )

  it('nothing is read early where a limit of speed holds', async () => {
    const { lab } = setUp(':', ['bandwidth: { upload_mbps: 800 }'])
    expect(READ.test((await send(lab)).log)).toBe(false)
  })
})
