// Contract group `destinations.*`: destinations, their holds and the connection test.
import { sentence } from '../model/sentence.ts'
import * as z from 'zod'
import { destinationInfo } from '../model/list-rows.ts'
import { connectionTestReport, connectionTestStep, throughput } from '../model/reports.ts'
import { instrumentInput, noInput, settingEdits } from './fields.ts'

/** An instrument; `edits`: of config.yaml, which are not saved yet. */
const withEdits = instrumentInput.extend({ edits: settingEdits.optional() })

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
  'destinations.makeFolder': {
    input: withEdits,
    output: z.null(),
  },
  /** Takes what stands at the destination now for the destination, because a person said that it was replaced. */
  'destinations.accept': { input: instrumentInput, output: z.null() },
  /** Tests each thing that a run will need, step by step. */
  'destinations.test': { input: withEdits, output: connectionTestReport },
  /** Sends, proves and removes a tiny run. */
  'destinations.rehearse': { input: withEdits, output: connectionTestReport },
  /** How much is free at a destination. */
  'destinations.room': {
    input: instrumentInput,
    output: z.object({
      /** How much is free, as a sentence; null: the destination does not say, or could not be asked. */
      words: sentence.nullable(),
    }),
  },
  /** Steps done so far by the test or rehearsal that runs now; empty when none runs. */
  'destinations.steps': {
    input: instrumentInput,
    output: z.object({
      rows: z.array(connectionTestStep),
      /** Title of the step that runs; null: none. */
      current: z.string().nullable(),
    }),
  },
  /** Ends the test or rehearsal that runs now: that call is refused then, and what it wrote is removed. */
  'destinations.stopTest': { input: instrumentInput, output: z.null() },
} as const
