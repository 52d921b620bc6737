// Destinations of one instrument that are not known yet are asked one after the other.
import { expect, it } from 'vitest'
import {
  DEFAULT_SETTINGS,
  type Destination,
  type Instrument,
} from '../../../../electron/core/domain/config.ts'
import { waitingForContact } from '../../../../electron/core/engine/first-contacts.ts'

const at = (remote: string): Destination => ({
  type: 'rclone',
  remote,
  remotePath: '',
  configFile: null,
  bandwidth: null,
})
const instrument = (id: string, also: readonly string[]): Instrument => ({
  id,
  label: id,
  localRoot: '/acq',
  nasRoot: null,
  completeness: { signal: 'button' },
  runFolders: [],
  exclude: [],
  ignoreBefore: null,
  onlyAfter: null,
  guardPrograms: [],
  destination: at(id),
  also: also.map((name) => ({ name, isRequired: true, destination: at(name) })),
})
const settings = {
  ...DEFAULT_SETTINGS,
  instruments: [
    instrument('A', ['archive', 'tape']),
    instrument('B', ['cloud']),
    instrument('C', []),
  ],
}

/** Routes that wait while jobs of `active` work and `known` destinations are known. */
const waiting = (active: readonly string[], known: readonly string[]): string[] => {
  const transportTo = (remote: string) => ({ target: () => remote })
  const jobs = active.map((route) => ({
    route,
    transport: transportTo(route.split('/').at(-1) ?? ''),
  }))
  const deps = {
    destinations: { known: (target: string) => (known.includes(target) ? 'a-uuid' : null) },
    transportFor: (to: Destination) => transportTo(to.type === 'rclone' ? to.remote : ''),
  }
  // a job is asked for its route and its transport's target alone, and so are the others
  return waitingForContact(jobs as never, settings, deps as never)
}

it.each([
  ['the others of its instrument that are not known', ['A'], [], ['A', 'A/archive', 'A/tape']],
  ['none that is known', ['A'], ['archive'], ['A', 'A/tape']],
  ['none where it is known itself', ['A'], ['A'], []],
  ['the first one too, where a further one is asked', ['A/tape'], ['archive'], ['A', 'A/tape']],
  ['none of another instrument', ['B/cloud'], [], ['B', 'B/cloud']],
  ['none where an instrument has one destination', ['C'], [], []],
  ['none while nothing is asked', [], [], []],
])('a destination that is asked for the first time holds back %s', (_what, active, known, held) => {
  expect(waiting(active, known)).toEqual(held)
})
