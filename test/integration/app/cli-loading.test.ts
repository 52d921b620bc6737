// What a start of the built command line loads: `status` and `--version` need little of the program, and load no more.
import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cli } from '../../helpers/cli.ts'
import { CLI } from '../../helpers/cli-process.ts'
import { localNas, makeLab } from '../../helpers/lab.ts'
import { needsPosix } from '../../helpers/needs-posix.ts'

/** What a start loaded: its own program, as one text, and Node's modules by name. */
interface Loading {
  readonly program: string
  readonly node: readonly string[]
}

/** Names Node's modules that were loaded when the process ends. */
const LISTING = `process.on('exit', () => require('node:fs').writeFileSync(process.env.LOADED, process.moduleLoadList.join('\\n')))`

/** Starts the built command line, which keeps what it loads compiled, with the source. */
const loadingOf = (dir: string, ...args: string[]): Loading => {
  const cache = join(dir, `cache ${args.length}`)
  const loaded = join(dir, 'loaded')
  const listing = join(dir, 'listing.cjs')
  writeFileSync(listing, LISTING)
  execFileSync(process.execPath, ['--require', listing, CLI, ...args], {
    env: { PATH: process.env['PATH'] ?? '', HOME: dir, XDG_CACHE_HOME: cache, LOADED: loaded },
    // a file: the terminal or pipe of a test would load modules of its own
    stdio: 'ignore',
  })
  const kept = join(cache, 'exlab-sync/compiled')
  const names = readdirSync(kept, { recursive: true, encoding: 'utf8' })
  const chunks = names.filter((name) => name.endsWith('.cjs')).map((name) => name.split('/').pop())
  const sources = chunks.map((name) => readFileSync(join(CLI, '..', name ?? ''), 'utf8'))
  return { program: sources.join('\n'), node: readFileSync(loaded, 'utf8').split('\n') }
}

/** Parts of the program by something that stands in the built code of each. */
const PARTS = {
  wholeCore: 'var createCore =',
  engine: 'var createEngine =',
  transports: 'var createTransport =',
  connections: 'var createConnections =',
  receipts: 'var createReceiptService =',
  cleanup: 'var createCleanupPreview =',
  contract: 'var checkedHandlers =',
  completion: 'var completionScript =',
  explain: 'var runExplain =',
  summaries: 'var jobSummary =',
  unfolding: 'var unfoldRun =',
} as const

const partsIn = (program: string): string[] =>
  Object.entries(PARTS)
    .filter(([, text]) => program.includes(text))
    .map(([name]) => name)

/** Node's modules that neither needs: each costs a part of a start. */
const UNNEEDED = [
  'child_process',
  'crypto',
  'http',
  'https',
  'readline',
  'stream/web',
  'tls',
  'zlib',
]

const unneededOf = ({ node }: Loading): string[] =>
  UNNEEDED.filter((name) => node.includes(`NativeModule ${name}`))

describe.skipIf(needsPosix('nothing is kept compiled on Windows'))('a start', () => {
  it('of status loads the list of runs alone', async () => {
    const lab = makeLab()
    lab.configure([localNas(lab).instrument])
    expect((await cli(lab, 'add', lab.run('SCOPE_01', 'Run', { 'a.tif': 'a' }))).code).toBe(0)
    expect((await cli(lab, 'run', '--until-idle', '--quiet')).code).toBe(0)
    const loading = loadingOf(lab.dir, '--data-dir', lab.dataDir, 'status')
    expect(loading.program).toContain('var createListCore =')
    expect(partsIn(loading.program)).toEqual([])
    expect(unneededOf(loading)).toEqual([])
    // half of it are libraries for config.yaml and the parser of the command line
    expect(loading.program.length).toBeLessThan(1_300_000)
  })
  it('that only says the version loads no core', () => {
    const loading = loadingOf(makeLab().dir, '--version')
    expect(loading.program).not.toContain('var createListCore =')
    expect(partsIn(loading.program)).toEqual([])
    expect(loading.program).not.toContain('var openDatabase =')
    expect(unneededOf(loading)).toEqual([])
  })
  it('of a command that needs the whole core has all of it', () => {
    const lab = makeLab()
    lab.configure([localNas(lab).instrument])
    const { program } = loadingOf(lab.dir, '--data-dir', lab.dataDir, 'foresight')
    expect(partsIn(program)).toEqual(
      Object.keys(PARTS).filter((name) => name !== 'completion' && name !== 'explain'),
    )
  })
})
