// Names that a server stores under other characters, or as one: real Samba and WebDAV on loopback.
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeLab, work } from '../../helpers/lab.ts'
import { startSamba } from '../../helpers/samba.ts'

describe('Samba', () => {
  it('x', async () => {
    const lab = makeLab()
    const share = join(lab.dir, 'share')
    const samba = await startSamba(join(lab.dir, 'samba'), share)
    const conf = join(lab.dir, 'rclone.conf')
    writeFileSync(conf, samba.rcloneConf)
    lab.configure([
      {
        id: 'SCOPE_01',
        transport: [
          'type: rclone',
          'rclone_remote: nas',
          'rclone_remote_path: data',
          `rclone_config: ${conf}`,
        ],
      },
    ])
    const core = await lab.open()
    const job = await work(core, lab.run('SCOPE_01', 'Run', { '10:22:05.tif': 'a', 'b.tif': 'b' }))
    expect(job).toMatchObject({ state: 'verified', proof: 'read_back', lastError: null })
    console.log(readdirSync(join(share, 'Run')))
  })
})
