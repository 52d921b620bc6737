// A Windows share from nothing to a proven run, as a person makes it in the window: real Samba, real rclone.
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Lab, makeLab, work } from '../../helpers/lab.ts'
import { startSamba } from '../../helpers/samba.ts'

describe('a Windows share', () => {
  it('is made', async () => {
    const lab = makeLab()
    mkdirSync(join(lab.dir, 'share'), { recursive: true })
    const { port } = await startSamba(join(lab.dir, 'samba'), join(lab.dir, 'share'))
    lab.configure([])
    const core = await lab.open()
    const h = core.handlers
    const { rows: kinds } = await h['connections.kinds']({})
    console.log(kinds.slice(0, 6))
    const { fields } = await h['connections.form']({ type: 'smb' })
    console.log(fields.map((f) => [f.name, f.label, f.secret, f.advanced]))
    const options = { host: '127.0.0.1', port: String(port), user: userInfo().username, pass: 'wrong-secret' }
    const { draftId, step } = await h['connections.begin']({ type: 'smb', options, from: null })
    console.log(step)
    const connection = { draftId }
    await expect(h['connections.browse']({ connection, path: '' })).rejects.toThrow(/x/).catch((e) => console.log(e.message))
    console.log(await h['connections.change']({ draftId, options: { pass: 'lab-password' } }))
    console.log(await h['connections.browse']({ connection, path: '' }))
    await h['connections.makeFolder']({ connection, path: 'data/raw' })
    console.log(await h['connections.browse']({ connection, path: 'data' }))
    const report = await h['connections.test']({ transport: { type: 'rclone', rclone_remote_path: 'data/raw' }, draftId, what: 'connection' })
    console.log(report.steps.map((s) => `${s.id} ${s.outcome} ${s.message}`).join('\n'))
    const { place } = await h['connections.save']({ draftId, name: 'Lab NAS' })
    console.log(place, readFileSync(lab.configFile, 'utf8'), readFileSync(join(lab.dataDir, 'rclone.conf'), 'utf8'), readdirSync(lab.dataDir))
    console.log(JSON.stringify(await h['connections.list']({}), null, 1))
  })
})
