// Opens what a core needs of rclone.conf files: their passwords, their texts, and how tools are given them.
import { rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { systemKeychain } from '../../lib/keychain.ts'
import { createSecretStore } from '../../lib/secret-store.ts'
import { createDestinationTools } from './destination-tools.ts'
import { createRcloneConfs } from './rclone-confs.ts'

/** `isEngine`: drafts that an engine before this one left behind are removed. */
export const openRcloneConfs = (
  dataDir: string,
  env: Readonly<Record<string, string | undefined>>,
  isEngine: boolean,
) => {
  const secrets = createSecretStore({
    dataDir,
    keychain: systemKeychain,
    platform: process.platform,
  })
  const confs = createRcloneConfs({ dataDir, secrets, env, home: homedir() })
  if (isEngine) rmSync(confs.draftsFolder, { recursive: true, force: true })
  return { secrets, confs, toolsFor: createDestinationTools(confs, dataDir) }
}
