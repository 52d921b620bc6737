// The servers that a NAS of the tests can be: Samba, WebDAV, and rsync over ssh, each over a folder of this computer.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Instrument } from './lab-files.ts'
import { type Lab, makeLab } from './lab.ts'
import { startSamba } from './samba.ts'
import { serveFolder } from './serve.ts'
import { makeSshLab } from './ssh-lab.ts'

interface ServedLab {
  readonly lab: Lab
  /** The destination's own folder, as it lies on the server's disk. */
  readonly nas: string
  readonly instrument: Instrument
}

interface NasServer {
  readonly name: string
  /** Starts the server with the test, and configures a lab to send to it. */
  readonly start: () => Promise<ServedLab>
}

const overRclone = (lab: Lab, rcloneConf: string, path: string): Instrument => {
  const conf = join(lab.dir, 'rclone.conf')
  writeFileSync(conf, rcloneConf)
  const instrument = {
    id: 'FLOW_01',
    transport: [
      'type: rclone',
      'rclone_remote: nas',
      `rclone_remote_path: ${path}`,
      `rclone_config: ${conf}`,
    ],
  }
  lab.configure([instrument])
  return instrument
}

/** Every kind of server that the tests can start. */
export const NAS_SERVERS: readonly NasServer[] = [
  {
    name: 'Samba',
    async start() {
      const lab = makeLab()
      const nas = join(lab.dir, 'share/raw')
      mkdirSync(nas, { recursive: true })
      const { rcloneConf } = await startSamba(join(lab.dir, 'samba'), join(lab.dir, 'share'))
      return { lab, nas, instrument: overRclone(lab, rcloneConf, 'data/raw') }
    },
  },
  {
    name: 'WebDAV',
    async start() {
      const lab = makeLab()
      const nas = join(lab.dir, 'share/raw')
      mkdirSync(nas, { recursive: true })
      const port = await serveFolder('webdav', join(lab.dir, 'share'))
      const conf = `[nas]\ntype = webdav\nurl = http://127.0.0.1:${port}\nvendor = other\n`
      return { lab, nas, instrument: overRclone(lab, conf, 'raw') }
    },
  },
  {
    name: 'rsync over ssh',
    async start() {
      const { lab, nas, instrument } = await makeSshLab()
      return { lab, nas, instrument }
    },
  },
]
