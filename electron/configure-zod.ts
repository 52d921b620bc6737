// Imported before everything that has a schema. A start parses a few small things once each: zod compiling a parser for every
// one of them, with code made at run time, takes longer than reading them as they are, and nothing here needs such code.
import { config } from 'zod'

config({ jitless: true })
