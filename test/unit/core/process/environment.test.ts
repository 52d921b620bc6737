// The environment of a tool, read from a real child process: variables that change what
// a tool does never reach it.
import { afterEach, describe, expect, it, vi } from 'vitest'
import * as z from 'zod'
import { toolFolders, withheldVariables } from '../../../../electron/core/process/environment.ts'
import { runTool } from '../../../../electron/core/transports/run-tool.ts'
import { silentIo } from '../../../../electron/core/transports/transport.ts'

/** The environment that a tool sees: Node itself stands for rclone and prints it. */
const environmentOfTool = async (): Promise<Record<string, string>> => {
  const print = 'process.stdout.write(JSON.stringify(process.env))'
  const { exitCode, stdout } = await runTool(
    { tool: 'rclone', argv: ['-e', print], input: null },
    {
      env: process.env,
      tools: { rclone: process.execPath, rsync: null, ssh: null },
      bundled: null,
      inactivityMs: 60_000,
    },
    silentIo(new AbortController().signal),
  )
  expect(exitCode).toBe(0)
  return z.record(z.string(), z.string()).parse(JSON.parse(stdout))
}

const WITHHELD = [
  'LD_PRELOAD',
  'LD_LIBRARY_PATH',
  'DYLD_INSERT_LIBRARIES',
  'RSYNC_RSH',
  'RSYNC_PASSWORD',
  'RSYNC_PROXY',
  'RCLONE_CONFIG',
  'RCLONE_CONFIG_NAS_TYPE',
  'RCLONE_DRY_RUN',
  'RCLONE_PASSWORD_COMMAND',
  'SSH_ASKPASS',
  'SSH_ASKPASS_REQUIRE',
  'DISPLAY',
  'NODE_OPTIONS',
  'ELECTRON_RUN_AS_NODE',
  'BASH_ENV',
  'ENV',
  'IFS',
  'LANG',
  'LC_MESSAGES',
  'AWS_SECRET_ACCESS_KEY',
]

const PASSED_ON = [
  'PATH',
  'HOME',
  'USER',
  'TMPDIR',
  'TZ',
  'SSH_AUTH_SOCK',
  'XDG_CONFIG_HOME',
  'https_proxy',
  'NO_PROXY',
  'SSL_CERT_FILE',
]

/** Values that do no harm to the process that starts the tool. */
const valueOf = (name: string): string =>
  name === 'NODE_OPTIONS' ? '--no-warnings' : `/is/${name}`

describe('the environment of a tool', () => {
  afterEach(() => vi.unstubAllEnvs())

  it('has none of the variables that change what a tool does', async () => {
    for (const name of WITHHELD) vi.stubEnv(name, valueOf(name))
    const seen = await environmentOfTool()
    expect(WITHHELD.filter((name) => name in seen)).toEqual([])
  })

  it('has what a tool needs to find its programs, its keys and its proxy', async () => {
    for (const name of PASSED_ON) vi.stubEnv(name, valueOf(name))
    const seen = await environmentOfTool()
    for (const name of PASSED_ON) expect(seen[name], name).toBe(valueOf(name))
  })

  it('makes error messages come in English', async () => {
    vi.stubEnv('LC_ALL', 'de_DE.UTF-8')
    expect(await environmentOfTool()).toMatchObject({ LC_ALL: 'C' })
  })
})

it('variables that are set for a program and not passed on are named', () => {
  const env = {
    RCLONE_CONFIG: '/x',
    RCLONE_DRY_RUN: '1',
    RSYNC_RSH: 'ssh',
    SSH_ASKPASS: '/y',
    LD_PRELOAD: 'z',
    PATH: '/bin',
    TZ: 'Europe/Zurich',
    HOME: '/h',
  }
  expect(withheldVariables('rclone', env)).toEqual([
    'LD_PRELOAD',
    'RCLONE_CONFIG',
    'RCLONE_DRY_RUN',
  ])
  expect(withheldVariables('rsync', env)).toEqual(['LD_PRELOAD', 'RSYNC_RSH', 'SSH_ASKPASS'])
})

it("Homebrew's programs go before those of macOS, and what the package brings before all", () => {
  const places = { bundled: '/Applications/ExLab Sync.app/tools', env: { PATH: '/usr/bin' } }
  const folders = toolFolders(places, 'darwin')
  const order = [places.bundled, '/opt/homebrew/bin', '/usr/local/bin', '/usr/bin']
  expect(order.map((folder) => folders.indexOf(folder))).toEqual(
    order.map((folder) => folders.indexOf(folder)).toSorted((a, b) => a - b),
  )
  expect(folders[0]).toBe(places.bundled)
  expect(toolFolders(places, 'linux').slice(0, 2)).toEqual([places.bundled, '/usr/bin'])
})
