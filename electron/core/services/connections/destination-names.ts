// Writes the names that people give destinations into config.yaml (`destinations`).
import { msg } from '../../../../shared/language/msg.ts'
import type { SettingEdit } from '../../../../shared/model/settings.ts'
import type { NamedPlace } from '../../domain/config.ts'
import { isSamePlace, namedPlace } from '../../domain/destination-name.ts'
import { routesTo } from '../../domain/hold-scope.ts'
import { Refusal } from '../../errors.ts'
import type { ConnectionsDeps } from './connection-access.ts'

export interface DestinationNames {
  /** Names a place. `target`: `user@host` of an ssh server. Throws Refusal where config.yaml can't be written. */
  give(of: NamedPlace, name: string, target: string | null): void
  /** Takes the name of a place away. */
  remove(of: NamedPlace): void
  /** Names the destination with that key. Throws Refusal where no instrument sends there. */
  rename(key: string, name: string): void
}

/** What says in config.yaml which place has a name. */
const keysOf = (
  of: NamedPlace,
  target: string | null,
): Readonly<Record<string, string | number>> => {
  switch (of.type) {
    case 'rclone':
      return {
        rclone_remote: of.remote,
        ...(of.configFile === null ? {} : { rclone_config: of.configFile }),
      }
    case 'ssh':
      return {
        ssh_target: target ?? of.host,
        ...(of.port === null ? {} : { ssh_port: of.port }),
      }
    case 'folder':
      return { path: of.path }
  }
}

export const createDestinationNames = (
  deps: Pick<ConnectionsDeps, 'editor' | 'settings' | 'reload'>,
): DestinationNames => {
  /** Changes config.yaml, and reads it again. */
  const changeConfig = (edits: readonly SettingEdit[]): void => {
    deps.editor.save(edits, deps.editor.document().version)
    deps.reload()
  }
  const indexOf = (of: NamedPlace): number =>
    (deps.settings()?.destinationNames ?? []).findIndex((one) => isSamePlace(one.of, of))
  const give = (of: NamedPlace, name: string, target: string | null): void => {
    const known = indexOf(of)
    if (known !== -1) {
      changeConfig([{ path: ['destinations', known, 'name'], value: name }])
      return
    }
    const value = { name, ...keysOf(of, target) }
    const next = deps.settings()?.destinationNames.length ?? 0
    changeConfig([{ path: ['destinations', next], value }])
  }

  return {
    give,
    remove(of) {
      const named = indexOf(of)
      if (named !== -1) changeConfig([{ path: ['destinations', named] }])
    },
    rename(key, name) {
      const found = routesTo(key, deps.settings())[0]?.destination
      if (found === undefined)
        throw new Refusal('not_found', msg`No instrument sends to that destination any more.`)
      const target = found.type === 'rsync_ssh' ? `${found.user}@${found.host}` : null
      give(namedPlace(found), name, target)
    },
  }
}
