// Contract group `destinations.*`: destinations, their holds, the connection test and ssh host keys.
import * as z from 'zod'
import { destinationInfo } from '../model/list-rows.ts'
import { connectionTestReport, connectionTestStep, throughput } from '../model/reports.ts'
import { hostKey } from '../model/settings.ts'
import { instrumentInput, noInput } from './fields.ts'

export const destinationsMethods = {
  'destinations.list': {
    input: noInput,
    output: z.object({ rows: z.array(destinationInfo) }),
  },
  /** What these instruments sent in the last hour, day and days; what is being sent now is counted as far as it is. */
  'destinations.throughput': {
    input: z.strictObject({ instruments: z.array(z.string().max(200)).max(500) }),
    output: throughput,
  },
  /** Lifts a hold by hand; an unknown key lifts nothing. */
  'destinations.resume': {
    input: z.strictObject({ key: z.string().min(1).max(1_000) }),
    output: z.null(),
  },
  /** Makes the destination's own folder, which nothing else makes. */
  'destinations.makeFolder': { input: instrumentInput, output: z.null() },
  /** Takes what stands at the destination now for the destination, because a person said that it was replaced. */
  'destinations.accept': { input: instrumentInput, output: z.null() },
  /** Tests each thing that a run will need, step by step. */
  'destinations.test': { input: instrumentInput, output: connectionTestReport },
  /** Sends, proves and removes a tiny run. */
  'destinations.rehearse': { input: instrumentInput, output: connectionTestReport },
  /** Steps done so far by the test or rehearsal that runs now; empty when none runs. */
  'destinations.steps': {
    input: instrumentInput,
    output: z.object({ rows: z.array(connectionTestStep) }),
  },
  /** The host keys that the ssh server presents now. */
  'destinations.hostKeys': {
    input: instrumentInput,
    output: z.object({ host: z.string(), rows: z.array(hostKey) }),
  },
  /** Trusts a host key. `typed`: the last eight characters of its fingerprint, typed by a person. */
  'destinations.trust': {
    input: instrumentInput.extend({
      fingerprint: z.string().max(200),
      typed: z.string().max(200),
    }),
    output: z.null(),
  },
} as const
