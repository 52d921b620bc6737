// Tools that are silent: one that works on a large file is let work, one that hangs is given up (docs/spec.md 2).
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { type Lab, act, add, get, makeLab, processesWith, work } from '../../helpers/lab.ts'
import { mountLoopDisk } from '../../helpers/loop-disk.ts'
import { hangServer, serveFolder } from '../../helpers/serve.ts'
import { makeSshLab } from '../../helpers/ssh-lab.ts'

const executable = (file: string, ...lines: string[]): void => {
  writeFileSync(file, ['#!/bin/sh', ...lines, ''].join('\n'))
  chmodSync(file, 0o755)
}

/** A lab whose NAS has another sha256sum: a script in which REAL is the true one. */
const withSha256sum = (script: string) =>
  makeSshLab({
    more: 'sync:\n  inactivity_s: 3\n',
    sshdLines(dir) {
      const bin = join(dir, 'nas-bin')
      mkdirSync(bin)
      executable(
        join(bin, 'sha256sum'),
        script.replaceAll('REAL', '/usr/bin/sha256sum').replaceAll('PID', join(dir, 'pid')),
      )
      executable(
        join(bin, 'login'),
        `PATH=${bin}:$PATH; export PATH`,
        'exec sh -c "$SSH_ORIGINAL_COMMAND"',
      )
      return [`ForceCommand ${join(bin, 'login')}`]
    },
  })

describe('a digest that the NAS computes', () => {
  it('may take longer than the limit of silence while it works', async () => {
    const slow =
      'import sys, time\nfor _ in range(16):\n  sys.stdin.buffer.read(100000)\n  time.sleep(0.5)\n'
    const { lab } = await withSha256sum(
      `[ "$#" -lt 3 ] || python3 -c '${slow}' </dev/zero\nexec REAL "$@"`,
    )
    const core = await lab.open()
    const job = await work(core, lab.run('FLOW_01', 'Run', { 'a.txt': 'a' }))
    expect(job).toMatchObject({ state: 'verified', attempts: 2, failures: 0 })
  })

  it('is given up where the disk of the NAS hangs, and nothing is left running', async () => {
    const { lab } = await withSha256sum(
      `[ "$#" -lt 3 ] || { echo $$ >PID; kill -STOP $$; }\nexec REAL "$@"`,
    )
    onTestFinished(
      () => void process.kill(Number(readFileSync(join(lab.dir, 'pid'), 'utf8')), 'SIGKILL'),
    )
    const core = await lab.open()
    const job = await work(core, lab.run('FLOW_01', 'Run', { 'a.txt': 'a' }))
    expect(job).toMatchObject({
      state: 'awaiting_verify',
      failures: 1,
      lastError: { reason: 'connection_timeout' },
    })
    expect(processesWith(`${lab.dir}/sshd/client_key`)).toEqual([])
  })
})

/** A lab whose NAS has another rsync: it does this for a while before it receives a run. */
const withRsync = (python: string) =>
  makeSshLab({
    more: 'sync:\n  inactivity_s: 3\n',
    sshdLines(dir) {
      const bin = join(dir, 'nas-bin')
      mkdirSync(bin)
      const lines = [
        // the kernel names the process after the script
        '#!/usr/bin/python3',
        'import hashlib, os, re, signal, sys, time',
        // the letter of --omit-dir-times: only a push has it
        'receives = any(re.match(r"-[a-zA-Z]*O[a-zA-Z]*e\\.", word) for word in sys.argv)',
        'if receives:',
        ...python.split('\n').map((line) => `  ${line}`),
        'os.execv("/usr/bin/rsync", ["rsync", *sys.argv[1:]])',
      ]
      writeFileSync(join(bin, 'rsync'), `${lines.join('\n').replaceAll('PID', join(dir, 'pid'))}\n`)
      chmodSync(join(bin, 'rsync'), 0o755)
      executable(
        join(bin, 'login'),
        `PATH=${bin}:$PATH; export PATH`,
        'exec sh -c "$SSH_ORIGINAL_COMMAND"',
      )
      return [`ForceCommand ${join(bin, 'login')}`]
    },
  })

