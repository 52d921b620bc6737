// The commands exclude, include and accept as a script uses them, and kill -9 in a run with excluded files.
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startEngine } from '../../helpers/cli-process.ts'
import { cli } from '../../helpers/cli.ts'
import { afterPush, localNas, makeLab } from '../../helpers/lab.ts'

const WHO = ['--by', 'J. Lee', '--note', 'scratch']

describe('the command line', () => {
  it('excludes files after a dry run, and includes them again', async () => {
    const lab = makeLab()
    const { nas, instrument } = localNas(lab)
    lab.configure([instrument])
    const files = { 'a.tif': 'aaa', 'b.tmp': 'bb', 'sub/c.tmp': 'c', '-x': 'x' }
    await cli(lab, 'add', '--as-one-run', lab.run('SCOPE_01', 'Run', files))
    expect(await cli(lab, 'exclude', 'Run', ...WHO)).toMatchObject({
      code: 2,
      err: 'Say which files: --files PATH... or --pattern GLOB.\n',
    })
    expect(await cli(lab, 'exclude', 'Run', '--pattern', '*.tmp')).toMatchObject({
      code: 2,
      err: 'Say who decides it: --by NAME.\n',
    })
    expect((await cli(lab, 'exclude', 'Run', '--pattern', '*.tmp', ...WHO)).code).toBe(0)
    expect((await cli(lab, 'run', '--until-idle')).code).toBe(0)
    expect(existsSync(join(nas, 'Run/b.tmp'))).toBe(false)
    const state = async () => JSON.parse((await cli(lab, 'status', 'Run', '--json')).out).jobs[0]
    expect(await state()).toMatchObject({
      state: 'verified',
      files: { total: 2, byState: { verified: 2, excluded: 2 } },
    })
    expect((await cli(lab, 'status', '--files')).out).toMatch(
      /Excluded +\S+ \S+ {2}b\.tmp {2}Excluded by J\. Lee: scratch/,
    )
    expect(await cli(lab, 'exclude', 'Run', '--dry-run', '--pattern', '*.tif')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^1 file, .* would be left out\n {2}a\.tif\n$/),
    })
    expect(await cli(lab, '--json', 'exclude', 'Run', '--files', 'a.tif', ...WHO)).toMatchObject({
      code: 0,
      out: '{"files":1,"bytes":3}\n',
    })
    expect((await cli(lab, 'exclude', 'Run', '--files', 'none.tif', ...WHO)).err).toContain(
      'Run has no file none.tif',
    )
    const receipt = (await cli(lab, 'receipt', 'Run')).out
    expect(receipt).toContain('excluded by J. Lee: 2 files, 3 bytes (*.tmp): scratch')
    expect(receipt).toContain('excluded by J. Lee: 1 file, 3 bytes (a.tif): scratch')
    await cli(lab, '--json', 'receipt', 'Run', '--output', 'receipt.json')
    const worked = (await cli(lab, 'run', '--until-idle', '--quiet', '--json')).out
    expect(JSON.parse(worked).exitCode).toBe(0)
    expect((await cli(lab, 'include', 'Run', '--pattern', '*.tif', '--by', 'x')).err).toContain(
      'no exclusion with the pattern *.tif',
    )
    expect(await cli(lab, 'include', 'Run', '--pattern', '*.tmp', '--by', 'x')).toMatchObject({
      code: 0,
      out: '2 files of Run are sent again\n',
    })
    expect((await cli(lab, 'include', 'Run', '--all', '--by', 'x')).code).toBe(0)
    expect((await cli(lab, 'run', '--until-idle')).code).toBe(0)
    expect(await state()).toMatchObject({ files: { total: 4, byState: { verified: 4 } } })
    expect((await cli(lab, 'accept', 'Run', '--by', 'x')).err).toBe('Say why: --note TEXT.\n')
    expect((await cli(lab, 'accept', 'Run', ...WHO)).err).toContain('is gone')
    // excluded files stand in the list of the saved receipt, and not in its count
    const saved = JSON.parse(readFileSync(join(lab.dir, 'receipt.json'), 'utf8'))
    expect([saved.receipt.files, saved.list.length]).toEqual([1, 4])
    expect((await cli(lab, 'receipt', '--check', 'receipt.json')).out).toContain(
      'yes  It lists 1 files, 1 bytes, as it says.',
    )
  })
})

