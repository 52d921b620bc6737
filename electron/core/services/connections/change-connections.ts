// Stores connections: saves a draft, replaces a password, tells the password of an encrypted rclone.conf, removes a remote.
import { msg } from '../../../../shared/language/msg.ts'
import type { Input } from '../../../../shared/contract/index.ts'
import type { RemotePlace } from '../../../../shared/model/connections.ts'
import type { Reason } from '../../../../shared/reasons.ts'
import { DEFAULT_SETTINGS, OWN_CONF } from '../../domain/config.ts'
import { destinationKey, holdScope } from '../../domain/hold-scope.ts'
import { allRoutes } from '../../domain/routes.ts'
import { Refusal } from '../../errors.ts'
import { type Section, sectionsOf, withSection } from '../../transports/rclone/conf-format.ts'
import { TransportError, silentIo } from '../../transports/transport.ts'
import { type ConnectionsDeps, destinationAt, requireKnown } from './connection-access.ts'
import type { DestinationNames } from './destination-names.ts'
import { remoteName } from './drafts.ts'
import { passwordOption } from './kinds.ts'
import { routesOfRemote } from './list-connections.ts'
import { rcloneBackends } from './run-rclone.ts'

/** Longest wait for a server that is asked whether it takes a password. */
const PROBE_MS = 60_000

/** The server was asked, and does not let this account in. */
const REFUSED: ReadonlySet<string> = new Set<Reason>(['credentials_rejected', 'ssh_key_rejected'])

/** The remotes that are made of this one, directly or through others. */
const remotesAbove = (sections: ReadonlyMap<string, Section>, remote: string): string[] => {
  const found = new Set<string>()
  const follow = (below: string): void => {
    for (const [name, section] of sections) {
      const isAbove = Object.entries(section).some(
        ([option, value]) => /^(?:remote|upstreams)$/.test(option) && value.includes(`${below}:`),
      )
      if (!isAbove || name === remote || found.has(name)) continue
      found.add(name)
      follow(name)
    }
  }
  follow(remote)
  return [...found]
}

