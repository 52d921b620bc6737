// The data folder as others meet it: what is made in it is for its owner alone, `status` reads one that may not be written, and a
// name never reaches a terminal raw.
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasHidden } from '../../../shared/escape.ts'
import { cli } from '../../helpers/cli.ts'
import { CLI, NODE } from '../../helpers/cli-process.ts'
import { localNas, makeLab, work } from '../../helpers/lab.ts'

const setUp = async (name = 'Run 1') => {
  const lab = makeLab()
  const { instrument } = localNas(lab)
  lab.configure([instrument])
  const core = await lab.open()
  const job = await work(core, lab.run('SCOPE_01', name, { 'a.tif': 'a', 'gpj.\u202egnp': 'b' }))
  return { lab, core, job }
}

describe('the data folder', () => {
  it('and all that is made in it are for their owner alone', async () => {
    const { lab, core } = await setUp()
    await core.handlers['destinations.test']({ instrumentId: 'SCOPE_01' })
    const made = readdirSync(lab.dataDir, { recursive: true, withFileTypes: true })
      .filter(({ name }) => name !== 'config.yaml')
      .map((entry) => join(entry.parentPath, entry.name))
    expect(made.map((path) => path.slice(lab.dataDir.length + 1))).toEqual(
      expect.arrayContaining(['queue.db', 'queue.db-wal', 'queue.db-shm', 'engine.lock', 'logs']),
    )
    expect(made.filter((path) => (statSync(path).mode & 0o077) !== 0)).toEqual([])
  })

  it('that others can look into is said by run and doctor, and in the answer to the window', async () => {
    const { lab, core } = await setUp()
    expect((await core.handlers['app.info']({})).warnings).toEqual([])
    await core.stop()
    chmodSync(lab.dataDir, 0o755)
    const words = `chmod o-rwx '${lab.dataDir}'`
    expect((await cli(lab, 'run', '--until-idle')).err).toContain(words)
    expect((await cli(lab, 'doctor')).err).toContain(words)
    expect((await cli(lab, 'status')).err).toBe('')
  })

  it('that may not be written is read by status, unless it was not closed', async () => {
    const { lab, core } = await setUp()
    await core.stop()
    chmodSync(lab.dir, 0o755)
    chmodSync(lab.dataDir, 0o555)
    for (const name of ['queue.db', 'queue.db.opening']) chmodSync(join(lab.dataDir, name), 0o444)
    // root may write anywhere
    const other = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
    const status = () =>
      spawnSync(NODE, [CLI, '--data-dir', lab.dataDir, 'status'], { encoding: 'utf8', ...other })
    const answer = status()
    expect(answer.stderr).toBe('')
    expect(answer.stdout).toContain('Run 1')
    expect(existsSync(join(lab.dataDir, 'queue.db-shm'))).toBe(false)
    writeFileSync(join(lab.dataDir, 'queue.db-wal'), 'x')
    const refused = status()
    expect(refused.status).toBe(2)
    expect(refused.stderr).toContain('was not closed')
  })

  it('below /proc is refused at once', () => {
    const { status, stderr } = spawnSync(
      NODE,
      [CLI, '--data-dir', '/proc/exlab/x', 'run', '--until-idle'],
      { encoding: 'utf8', timeout: 30_000 },
    )
    expect(status).toBe(2)
    expect(stderr).toContain("can't be made")
  })
})

describe('a name with hidden characters', () => {
  it('is marked in every output of the command line, and JSON stays the same', async () => {
    const name = 'Run \u202egpj.exe \u009b31m \u200bx'
    const { lab, job } = await setUp(name)
    expect(job.state).toBe('verified')
    const receipt = join(lab.dir, 'receipt.json')
    for (const args of [
      ['status'],
      ['status', '1', '--files'],
      ['status', '--json'],
      ['status', '1', '--files', '--json'],
      ['log', '1'],
      ['receipt', '1'],
      ['receipt', '1', '--html'],
      ['receipt', '1', '--json'],
    ]) {
      const { out, err, code } = await cli(lab, ...args)
      expect([code, err], args.join(' ')).toEqual([0, ''])
      expect(hasHidden(out.replaceAll(/[\n\t]/g, '')), args.join(' ')).toBe(false)
      if (args[0] === 'receipt' && args[2] === '--json') writeFileSync(receipt, out)
    }
    const { out } = await cli(lab, 'status', '--json')
    expect(out).toContain(String.raw`gpj.exe \u009b31m`)
    expect(JSON.stringify(JSON.parse(out))).toContain(name)
    expect((await cli(lab, 'receipt', '--check', receipt)).code).toBe(0)
    expect(readFileSync(receipt, 'utf8')).toContain(String.raw`gpj.\u202egnp`)
    const refused = await cli(lab, 'status', 'no\u202esuch\u0007run')
    expect(refused.code).toBe(2)
    expect(hasHidden(refused.err.trimEnd())).toBe(false)
  })
})
