// A real keychain: the Secret Service of gnome-keyring on a bus of its own, asked by the command line as plain Node.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { CLI, NODE } from '../../helpers/cli-process.ts'
import { makeLab } from '../../helpers/lab.ts'

const PROGRAMS = ['/usr/bin/dbus-run-session', '/usr/bin/gnome-keyring-daemon']
const missing = PROGRAMS.find((program) => !existsSync(program)) ?? null

/** The daemon ends with its bus. */
const SCRIPT = `
printf 'login' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
connection() { "$NODE" "$CLI" --data-dir "$DATA" connection "$@"; }
echo 'planted-secret' | connection add 'Lab NAS' --type webdav --option url=http://127.0.0.1:9 user=lab --secret pass --untested || exit 1
# another process finds the password again
connection list --json
`

it.skipIf(missing !== null)(
  `the password of the connections is in the keychain${missing === null ? '' : ` (${missing} is not installed)`}`,
  () => {
    const lab = makeLab()
    lab.configure([])
    const home = join(lab.dir, 'home')
    mkdirSync(join(home, 'run'), { recursive: true, mode: 0o700 })
    const script = join(lab.dir, 'script.sh')
    writeFileSync(script, SCRIPT)
    const { stdout, stderr, status } = spawnSync('dbus-run-session', ['--', 'sh', script], {
      env: {
        PATH: process.env['PATH'],
        HOME: home,
        XDG_RUNTIME_DIR: join(home, 'run'),
        NODE,
        CLI,
        DATA: lab.dataDir,
      },
      encoding: 'utf8',
      timeout: 60_000,
    })
    expect(status, stderr).toBe(0)
    const [, json = ''] = stdout.split(/\n(?=\{)/)
    expect(JSON.parse(json)).toMatchObject({
      confs: [{ conf: 'app', state: 'open', encrypted: true, message: null }, {}],
      connections: [{ name: 'Lab NAS', type: 'webdav', secrets: ['pass'] }],
    })
    expect(readdirSync(lab.dataDir)).not.toContain('secrets.json')
    expect(readFileSync(join(lab.dataDir, 'rclone.conf'), 'utf8')).toContain('RCLONE_ENCRYPT_V0:')
    // without that bus the password can't be had, and that is said
    const away = spawnSync(NODE, [CLI, '--data-dir', lab.dataDir, 'connection', 'list'], {
      env: { PATH: process.env['PATH'], HOME: home },
      encoding: 'utf8',
    })
    expect(away.status).toBe(1)
    expect(away.stderr).toContain("The keychain of this account can't be used")
    const planted = execFileSync('sh', ['-c', `grep -rl planted-secret '${lab.dataDir}' || true`])
    expect(planted.toString()).toBe('')
  },
)