describe('an rsync that is silent', () => {
  it('because the NAS compares a large file is let work', async () => {
    // several ticks of processor time in each second: less would not be seen for certain
    const { lab } = await withRsync(
      'end = time.monotonic() + 10\nwhile time.monotonic() < end:\n  hashlib.sha256(bytes(10000000))\n  time.sleep(0.1)',
    )
    const core = await lab.open()
    const job = await work(core, lab.run('FLOW_01', 'Run', { 'a.txt': 'a' }))
    expect(job).toMatchObject({ state: 'verified', attempts: 2, failures: 0 })
  })

  it('because the disk of the NAS hangs is given up', async () => {
    const { lab } = await withRsync(
      'open("PID", "w").write(str(os.getpid()))\nos.kill(os.getpid(), signal.SIGSTOP)',
    )
    onTestFinished(
      () => void process.kill(Number(readFileSync(join(lab.dir, 'pid'), 'utf8')), 'SIGKILL'),
    )
    const core = await lab.open()
    const job = await work(core, lab.run('FLOW_01', 'Run', { 'a.txt': 'a' }))
    expect(job).toMatchObject({
      state: 'queued',
      failures: 1,
      lastError: { reason: 'connection_timeout' },
    })
  })
})

describe('rclone, which prints statistics every second,', () => {
  const MIB = 1024 * 1024
  const instrument = (lab: Lab, remote: string, ...more: string[]) => {
    const conf = join(lab.dir, 'rclone.conf')
    writeFileSync(conf, `[nas]\n${remote}\n`)
    return {
      id: 'SCOPE_01',
      transport: ['type: rclone', 'rclone_remote: nas', `rclone_config: ${conf}`, ...more],
    }
  }
  const SHORT = 'sync:\n  inactivity_s: 3\n'

  it('is given up where a mounted share hangs in the middle of a file, and does not block the app', async () => {
    const lab = makeLab()
    const nas = join(lab.dir, 'nas')
    const disk = mountLoopDisk(join(lab.dir, 'disk.img'), nas, 64)
    if (disk === null) return
    const remote = `type = alias\nremote = ${nas}`
    lab.configure([instrument(lab, remote, 'bandwidth: { upload_mbps: 16 }')], SHORT)
    const core = await lab.open()
    await work(core, lab.run('SCOPE_01', 'First', { 'a.txt': 'a' }))
    const jobId = await add(
      core,
      lab.run('SCOPE_01', 'Run', { 'a.bin': Buffer.alloc(20 * MIB, 1) }),
    )
    await vi.waitFor(
      () =>
        expect(readdirSync(join(nas, 'Run')).some((name) => name.startsWith('a.bin'))).toBe(true),
      { timeout: 60_000, interval: 20 },
    )
    disk.freeze()
    await vi.waitFor(
      async () => {
        expect(await get(core, jobId)).toMatchObject({
          state: 'queued',
          failures: 1,
          lastError: { reason: 'connection_timeout' },
        })
      },
      { timeout: 60_000 },
    )
    disk.thaw()
    await vi.waitFor(() => expect(processesWith(`${lab.dir}/acquisition`)).toEqual([]), {
      timeout: 30_000,
    })
    // the limit was there to meet the file half sent
    lab.configure([instrument(lab, remote)], SHORT)
    await core.handlers['config.reload']({})
    await act(core, jobId, 'retry')
    await core.idle()
    expect(await get(core, jobId)).toMatchObject({ state: 'verified' })
  })

  it('is given up where the server hangs', async () => {
    const lab = makeLab()
    const nas = join(lab.dir, 'dav')
    const port = await serveFolder('webdav', nas)
    lab.configure(
      [
        instrument(
          lab,
          `type = webdav\nurl = http://127.0.0.1:${port}\nvendor = other`,
          'bandwidth: { upload_mbps: 16 }',
        ),
      ],
      SHORT,
    )
    const core = await lab.open()
    const jobId = await add(
      core,
      lab.run('SCOPE_01', 'Run', { 'a.bin': Buffer.alloc(64 * MIB, 1) }),
    )
    await vi.waitFor(() => expect(existsSync(join(nas, 'Run'))).toBe(true), { timeout: 60_000 })
    hangServer(port)
    await vi.waitFor(
      async () => {
        expect(await get(core, jobId)).toMatchObject({
          state: 'queued',
          failures: 1,
          lastError: { reason: 'connection_timeout' },
        })
      },
      { timeout: 50_000 },
    )
    expect(processesWith(`${lab.dir}/acquisition`)).toEqual([])
  })
})