export const createConnectionChanges = (
  deps: ConnectionsDeps & { readonly names: DestinationNames },
) => {
  const { confs, drafts, names } = deps

  /** Lifts what holds the destinations of a remote and of those made of it, because something that they depend on was put right. */
  const goOn = async (place: RemotePlace): Promise<void> => {
    const found = await confs.read(confs.fileOf(place.conf))
    const sections = found.state === 'open' ? sectionsOf(found.text) : new Map<string, Section>()
    for (const remote of [place.remote, ...remotesAbove(sections, place.remote)])
      for (const { destination } of routesOfRemote({ ...place, remote }, deps.settings()))
        deps.holds.resume(destinationKey(destination))
  }

  /**
   * Throws Refusal where the server refuses the sign-in of a draft, and where it can't be asked unless it may stay `untested`. A fault
   * of the folder comes after the sign-in.
   */
  const requireAccepted = async (
    draftId: string,
    place: RemotePlace,
    untested: boolean,
  ): Promise<void> => {
    const settings = deps.settings() ?? DEFAULT_SETTINGS
    const [instrument] = routesOfRemote(place, settings)
    const path = instrument?.destination.type === 'rclone' ? instrument.destination.remotePath : ''
    try {
      await deps
        .transportFor(destinationAt({ draftId }, path, deps), settings)
        .probe(0, silentIo(AbortSignal.timeout(PROBE_MS)))
    } catch (error) {
      if (!(error instanceof TransportError)) throw error
      if (REFUSED.has(error.reason))
        throw new Refusal(
          'invalid_input',
          msg`${error.message}. The password that was there is kept.`,
        )
      if (untested || (!error.cancelled && holdScope(error.reason) === 'place')) return
      const why = error.cancelled ? msg`The server did not answer in time` : error.message
      throw new Refusal(
        'unavailable',
        msg`${why}. The password could not be tried, and the one that was there is kept.`,
      )
    }
  }

  return {
    /** Writes a draft; answers where it is. */
    async save(draftId: string, name: string): Promise<RemotePlace> {
      const { version } = drafts.placeOf(draftId)
      const { section, from } = await drafts.result(draftId)
      const own = await confs.read(confs.fileOf(OWN_CONF))
      const taken = own.state === 'open' ? [...sectionsOf(own.text).keys()] : []
      const others = allRoutes(deps.settings()).flatMap(({ destination: d }) =>
        d.type === 'rclone' ? [d.remote] : [],
      )
      const place = from ?? { conf: OWN_CONF, remote: remoteName(name, [...taken, ...others]) }
      // first the name: without its remote it harms nobody, and a second try finds it again
      names.give({ type: 'rclone', remote: place.remote, configFile: place.conf }, name, null)
      await confs.edit(confs.fileOf(place.conf), (text) => withSection(text, place.remote, section))
      deps.tests.draftSaved(version, { remote: place.remote, configFile: place.conf })
      drafts.discard(draftId)
      await goOn(place)
      return place
    },
    /** `untested`: also where the server can't be asked whether it takes it. */
    async setPassword({
      place,
      option,
      password,
      untested = false,
    }: Input<'connections.setPassword'>): Promise<void> {
      const file = requireKnown(place, deps)
      const found = await confs.read(file)
      if (found.state !== 'open')
        throw new Refusal('unavailable', 'why' in found ? found.why : msg`${file} is not there.`)
      const type = sectionsOf(found.text).get(place.remote)?.['type']
      if (type === undefined)
        throw new Refusal('not_found', msg`There is no remote ${place.remote} in ${file}.`)
      const backend = (await rcloneBackends(deps.tools())).get(type)
      const name = option ?? (backend === undefined ? null : passwordOption(backend))
      if (name === null)
        throw new Refusal(
          'invalid_input',
          msg`${place.remote} (${type}) has no password that can be typed: set the connection up again.`,
        )
      const { draftId } = await drafts.begin(type, { [name]: password }, place)
      try {
        await requireAccepted(draftId, place, untested)
        const { section } = await drafts.result(draftId)
        await confs.edit(file, (text) => withSection(text, place.remote, section))
      } finally {
        drafts.discard(draftId)
      }
      await goOn(place)
    },
    async unlock(conf: string | null, password: string): Promise<void> {
      const file = requireKnown({ conf }, deps)
      if (conf === OWN_CONF)
        throw new Refusal('invalid_input', msg`The app knows the password of its own rclone.conf.`)
      await confs.unlock(file, password)
      for (const { destination: d } of allRoutes(deps.settings()))
        if (d.type === 'rclone' && d.configFile === conf) deps.holds.resume(destinationKey(d))
    },
    async remove(place: RemotePlace): Promise<void> {
      const file = confs.fileOf(place.conf)
      if (place.conf !== OWN_CONF)
        throw new Refusal(
          'invalid_input',
          msg`${place.remote} is in ${file}, which is not the app's own: remove it with rclone config.`,
        )
      const users = routesOfRemote(place, deps.settings()).map(({ label, id }) =>
        label === id ? id : `${label} (${id})`,
      )
      if (users.length > 0)
        throw new Refusal(
          'conflict',
          users.length === 1
            ? msg`${users.join(', ')} sends there: let it send somewhere else first.`
            : msg`${users.join(', ')} send there: let them send somewhere else first.`,
        )
      await confs.edit(file, (text) => {
        const sections = sectionsOf(text)
        if (!sections.has(place.remote))
          throw new Refusal('not_found', msg`There is no connection ${place.remote}.`)
        const [above] = remotesAbove(sections, place.remote)
        if (above !== undefined)
          throw new Refusal('conflict', msg`${above} is made of it: remove that one first.`)
        return withSection(text, place.remote, null)
      })
      names.remove({ type: 'rclone', remote: place.remote, configFile: place.conf })
    },
  }
}
