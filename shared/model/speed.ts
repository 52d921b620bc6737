// What limits the speed in the place of the settings, because a person chose it (docs/spec.md 7).
import * as z from 'zod'

export const speedChoice = z.object({
  /** One limit for everything, Mb/s; null: none was chosen. */
  chosenMbps: z.number().nullable(),
  /** When, epoch ms, the limits of the settings hold again; null: once a person says so, or they hold now. */
  until: z.number().nullable(),
  /** The lowest limit of the settings at this moment, Mb/s; null: none holds now. */
  inSettings: z.number().nullable(),
  /** The settings limit some destination, if at other hours. */
  isSet: z.boolean(),
})