describe('the cleanup decision of a run with files that were left out', () => {
  const NOW = 'nas_cleanup: { enabled: false, min_verify_passes: 1, min_age_hours: 0 }\n'
  it('names them in the dry run of the run and of all runs, and in the receipt', async () => {
    const lab = makeLab()
    lab.configure([localNas(lab).instrument], NOW)
    await cli(lab, 'add', lab.run('SCOPE_01', 'Run', { 'a.tif': 'aaa', 'b.raw': 'bb' }))
    await cli(lab, 'run', '--until-idle')
    await cli(lab, 'exclude', 'Run', '--pattern', '*.raw', ...WHO)
    await cli(lab, 'run', '--until-idle')
    const headline = 'Safe to delete but for 1 file that was left out'
    expect((await cli(lab, 'cleanup', 'Run', '--dry-run')).out).toContain(
      `Run: ${headline}, as of `,
    )
    expect((await cli(lab, 'cleanup', '--dry-run')).out).toMatch(
      /^1 {2}Run {2}3 B but for 1 file that was left out\n/,
    )
    expect(JSON.parse((await cli(lab, '--json', 'cleanup', 'Run', '--dry-run')).out)).toMatchObject(
      { verdict: 'safe', headline: expect.stringContaining(headline), leftOut: 1 },
    )
    expect((await cli(lab, 'receipt', 'Run')).out).toContain(
      `May the originals be deleted?: ${headline}, as of `,
    )
  })
})

describe('kill -9', () => {
  it('while a run with excluded files is sent and verified never lets an excluded file arrive', async () => {
    const lab = makeLab()
    const { nas, instrument } = localNas(lab)
    // the wrapped tool kills the engine, once while sending and once while verifying, and ends with it: the engine may die
    // before it noted the tool's pid, and a tool that nobody knows of would compete with the next engine
    const rclone = lab.wrap(
      'rclone',
      `case "$1" in copy|config) ;; *) exec /usr/bin/rclone "$@";; esac
[ "$1" = copy ] || [ -e "${lab.dir}/sent" ] || exec /usr/bin/rclone "$@"
if [ ! -e "${lab.dir}/killed-$1" ]; then touch "${lab.dir}/killed-$1"; kill -9 $PPID; exit 1; fi
${afterPush(`touch '${lab.dir}/sent'`)}`,
    )
    lab.configure([instrument], `tools:\n  rclone: ${rclone}\n`)
    const files = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [`plate/${i}.${i % 3 === 0 ? 'tmp' : 'tif'}`, `c${i}`]),
    )
    await cli(lab, 'add', '--as-one-run', lab.run('SCOPE_01', 'Run', files))
    await cli(lab, 'exclude', 'Run', '--pattern', '*.tmp', ...WHO)
    const codes: (number | null)[] = []
    while (codes.at(-1) !== 0 && codes.length < 6) codes.push(await startEngine(lab.dataDir).ended)
    // killed at least once while sending and once while proving, and proven in the end
    expect(codes.filter((code) => code === null).length).toBeGreaterThanOrEqual(2)
    expect(codes.at(-1)).toBe(0)
    const { jobs } = JSON.parse((await cli(lab, 'status', '--json')).out)
    expect(jobs[0]).toMatchObject({
      state: 'verified',
      files: { total: 40, byState: { verified: 40, excluded: 20 } },
    })
    expect(readdirSync(join(nas, 'Run/plate')).filter((name) => name.endsWith('.tmp'))).toEqual([])
    rmSync(join(lab.dir, 'killed-copy'))
    await cli(lab, 'include', 'Run', '--all', '--by', 'J. Lee')
    expect(await startEngine(lab.dataDir).ended).toBeNull()
    expect(await startEngine(lab.dataDir).ended).toBe(0)
    expect(readdirSync(join(nas, 'Run/plate'))).toHaveLength(60)
  })
})
