// Opens what a core needs of rclone.conf files: their passwords, their texts, and how tools are given them.
import { rmSync } from 'node:fs'
import { homedir } from 'node:os'
import type { ProtectedFolders } from '../../process/program-check.ts'
import { systemKeychain } from '../../lib/keychain.ts'
import { createSecretStore } from '../../lib/secret-store.ts'
import { createDestinationTools } from './destination-tools.ts'
import { createRcloneConfs } from './rclone-confs.ts'

/** `ownFolder`: what is this account's alone (data-dir.ts). `isEngine`: drafts that an engine before this one left behind are removed. */
export const openRcloneConfs = (
  ownFolder: string,
  env: Readonly<Record<string, string | undefined>>,
  folders: ProtectedFolders,
  isEngine: boolean,
) => {
  const secrets = createSecretStore({
    folder: ownFolder,
    keychain: systemKeychain,
    platform: process.platform,
  })
  const confs = createRcloneConfs({ folder: ownFolder, secrets, env, home: homedir() })
  if (isEngine) rmSync(confs.draftsFolder, { recursive: true, force: true })
  return { secrets, confs, toolsFor: createDestinationTools(confs, ownFolder, folders) }
}
