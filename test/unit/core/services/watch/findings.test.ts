// An instrument's folder that is not there: on Windows the sentence says what a mapped drive letter has to do with it.
import { expect, it } from 'vitest'
import type { Instrument } from '../../../../../electron/core/domain/config.ts'
import { findingOf } from '../../../../../electron/core/services/watch/findings.ts'

const messageOf = (localRoot: string, windows: boolean): string => {
  const instrument = { id: 'MS01', localRoot } as Instrument
  const found = { kind: 'unreadable', folder: localRoot, code: 'ENOENT' } as const
  return findingOf(instrument, found, true, windows)?.message ?? ''
}

it('names the share as the way out where it is a drive of Windows, and nothing of it elsewhere', () => {
  expect(messageOf('Z:\\acq', true)).toContain(
    'If Z: is a share, this session may not have the letter',
  )
  expect(messageOf('\\\\nas\\acq', true)).not.toContain('letter')
  expect(messageOf('/acq', false)).not.toContain('letter')
})
