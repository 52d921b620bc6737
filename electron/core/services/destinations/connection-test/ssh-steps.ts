// Steps of the connection test of an rsync destination, from DNS to SHA-256, with the same ssh arguments as real runs.
import { join } from 'node:path'
import { msg } from '../../../../../shared/language/msg.ts'
import type { ProofLevel } from '../../../../../shared/model/model.ts'
import type { RsyncSshDestination } from '../../../domain/config.ts'
import { createDigestParser, parseFreeSpace } from '../../../transports/rsync/remote-sha256.ts'
import { remoteFolder, rsyncPushArgs } from '../../../transports/rsync/rsync-args.ts'
import { rsyncAccount } from '../../../transports/rsync/ssh-options.ts'
import { type ToolDeps, locate } from '../../../transports/run-tool.ts'
import {
  type StepRunner,
  type Finding,
  type Plan,
  type Step,
  StepFailed,
  passed,
  skipped,
} from './connection-test.ts'
import { viaRsync, viaShell, shellRun } from './remote-commands.ts'
import { checkHostKey } from '../host-keys/host-key-step.ts'
import { serverOfSettings } from '../host-keys/known-server.ts'
import { parseSshSettings, sshSettingsArgs } from '../host-keys/ssh-settings.ts'
import { checkKey } from './steps/key-step.ts'
import { lookUp, openPort } from './steps/network-steps.ts'
import { roomStep } from './steps/room-step.ts'
import { speedStep } from './steps/speed-step.ts'
import { toolStep } from './steps/tool-step.ts'
import { ODD_NAMES, type ProbeFiles } from './probe-files.ts'

/** Harmless difference of the clocks, seconds. */
const MAX_CLOCK_DIFFERENCE_S = 5

