// Schemas of stored values: rows of older versions can still be read.
import { expect, it } from 'vitest'
import { lastError } from '../../../shared/model/stored.ts'

it('an error that was stored without a deciding phrase can be read', () => {
  const stored = {
    kind: 'network',
    reason: 'connection_refused',
    message: 'nas is on but not accepting connections',
    exitCode: 255,
    stderr: 'ssh: connect to host nas port 22: Connection refused',
    attempt: 1,
    at: 1,
  }
  expect(lastError.parse(stored)).toEqual(stored)
  expect(lastError.parse({ ...stored, phrase: 'refused' }).phrase).toBe('refused')
})
