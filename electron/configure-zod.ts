// Switches off zod's compiled parsers; imported before everything that has a schema. A start parses a few small values once
// each, and generating a parser for each at run time takes longer than interpreting its schema.
import { config } from 'zod'

config({ jitless: true })
