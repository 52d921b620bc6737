// Tests the marker by which a run folder is told from its own place on the NAS.
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { isOwnCopy } from '../../../../electron/core/destinations/own-copy.ts'
import { type Transport, silentIo } from '../../../../electron/core/transports/transport.ts'
import { isPassing } from '../../../../electron/core/wizard/run-records.ts'

it('is seen where both are one folder, is never sent along by another job of the run, and is gone afterwards', async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'exlab-own-copy-')))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const names = (): string[] => readdirSync(join(folder, '.exlab-wizard'))
  const ask = (isSame: boolean): Promise<boolean> => {
    const list: Transport['remote']['list'] = async (_request, _io, onEntry) => {
      for (const name of names()) {
        expect(isPassing(`.exlab-wizard/${name}`)).toBe(true)
        if (isSame) onEntry({ path: name, kind: 'file', size: 0 })
      }
      return true
    }
    // the list is all that is asked
    const transport = { remote: { list } } as unknown as Transport
    const { signal } = new AbortController()
    return isOwnCopy({ folder, runPath: 'Run' }, transport, silentIo(signal))
  }
  expect(await ask(true)).toBe(true)
  expect(await ask(false)).toBe(false)
  expect(readdirSync(folder)).toEqual([])
})
