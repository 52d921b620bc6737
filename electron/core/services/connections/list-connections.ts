// Lists the remotes of every rclone.conf that is known: the app's own, rclone's default, and those that config.yaml names.
import { msg } from '../../../../shared/language/msg.ts'
import type { ConfInfo, ConnectionInfo, RemotePlace } from '../../../../shared/model/connections.ts'
import { OWN_CONF, type Settings } from '../../domain/config.ts'
import { nameOf } from '../../domain/destination-name.ts'
import { type Route, allRoutes } from '../../domain/routes.ts'
import { type Section, sectionsOf } from '../../transports/rclone/conf-format.ts'
import { type Backend, passwordOption } from './kinds.ts'
import { canReplace } from './private-copy.ts'
import type { ConfText, RcloneConfs } from './rclone-confs.ts'
import { secretsOf, shownOptions } from './shown-options.ts'

interface ListDeps {
  readonly confs: Pick<RcloneConfs, 'fileOf' | 'read'>
  /** Backends of the installed rclone; empty where there is none. */
  readonly backends: ReadonlyMap<string, Backend>
  readonly settings: Settings | null
  /** Files that are listed beside those that are known. */
  readonly also: readonly (string | null)[]
  /** Where secrets lie, as a sentence, where that is no keychain; null: in the keychain, or there are none. */
  readonly warning: string | null
}

/** Every rclone.conf that is known, as config.yaml names it. */
export const knownConfs = (settings: Settings | null): (string | null)[] => [
  ...new Set([
    OWN_CONF,
    null,
    ...allRoutes(settings).flatMap(({ destination: d }) =>
      d.type === 'rclone' ? [d.configFile] : [],
    ),
  ]),
]

/** Routes that lead to a remote. */
export const routesOfRemote = (place: RemotePlace, settings: Settings | null): Route[] =>
  allRoutes(settings).filter(
    ({ destination: d }) =>
      d.type === 'rclone' && d.remote === place.remote && d.configFile === place.conf,
  )

const describe = (
  place: RemotePlace,
  section: Section,
  isWritable: boolean,
  { backends, settings }: ListDeps,
): ConnectionInfo => {
  const { type, ...options } = shownOptions(section, backends.get(section['type'] ?? ''))
  const backend = type === undefined ? undefined : backends.get(type)
  const secrets = secretsOf(section, backend)
  const of = { type: 'rclone', remote: place.remote, configFile: place.conf } as const
  return {
    place,
    name: nameOf(of, settings) ?? place.remote,
    type: type ?? null,
    options,
    secrets,
    password: backend === undefined ? null : passwordOption(backend),
    instruments: routesOfRemote(place, settings).map((i) => i.id),
    writable: isWritable,
  }
}

const describeConf = (
  conf: string | null,
  file: string,
  found: ConfText,
  warning: string | null,
): ConfInfo => ({
  conf,
  file,
  state: found.state,
  encrypted: found.state === 'open' ? found.password !== null : found.state === 'locked',
  message:
    'why' in found
      ? found.why
      : found.state === 'open' && !canReplace(file)
        ? msg`This account may not write ${file}: rclone is given a copy, and the file itself stays what counts.`
        : conf === OWN_CONF
          ? warning
          : null,
})

/** Every rclone.conf with its remotes. One that can't be read has none, and says why. */
export const listConnections = async (
  deps: ListDeps,
): Promise<{ confs: ConfInfo[]; rows: ConnectionInfo[] }> => {
  const confs: ConfInfo[] = []
  const rows: ConnectionInfo[] = []
  for (const conf of new Set([...knownConfs(deps.settings), ...deps.also])) {
    const file = deps.confs.fileOf(conf)
    const found = await deps.confs.read(file)
    confs.push(describeConf(conf, file, found, deps.warning))
    if (found.state !== 'open') continue
    const isWritable = canReplace(file)
    for (const [remote, section] of sectionsOf(found.text))
      rows.push(describe({ conf, remote }, section, isWritable, deps))
  }
  return { confs, rows }
}
