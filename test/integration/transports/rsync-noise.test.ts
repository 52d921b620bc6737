// rsync over ssh where logins print, other programs' files lie beside the run, and names begin with characters that mean
// something elsewhere.
import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { act, get, logOf, work } from '../../helpers/lab.ts'
import { makeSshLab } from '../../helpers/ssh-lab.ts'

/** Names that a list of rsync, a shell or an option parser could take for something else. */
const NAMES = [
  '#1_s.raw',
  ';n.txt',
  '-80C.raw',
  '~scratch',
  '- x',
  '+ y',
  '!',
  ' lead',
  '*?[a]',
  '.#lock',
  './..x'.slice(2),
]

it('files whose names begin like a comment are sent by name as well', async () => {
  const { lab, nas } = await makeSshLab()
  const core = await lab.open()
  const files = Object.fromEntries([...NAMES, 'x.tmp'].map((name) => [name, name]))
  const job = await work(core, lab.run('FLOW_01', 'Run', { 'first.raw': '1' }))
  expect(job.state).toBe('verified')
  // late files of a proven run are sent by a list
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(lab.dir, 'acquisition/FLOW_01/Run', name), text)
  await act(core, job.id, 'verify')
  await core.idle()
  lab.pass(3_600_000)
  await core.idle()
  const after = await get(core, job.id)
  expect(after).toMatchObject({ state: 'verified', lastError: null })
  expect(after.files.byState.verified).toBe(NAMES.length + 2)
  for (const name of NAMES) expect(readFileSync(join(nas, 'Run', name), 'utf8')).toBe(name)
})

describe('a run that is called', () => {
  it.each(['-80C_plate1', '~scratch', '#1 plate', "it's; semicolon"])('%s', async (name) => {
    const { lab, nas } = await makeSshLab()
    const core = await lab.open()
    const job = await work(core, lab.run('FLOW_01', name, { 'a.raw': 'a', 'sub/b.raw': 'b' }))
    expect(job).toMatchObject({ state: 'verified', lastError: null })
    expect(existsSync(join(nas, name, 'sub/b.raw'))).toBe(true)
  })
})

it.skipIf(process.getuid?.() !== 0)(
  'an unreadable folder that the NAS made beside the run does not decide about the run',
  async () => {
    const { lab, nas } = await makeSshLab({
      // the far account may not read it: root reads everything, so a script runs as nobody
      sshdLines: () => [
        `ForceCommand case "$SSH_ORIGINAL_COMMAND" in *"sh -s"*) exec setpriv --reuid=nobody --regid=nogroup --clear-groups sh -s;; *) eval "$SSH_ORIGINAL_COMMAND";; esac`,
      ],
    })
    for (const folder of [lab.dir, nas]) chmodSync(folder, 0o777)
    const core = await lab.open()
    const folder = lab.run('FLOW_01', 'Run', { 'a.raw': 'a', 'sub/b.raw': 'b' })
    const job = await work(core, folder)
    expect(job).toMatchObject({ state: 'verified', lastError: null })
    const foreign = join(nas, 'Run', '@eaDir')
    mkdirSync(foreign, { mode: 0o700 })
    writeFileSync(join(nas, 'Run', 'thumbs.db'), 'x', { mode: 0o600 })
    await act(core, job.id, 'verify')
    await core.idle()
    expect(await get(core, job.id)).toMatchObject({ state: 'verified', lastError: null })
    expect(await logOf(core, job.id)).toContain('not of the run, and not read there: @eaDir')
    // a file of the run that cannot be read is another matter
    chmodSync(join(nas, 'Run', 'sub'), 0o700)
    chownSync(join(nas, 'Run', 'sub'), 0, 0)
    await act(core, job.id, 'verify')
    await core.idle()
    const blind = await get(core, job.id)
    expect(blind.lastError?.reason).toBe('remote_permission_denied')
  },
)

it('what a login prints before our script decides nothing, and is in the log', async () => {
  const { lab } = await makeSshLab({
    sshdLines: () => [
      `ForceCommand echo "/home/lab/.bashrc: line 12: module: command not found" >&2; echo "find: '/proc/1': Permission denied" >&2; eval "$SSH_ORIGINAL_COMMAND"`,
    ],
  })
  const core = await lab.open()
  const job = await work(core, lab.run('FLOW_01', 'Run', { 'a.raw': 'a' }))
  expect(job).toMatchObject({ state: 'verified', lastError: null })
  expect(await logOf(core, job.id)).toContain('module: command not found')
})

it('a key with a passphrase is named before the server is blamed', async () => {
  const { lab, configure } = await makeSshLab()
  const key = join(lab.dir, 'locked')
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', 'secret', '-f', key])
  configure({ key })
  const core = await lab.open()
  const job = await work(core, lab.run('FLOW_01', 'Run', { 'a.raw': 'a' }))
  expect(job.lastError).toMatchObject({ reason: 'ssh_key_unusable' })
  expect(job.lastError?.stderr).toContain(`The key ${key} has a passphrase, and no agent holds it.`)
})
