// What the services of connections share: what they need, and where a connection is.
import { msg } from '../../../../shared/language/msg.ts'
import type { RemotePlace } from '../../../../shared/model/connections.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Destination, RcloneDestination, Settings } from '../../domain/config.ts'
import { Refusal } from '../../errors.ts'
import type { SecretStore } from '../../lib/secret-store.ts'
import type { ToolDeps } from '../../transports/run-tool.ts'
import type { Transport } from '../../transports/transport.ts'
import type { ChosenFiles } from '../config/chosen-files.ts'
import type { SettingsEditor } from '../config/settings-editor.ts'
import type { ConnectionTests } from '../destinations/connection-test/connection-test-service.ts'
import type { HoldService } from '../destinations/hold-service.ts'
import type { Drafts } from './drafts.ts'
import { knownConfs } from './list-connections.ts'
import type { RcloneConfs } from './rclone-confs.ts'

/** A draft, or a remote that is set up. */
export type Connection = { readonly draftId: string } | RemotePlace

export interface ConnectionsDeps {
  readonly confs: RcloneConfs
  readonly drafts: Drafts
  readonly clock: Clock
  readonly secrets: Pick<SecretStore, 'warning'>
  readonly editor: Pick<SettingsEditor, 'document' | 'save'>
  readonly chosen: Pick<ChosenFiles, 'isChosen'>
  readonly holds: Pick<HoldService, 'resume'>
  readonly tests: Pick<ConnectionTests, 'testDraft' | 'draftSaved'>
  settings(): Settings | null
  /** Reads config.yaml again. */
  reload(): void
  tools(): ToolDeps
  transportFor(destination: Destination, settings: Settings): Transport
}

/**
 * The file of a remote. Throws Refusal for an rclone.conf that config.yaml does not name and nobody chose: a remote in one can name a
 * program, and a page must not be able to bring it (docs/security.md 5).
 */
export const requireKnown = (
  { conf }: Pick<RemotePlace, 'conf'>,
  deps: Pick<ConnectionsDeps, 'confs' | 'chosen' | 'settings'>,
): string => {
  if (!knownConfs(deps.settings()).includes(conf) && (conf === null || !deps.chosen.isChosen(conf)))
    throw new Refusal(
      'invalid_input',
      msg`${conf ?? ''} was not chosen in the system's dialog, and config.yaml does not name it.`,
    )
  return deps.confs.fileOf(conf)
}

/** A folder of a connection as a destination. Throws Refusal for a draft that is not complete. */
export const destinationAt = (
  connection: Connection,
  path: string,
  deps: Pick<ConnectionsDeps, 'confs' | 'chosen' | 'settings' | 'drafts'>,
): RcloneDestination => {
  const common = {
    type: 'rclone',
    remotePath: path.replaceAll(/^\/+|\/+$/g, ''),
    bandwidth: null,
  } as const
  if ('draftId' in connection) {
    const { remote, file } = deps.drafts.placeOf(connection.draftId)
    return { ...common, remote, configFile: file }
  }
  requireKnown(connection, deps)
  return { ...common, remote: connection.remote, configFile: connection.conf }
}
