// What a hold stands for (docs/spec.md 3): a fault of the network holds a host and port, one of its identity the host with the list
// of keys that it was looked up in, one of the sign-in an account with its key, one of the storage a folder on the NAS. Pure.
import { msg } from '../../../shared/language/msg.ts'
import { type HoldEffect, REASONS, type Reason, reasonText } from '../../../shared/reasons.ts'
import type { Destination, Settings } from './config.ts'
import { type Route, allRoutes } from './routes.ts'

/** From wide to narrow: an answer about a narrow one shows that the wide ones work. */
export const HOLD_SCOPES = ['host', 'identity', 'account', 'place'] as const
export type HoldScope = (typeof HOLD_SCOPES)[number]

/** What works where a destination let this computer in. */
export const SCOPES_OF_SIGN_IN: readonly HoldScope[] = HOLD_SCOPES.filter((one) => one !== 'place')

/** Identity of a destination: instruments that send to the same NAS share its one slot. */
export const destinationKey = (d: Destination): string => {
  switch (d.type) {
    case 'rclone':
      return `rclone ${d.remote}`
    case 'rsync_ssh':
      return `ssh ${d.host}:${d.port ?? 22}`
    case 'folder':
      return `folder ${d.path}`
  }
}

/** Who signs in there. */
const accountOf = (d: Destination): string => {
  switch (d.type) {
    case 'rclone':
      return d.configFile ?? 'rclone.conf'
    case 'rsync_ssh':
      return `${d.user} with ${d.keyPath}`
    case 'folder':
      return msg`this account`
  }
}

/** Where the host's key is looked up; the app's own known_hosts is asked for every destination. */
const knownBy = (d: Destination): string => {
  switch (d.type) {
    case 'rclone':
      return d.configFile ?? 'rclone.conf'
    case 'rsync_ssh':
      return d.knownHostsFile ?? 'known_hosts'
    case 'folder':
      return ''
  }
}

/** Keys of all that may hold a destination. rclone.conf alone knows the host and the account of a remote. */
export const holdKeys = (d: Destination): Readonly<Record<HoldScope, string>> => {
  const host = destinationKey(d)
  const account = `${host} as ${accountOf(d)}`
  const identity = `${host} known by ${knownBy(d)}`
  return {
    host,
    identity,
    account,
    place: `${account} in ${d.type === 'folder' ? d.path : d.remotePath}`,
  }
}

/** True where the hold with this key holds the destination. */
export const isHeldBy = (d: Destination, key: string): boolean =>
  Object.values(holdKeys(d)).includes(key)

/** Routes that a hold holds. */
export const routesHeldBy = (key: string, settings: Settings | null): readonly Route[] =>
  allRoutes(settings).filter((route) => isHeldBy(route.destination, key))

/** Routes that lead to a destination. */
export const routesTo = (key: string, settings: Settings | null): readonly Route[] =>
  allRoutes(settings).filter((route) => destinationKey(route.destination) === key)

/** One route to each destination, that of `first` before the others. */
export const oneOfEach = (routes: readonly Route[], first: string | null): Route[] => {
  const sorted = routes.toSorted((a, b) => Number(b.id === first) - Number(a.id === first))
  return [
    ...new Map(sorted.toReversed().map((i) => [holdKeys(i.destination).place, i])).values(),
  ].toReversed()
}

/** Faults of the storage itself, which other folders of the same account may not have. */
const OF_PLACE: ReadonlySet<string> = new Set<Reason>([
  'remote_disk_full',
  'remote_storage_error',
  'remote_path_missing',
  'destination_changed',
  'destination_missing',
  'destination_unfit',
])

/** Faults of the host's identity, by the list of keys that was asked: another one may know it. */
const OF_IDENTITY: ReadonlySet<string> = new Set<Reason>([
  'ssh_host_key_unknown',
  'ssh_host_key_changed',
])

/** Refusals that concern everybody who connects to the host. */
const OF_HOST: ReadonlySet<string> = new Set<Reason>([
  'ssh_negotiation_failed',
  'usage_error',
  'tool_outdated',
  'remote_tool_outdated',
])

/** What a failure with this reason holds. */
export const holdScope = (reason: string): HoldScope => {
  if (OF_PLACE.has(reason)) return 'place'
  if (OF_IDENTITY.has(reason)) return 'identity'
  return reasonText(reason)?.kind === 'auth' && !OF_HOST.has(reason) ? 'account' : 'host'
}

/** Faults found on this computer: they say nothing about the host. */
const FOUND_HERE: ReadonlySet<string> = new Set<Reason>([
  'ssh_key_unusable',
  'remote_not_configured',
  'config_locked',
  'tool_outdated',
])

/** What a failure with this reason shows to work: whoever refuses the sign-in can be reached. */
export const scopesThatWork = (reason: string): readonly HoldScope[] => {
  const isAnswer = holdEffect(reason) !== null || reason === 'remote_permission_denied'
  return isAnswer && !FOUND_HERE.has(reason)
    ? HOLD_SCOPES.slice(0, HOLD_SCOPES.indexOf(holdScope(reason)))
    : []
}

/** Reasons that hold the same scope: a run that failed for one of them waits for the same thing. */
export const reasonsOf = (scope: HoldScope): readonly string[] =>
  Object.entries(REASONS)
    .filter(([reason, { hold }]) => hold !== null && holdScope(reason) === scope)
    .map(([reason]) => reason)

/** Effect of a failure on what it stands for. */
export const holdEffect = (reason: string): HoldEffect => reasonText(reason)?.hold ?? null

/** The storage could not take something: whether it can again shows only where something is written. */
export const needsWrite = (reason: string): boolean =>
  reason === 'remote_disk_full' || reason === 'remote_storage_error'

/** What a destination depends on in the settings, as text; the speed limit is no part of it. */
const dependsOn = (d: Destination): string => JSON.stringify({ ...d, bandwidth: null })

/**
 * Ids of the routes that a hold held, where something that it depends on was changed in the settings; null: nothing was. A
 * route that was removed counts as changed.
 */
export const changedRoutes = (
  hold: { readonly key: string; readonly reason: string },
  before: Settings,
  after: Settings,
): readonly string[] | null => {
  const held = routesHeldBy(hold.key, before)
  const now = new Map(allRoutes(after).map((i) => [i.id, dependsOn(i.destination)]))
  const isProgram = reasonText(hold.reason)?.kind === null || hold.reason === 'usage_error'
  const hasChanged =
    held.length === 0 ||
    held.some((i) => now.get(i.id) !== dependsOn(i.destination)) ||
    (isProgram && JSON.stringify(before.tools) !== JSON.stringify(after.tools))
  return hasChanged ? held.map((i) => i.id).filter((id) => now.has(id)) : null
}
