// A run is not finished while another program holds one of its files for itself alone, however old that file is.
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { ScanMessage } from '../../../../../electron/core/engine/scan/scan-worker.ts'
import { askThread } from '../../../../helpers/engine-thread.ts'

/** Has every open of a file of that name answer as Windows does for one that acquisition software holds. */
const holding = (name: string): string => `
  const fs = require('node:fs')
  const open = fs.openSync
  fs.openSync = (path, ...rest) => {
    if (String(path).endsWith(${JSON.stringify(name)})) throw Object.assign(new Error('EBUSY'), { code: 'EBUSY' })
    return open(path, ...rest)
  }
  require('node:module').syncBuiltinESMExports()`

const measured = async (
  held: string,
  leaveOut: readonly string[],
  opens: boolean,
): Promise<ScanMessage> => {
  const run = mkdtempSync(join(tmpdir(), 'exlab-held-'))
  onTestFinished(() => rmSync(run, { recursive: true }))
  for (const name of ['data.raw', 'index.dat']) writeFileSync(join(run, name), name)
  utimesSync(join(run, 'index.dat'), 1_000, 1_000)
  return askThread<ScanMessage>(
    'scan/scan-worker.ts',
    { folder: run, measure: { leaveOut, opens } },
    holding(held),
  )
}

it('names the file, also where it is not the newest', async () => {
  expect(await measured('index.dat', [], true)).toMatchObject({ measure: { held: 'index.dat' } })
  expect(await measured('other.dat', [], true)).toMatchObject({ measure: { held: null, files: 2 } })
})

it('opens neither a file that is left out, nor any where only totals are asked for', async () => {
  expect(await measured('index.dat', ['*.dat'], true)).toMatchObject({
    measure: { held: null, files: 1 },
  })
  expect(await measured('index.dat', [], false)).toMatchObject({
    measure: { held: null, files: 2 },
  })
})
