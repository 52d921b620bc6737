// A tool that could not write its folder on this computer blames no NAS.
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { blamedOn } from '../../../../electron/core/transports/tool-folder.ts'
import { TransportError } from '../../../../electron/core/transports/transport.ts'

const FOLDER = join(tmpdir(), 'exlab-sync-read-x1')
const said = (stderr: string): TransportError =>
  new TransportError('nas has no room left', {
    errorKind: 'network',
    reason: 'remote_disk_full',
    stderr,
  })

it('is told by the folder that its words name', () => {
  const full = said(
    `rsync: [receiver] write failed on "${FOLDER}/a.tif": No space left on device (28)`,
  )
  expect(blamedOn(FOLDER, full)).toMatchObject({
    reason: 'temp_folder_unwritable',
    message: `This computer can't write its folder for temporary files, ${tmpdir()} (ENOSPC)`,
    stderr: full.stderr,
  })
})

it('leaves every other error as it is', () => {
  const there = said('rsync: [receiver] write failed on "/vol/a.tif": No space left on device (28)')
  expect(blamedOn(FOLDER, there)).toBe(there)
  const bug = new TypeError(`${FOLDER} is no function`)
  expect(blamedOn(FOLDER, bug)).toBe(bug)
})
