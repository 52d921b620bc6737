// Makes sure that one module alone touches the records of a run, and that no module near a run folder writes or removes files
// by other means than guarded folders (docs/security.md 1).
import { describe, expect, it } from 'vitest'
import { filesBelow, importsOf, readSource } from '../helpers/import-graph.ts'

const sources = ['electron', 'shared', 'renderer']
  .flatMap((folder) => filesBelow(folder))
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => ({ file, source: readSource(file) }))

/** The code without comments: what a comment names is not done. */
const codeOf = (source: string): string =>
  source.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '')

const fileImports = (file: string, source: string): readonly string[] =>
  importsOf(file, source)
    .filter(({ to }) => to === 'node:fs' || to === 'node:fs/promises')
    .flatMap(({ names }) => [...names])

const DOOR = 'electron/core/wizard/run-records.ts'

describe('the records of a run', () => {
  /** They walk or list run folders and leave the records folder out by its name. */
  const LEAVE_OUT = [
    'electron/core/engine/scan/scan-worker.ts',
    'electron/core/services/watch/originals-watch.ts',
  ]
  /** They name the manifest below a run, to send it by the tool and to say which file is meant. */
  const NAME_MANIFEST = [
    'electron/core/engine/attempt/proof/manifest.ts',
    'electron/core/services/receipts/check-receipt.ts',
  ]
  const naming = sources.filter(({ source }) =>
    /RECORDS_FOLDER|MANIFEST_PATH|\.exlab-wizard|withRecords|makeRecords|withMarker/.test(
      codeOf(source),
    ),
  )

  it('are opened by the door alone: what else names them has no file of this computer', () => {
    const others = naming
      .map(({ file }) => file)
      .filter((file) => ![DOOR, ...LEAVE_OUT, ...NAME_MANIFEST].includes(file))
    const faults = naming.filter(
      ({ file, source }) => others.includes(file) && fileImports(file, source).length > 0,
    )
    expect(faults.map(({ file }) => file)).toEqual([
      // looks for the identity file of a destination in the folders above a run
      'electron/core/destinations/own-copy.ts',
      // asks whether an original is still there
      'electron/core/engine/attempt/proof/compare-digests.ts',
    ])
    expect(naming.map(({ file }) => file)).toContain(DOOR)
  })

  it('are named on disk by the door alone', () => {
    const joined = sources
      .filter(({ file }) => file !== DOOR)
      .filter(({ source }) =>
        /(?:join|resolve)\([^)]*(?:RECORDS_FOLDER|\.exlab-wizard)/.test(codeOf(source)),
      )
    expect(joined.map(({ file }) => file)).toEqual([])
  })

  it('are left out, not read, by those that walk run folders', () => {
    for (const { file, source } of sources.filter(({ file: one }) => LEAVE_OUT.includes(one)))
      for (const line of codeOf(source).split('\n'))
        if (/RECORDS_FOLDER/.test(line) && !line.startsWith('import '))
          expect(line, file).toMatch(/[!=]== RECORDS_FOLDER/)
  })
})

describe('a run folder', () => {
  const NEAR_RUNS =
    /^electron\/core\/(?:(?:wizard|destinations|engine|services\/(?:runs|watch|receipts))\/|lib\/held-open\.ts$)/
  const WRITES =
    /^(?:write|append|copyFile|cp|rename|rm|unlink|mkdir|mkdtemp|truncate|link|symlink|chmod|chown|utimes|createWriteStream|open(?:Sync)?$)/
  /** What else writes or opens a file there, and why it may. */
  const ALLOWED: Readonly<Record<string, readonly string[]>> = {
    // empty folders, by their names in opened ones
    'electron/core/wizard/run-records.ts': ['rmdir'],
    'electron/core/engine/cleanup/delete-files.ts': ['rmdirSync', 'unlinkSync'],
    // reads originals without following a link
    'electron/core/engine/hashing/hash-worker.ts': ['openSync'],
    // a folder of its own in the system's temporary folder
    'electron/core/engine/attempt/proof/manifest.ts': ['rm'],
    // opens files of a recording, and reads none, to see whether another program has them
    'electron/core/lib/held-open.ts': ['open', 'openSync'],
    // reads a manifest that says what a run holds, in a thread, without following a link
    'electron/core/services/watch/manifest-worker.ts': ['openSync'],
  }

  it('is written to by guarded folders alone', () => {
    const writing = sources
      .filter(({ file }) => NEAR_RUNS.test(file))
      .map(({ file, source }) => ({
        file,
        names: fileImports(file, source).filter((name) => WRITES.test(name)),
      }))
      .filter(({ names }) => names.length > 0)
    expect(Object.fromEntries(writing.map(({ file, names }) => [file, names.toSorted()]))).toEqual(
      ALLOWED,
    )
  })

  it('has files opened to see whether another program holds them, never through a link, and waiting in threads alone', () => {
    const held = 'electron/core/lib/held-open.ts'
    expect(readSource(held)).toContain('O_NOFOLLOW')
    const waiting = sources
      .filter(({ file, source }) =>
        importsOf(file, source).some(
          ({ to, names }) => to === held && [...names].includes('isHeldOpenSync'),
        ),
      )
      .map(({ file }) => file)
    expect(waiting).toEqual(['electron/core/engine/scan/scan-worker.ts'])
  })

  it('has files deleted only by addresses of guarded folders', () => {
    const source = readSource('electron/core/engine/cleanup/delete-files.ts')
    for (const [call] of codeOf(source).matchAll(/(?:unlinkSync|rmdirSync|lstatSync)\([^\n]*/g))
      expect(call).toMatch(/\((?:path\)|above\.at\()/)
    expect(source).toContain('const path = folder.at(')
  })

  it('has no file read on the main thread', () => {
    const SYNCHRONOUS = /^(?:readFileSync|readSync|readdirSync|createReadStream)$/
    const reading = sources
      .filter(({ file }) => NEAR_RUNS.test(file) && !file.endsWith('-worker.ts'))
      .filter(({ file, source }) =>
        fileImports(file, source).some((name) => SYNCHRONOUS.test(name)),
      )
      .map(({ file }) => file)
    expect(reading).toEqual([
      // the command line of a process, from the system
      'electron/core/engine/recovery/orphan-process.ts',
      // a receipt that a person named
      'electron/core/services/receipts/check-receipt.ts',
    ])
  })
})
