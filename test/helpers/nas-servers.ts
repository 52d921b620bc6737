// The servers that a NAS of the tests can be: Samba, WebDAV, and rsync over ssh, each over a folder of this computer. On Windows,
// which can start none of these, they are what serve-nas.ts serves.
import { randomUUID } from 'node:crypto'
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

/** A folder that serve-nas.ts serves. */
export interface ServedFolder {
  readonly name: string
  /** Section `[nas]` of an rclone.conf. */
  readonly rcloneConf: string
  /** The folder as that remote names it, and as the tests find it on a disk. */
  readonly path: string
  readonly folder: string
}

/** Variable that holds what serve-nas.ts printed. */
const SERVED = 'EXLAB_SYNC_TEST_SERVERS'

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

const fromServed = ({ name, rcloneConf, path, folder }: ServedFolder): NasServer => ({
  name,
  async start() {
    const lab = makeLab()
    const own = `raw-${randomUUID()}`
    const nas = join(folder, own)
    mkdirSync(nas)
    return { lab, nas, instrument: overRclone(lab, rcloneConf, `${path}/${own}`) }
  },
})

const OWN: readonly NasServer[] = [
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

/** Every kind of server that the tests can start, or that was started for them. */
export const NAS_SERVERS: readonly NasServer[] =
  process.env[SERVED] === undefined
    ? OWN
    : (JSON.parse(process.env[SERVED]) as readonly ServedFolder[]).map(fromServed)
