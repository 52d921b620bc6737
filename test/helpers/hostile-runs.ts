// Makes run folders of a stranger who can write into them: links of every kind at every level, pipes, sockets, devices, huge and
// deep records, names and records that are code. Their files must neither lead outside nor stop or start a program.
import { createHash } from 'node:crypto'
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { HOSTILE } from './hostile.ts'
import { SPECIAL_FILES } from './special-files.ts'

/** A text that stands in files outside alone. */
export const SECRET = 'precious: never to be read, sent or changed'

/** What a hostile run is expected to come to. `proven`: its files are on the NAS, proven, and may be deleted here. */
type Expected =
  | 'proven'
  /** Proven, and it says that its records are unsafe; nothing is deleted. */
  | 'says'
  /** Not verified: some of it is no file. */
  | 'unproven'

interface HostileRun {
  readonly name: string
  readonly expected: Expected
  /** Adds the hostile part to a run folder that has its files and records. `outside`: a folder outside of all runs. */
  make(run: string, outside: string): void
}

const RECORDS = '.exlab-wizard'
const MANIFEST = 'checksums.sha256'
const LOG = `wizard.${hostname()}.log`
const NAMES = ['creation.json', 'readme_fields.json', 'ingest.json', MANIFEST, LOG]

/** Files of every run; the folder outside has the same ones. */
const DATA = ['a.tif', 'sub/b.tif', 'sub/deep/c.tif']
const TIME = 1_700_000_000

const put = (file: string, text: string): void => {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  utimesSync(file, TIME, TIME)
}

const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)
const withDepth = (levels: number): string =>
  `{ "sync_status": "pending", "states": [], "core_fields": { "label": ${deep(levels)} }, "deep": ${deep(levels)} }`

const replaced = (
  run: string,
  name: string,
  make: (path: string, target: string) => void,
  target: string,
): void => {
  rmSync(join(run, name), { recursive: true, force: true })
  make(join(run, name), target)
}

const kinds = Object.entries(SPECIAL_FILES)

export const HOSTILE_RUNS: readonly HostileRun[] = [
  ...kinds.map(([kind, make]): HostileRun => ({
    name: `every record is ${kind}`,
    expected: 'says',
    make: (run, outside) =>
      NAMES.forEach((name) =>
        replaced(run, `${RECORDS}/${name}`, make, join(outside, 'thesis.txt')),
      ),
  })),
  ...kinds.map(([kind, make]): HostileRun => ({
    name: `the records folder is ${kind}`,
    expected: 'says',
    make: (run, outside) => replaced(run, RECORDS, make, outside),
  })),
  ...kinds.map(([kind, make]): HostileRun => ({
    name: `among the files is ${kind}`,
    expected: 'unproven',
    make(run, outside) {
      make(join(run, 'special'), join(outside, 'thesis.txt'))
      make(join(run, 'sub/deep/special'), outside)
    },
  })),
  {
    name: 'the manifest alone is a link',
    expected: 'says',
    make: (run, outside) => symlinkSync(join(outside, 'thesis.txt'), join(run, RECORDS, MANIFEST)),
  },
  {
    name: 'the log is a second name of a file outside',
    expected: 'says',
    make: (run, outside) => linkSync(join(outside, 'linked'), join(run, RECORDS, LOG)),
  },
  {
    name: 'temporary names are links',
    expected: 'proven',
    make(run, outside) {
      for (const name of ['creation.json.exlab-sync.tmp', `${MANIFEST}.tmp`, 'ingest.json.tmp'])
        symlinkSync(join(outside, 'settings.yaml'), join(run, RECORDS, name))
    },
  },
  {
    name: 'huge records',
    expected: 'says',
    make(run) {
      for (const name of ['creation.json', 'readme_fields.json', 'ingest.json'])
        truncateSync(join(run, RECORDS, name), 4 << 20)
    },
  },
  {
    name: 'deep records',
    expected: 'proven',
    make(run) {
      for (const name of ['creation.json', 'readme_fields.json', 'ingest.json'])
        writeFileSync(join(run, RECORDS, name), withDepth(200_000))
    },
  },
  {
    name: 'many records',
    expected: 'proven',
    make(run) {
      for (let i = 0; i < 500; i += 1) writeFileSync(join(run, RECORDS, `exlab-sync-${i}.json`), '')
      put(join(run, RECORDS, ...Array.from({ length: 60 }, () => 'd'), 'e'), '')
    },
  },
  {
    name: 'names $(touch hacked) `touch hacked`; touch hacked',
    expected: 'proven',
    make: (run) => HOSTILE.forEach((name) => put(join(run, name), name)),
  },
]

/** Makes a run folder with programs that would leave a file `witness`, and records that name them. */
export const makeHostileRun = (
  run: string,
  { make }: HostileRun,
  outside: string,
  witness: string,
): void => {
  for (const name of DATA) put(join(run, name), `${name} of the run`)
  const program = join(run, 'evil.sh')
  for (const name of ['evil.sh', 'rclone', 'rsync', 'ssh', 'sha256sum']) {
    put(join(run, name), `#!/bin/sh\ntouch '${witness}'\n`)
    chmodSync(join(run, name), 0o755)
  }
  const record = {
    sync_status: 'pending',
    tools: { rclone: program, rsync: program, ssh: program },
    core_fields: { label: `$(touch '${witness}')`, operator: '\u202Efdp.exe' },
    states: [],
  }
  for (const name of ['creation.json', 'readme_fields.json', 'ingest.json'])
    put(join(run, RECORDS, name), JSON.stringify(record))
  make(run, outside)
}

/** Makes the folder outside: files of the account, and files with the names, sizes and times of those of a run. */
export const makeOutside = (outside: string): void => {
  for (const name of ['thesis.txt', '.bashrc', 'settings.yaml', 'creation.json', MANIFEST, LOG])
    put(join(outside, name), SECRET)
  // a file with a second name in a run is a file of the run, and is sent
  put(join(outside, 'linked'), 'of both')
  for (const name of DATA) put(join(outside, name), `${name} of the run`)
}

/** Every path below a folder with kind, rights, size, time and bytes. */
export const fingerprintOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .toSorted()
    .map((path) => {
      const file = join(folder, path)
      const { mode, size, mtimeMs, ino } = lstatSync(file)
      const content = lstatSync(file).isFile()
        ? createHash('sha256').update(readFileSync(file)).digest('hex')
        : lstatSync(file).isSymbolicLink()
          ? readlinkSync(file)
          : ''
      return [path, mode, size, mtimeMs, ino, content].join(' ')
    })
