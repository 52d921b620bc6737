// The support bundle: it holds logs and attempts, no data and no secrets, and no account name where that is asked for.
import { readFileSync, writeFileSync } from 'node:fs'
import { homedir, userInfo } from 'node:os'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { maskText } from '../../../electron/core/services/support/support-bundle.ts'
import { localNas, makeLab, work } from '../../helpers/lab.ts'

describe('support bundle', () => {
  it('holds what the preview says, with config masked and no data', async () => {
    const lab = makeLab()
    const { instrument } = localNas(lab)
    lab.configure([instrument], '# note\nlims:\n  api_key: hunter2\n  password: "s3cret"\n')
    const core = await lab.open()
    await work(core, lab.run('SCOPE_01', 'Run', { 'a.tif': 'THE DATA ITSELF' }))
    await core.handlers['destinations.test']({ instrumentId: 'SCOPE_01' })
    const { rows } = await core.handlers['bundle.preview']({})
    expect(rows.map((row) => row.name)).toContain('doctor/SCOPE_01.json')
    const file = join(lab.dir, 'bundle.zip')
    await core.writeBundle(file, false)
    const entries = Object.entries(unzipSync(readFileSync(file)))
    expect(entries.map(([name]) => name.replace('bundle/', '')).toSorted()).toEqual(
      rows.map((row) => row.name).toSorted(),
    )
    const text = entries.map(([, bytes]) => strFromU8(bytes)).join('\n')
    expect(text).toContain('rclone copy')
    expect(text).toContain('api_key: ***')
    expect(text).not.toMatch(/hunter2|s3cret|THE DATA ITSELF/)
    // an existing file is never overwritten
    await expect(core.writeBundle(file, false)).rejects.toThrow('EEXIST')
  })

  it('masked, it names neither the home folder nor the account', () => {
    const text = maskText('/home/jlee/.ssh/id and jlee@nas, not jleeds', '/home/jlee', 'jlee')
    expect(text).toBe('~/.ssh/id and USER@nas, not jleeds')
  })

  it('masking takes this very account out of a real bundle', async () => {
    const lab = makeLab()
    const { instrument } = localNas(lab)
    lab.configure([instrument])
    writeFileSync(
      lab.configFile,
      `${readFileSync(lab.configFile, 'utf8')}# ${homedir()}/x ${userInfo().username}\n`,
    )
    const core = await lab.open()
    const file = join(lab.dir, 'masked.zip')
    await core.writeBundle(file, true)
    const config = unzipSync(readFileSync(file))['masked/config.yaml']
    expect(strFromU8(config ?? new Uint8Array())).toContain('# ~/x USER')
  })
})