export const sshTestPlan = (d: RsyncSshDestination, probe: ProbeFiles, deps: ToolDeps): Plan => {
  const push = (runner: StepRunner, name: string) => {
    const request = {
      proven: null,
      folder: join(probe.dir, name),
      runPath: probe.name,
      files: null,
      full: false,
      replace: 'own' as const,
      exclude: [],
      bwlimitKibps: null,
      bandwidth: null,
    }
    return runner.run({
      tool: 'rsync',
      argv: rsyncPushArgs(d, request, locate('ssh', deps)),
      input: null,
    })
  }
  const digests = (text: string): Map<string, string | null> => {
    const found = new Map<string, string | null>()
    const parser = createDigestParser(({ path, sha256 }) => found.set(path, sha256))
    for (const record of text.split(/[\0\n]/)) parser.push(Buffer.from(record))
    return found
  }
  const noShell = (): Finding => skipped(msg`It needs a shell, which this account has not.`)
  let remote = viaShell(d, probe)
  let ssh = parseSshSettings('', d)
  let proof: ProofLevel = 'none'
  let written = false
  let free: number | null = null

  const steps: Step[] = [
    toolStep(msg`rsync and ssh are there`, ['rsync', 'ssh'], deps),
    {
      id: 'ssh_settings',
      title: msg`ssh's own configuration`,
      needs: ['tool'],
      async run(runner) {
        const argv = sshSettingsArgs(d)
        ssh = parseSshSettings((await runner.run({ tool: 'ssh', argv, input: null })).stdout, d)
        const { host, port, user, via } = ssh
        const files = ssh.knownHosts.join(', ')
        return passed(
          via === null
            ? msg`ssh connects to ${host}, port ${port}, as ${user}, and knows servers by ${files}.`
            : msg`ssh connects to ${host}, port ${port}, as ${user}, through ${via}, and knows servers by ${files}.`,
        )
      },
    },
    {
      id: 'name',
      title: msg`The name of the NAS is known`,
      needs: ['ssh_settings'],
      async run(runner) {
        const { host, via } = ssh
        if (via !== null) return skipped(msg`It is looked up by ${via}.`)
        return passed(await lookUp(runner, host, 'ssh_target'))
      },
    },
    {
      id: 'port',
      title: msg`Its port is open`,
      needs: ['name'],
      async run(runner) {
        const { host, port, via } = ssh
        if (via !== null) return skipped(msg`The connection is made by ${via}.`)
        await openPort(runner, host, port)
        return passed(msg`Something answers on port ${port}.`)
      },
    },
    {
      id: 'host_key',
      title: msg`The identity of the NAS is known`,
      needs: ['port'],
      async run(runner) {
        const { via } = ssh
        if (via !== null)
          return skipped(
            msg`It is reached through ${via}: ssh compares its identity when it signs in.`,
          )
        return checkHostKey(runner, serverOfSettings(d, ssh, deps), deps)
      },
    },
    {
      id: 'key',
      title: msg`The key on this computer can be used`,
      needs: ['ssh_settings'],
      run: (runner) => checkKey(runner, d, ssh),
    },
    {
      id: 'sign_in',
      title: msg`Signing in as ${d.user}`,
      needs: ['host_key', 'key'],
      async run(runner) {
        const { stdout } = await runner.run(shellRun(d, 'echo exlab-sync-signed-in'), true)
        if (stdout.includes('exlab-sync-signed-in')) return passed(msg`The key is accepted.`)
        remote = viaRsync(d, probe, deps)
        await remote.list(runner)
        return passed(msg`The key is accepted. The account has no shell: rsync alone is let in.`)
      },
    },
    {
      id: 'list',
      title: msg`The destination can be listed`,
      needs: ['sign_in'],
      async run(runner) {
        await remote.list(runner)
        return passed(msg`It is there, and this account may read it.`)
      },
    },
    {
      id: 'write',
      title: msg`A test file can be written`,
      needs: ['list'],
      async run(runner) {
        written = true
        await push(runner, 'write')
        return passed(msg`Written by rsync.`)
      },
    },
    {
      id: 'rename',
      title: msg`It can be renamed`,
      needs: ['write'],
      async run(runner) {
        if (remote.rename === null) return noShell()
        await remote.rename(runner)
        return passed(msg`Renamed.`)
      },
    },
    {
      id: 'read',
      title: msg`It reads back as it was written`,
      needs: ['rename'],
      async run(runner) {
        if ((await remote.read(runner)) !== probe.text)
          throw new StepFailed(msg`What came back differs from what was written.`)
        proof = 'read_back'
        return passed(msg`The same bytes came back.`)
      },
    },
    {
      id: 'hash',
      title: msg`The NAS computes SHA-256`,
      needs: ['rename'],
      async run(runner) {
        if (remote.hash === null) return noShell()
        const { stdout, exitCode } = await remote.hash(runner)
        if (exitCode !== 0)
          return skipped(msg`It has no sha256sum: files are read back and hashed here.`)
        if (digests(stdout).get('test.txt') !== probe.sha256)
          throw new StepFailed(msg`The SHA-256 that it gave is not that of the test file.`)
        proof = 'sha256'
        return passed(msg`Its SHA-256 equals ours.`)
      },
    },
    {
      id: 'names',
      title: msg`Long and non-ASCII names are kept`,
      needs: ['write'],
      async run(runner) {
        await push(runner, 'names')
        const isThere = await remote.listNames(runner)
        const lost = ODD_NAMES.filter((name) => !isThere(name))
        if (lost.length > 0)
          throw new StepFailed(msg`These names came back changed: ${lost.join(', ')}.`)
        return passed(msg`${ODD_NAMES.length} odd names came back as they were.`)
      },
    },
    roomStep(async (runner) => {
      if (remote.freeSpace === null) return noShell()
      free = parseFreeSpace((await remote.freeSpace(runner)).split('\n'))
      return free === null ? skipped(msg`The NAS does not say.`) : { free, total: null }
    }),
    {
      id: 'clock',
      title: msg`The clocks agree`,
      needs: ['sign_in'],
      async run(runner) {
        if (remote.clock === null) return noShell()
        const difference = Math.abs((await remote.clock(runner)) - Date.now() / 1_000)
        if (!Number.isFinite(difference)) return skipped(msg`The NAS does not say.`)
        if (difference > MAX_CLOCK_DIFFERENCE_S)
          throw new StepFailed(
            msg`They differ by ${Math.round(difference)} seconds. Switch on time synchronisation on both.`,
          )
        return passed(msg`They differ by less than five seconds.`)
      },
    },
    speedStep(probe, push, () => free),
    {
      id: 'delete',
      title: msg`The test files are removed`,
      needs: ['list'],
      cleansUp: true,
      async run(runner) {
        if (!written) return skipped(msg`Nothing was written.`)
        await remote.remove(runner)
        return passed(msg`Removed.`)
      },
    },
  ]
  return {
    transport: 'rsync_ssh',
    destination: `${rsyncAccount(d)}:${remoteFolder(d, '')}`,
    steps,
    proof: () => proof,
  }
}
