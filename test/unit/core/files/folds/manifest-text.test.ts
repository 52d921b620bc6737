// Lines of a manifest are read as they were written, whatever the names are.
import { expect, it } from 'vitest'
import {
  manifestFiles,
  manifestLine,
} from '../../../../../electron/core/files/folds/manifest-text.ts'

const SHA = 'ab'.repeat(32)
const NAMES = [
  'a.tif',
  'deep/er/b c.tif',
  String.raw`back\slash\\two`,
  ' lead',
  'x\u2028y',
  'ü/日本',
  '*.tif',
]

it('reads every name back', () => {
  const text = Buffer.from(NAMES.map((name) => manifestLine(SHA, name)).join(''))
  expect([...manifestFiles(text)]).toEqual(
    NAMES.map((path) => ({ path, sha256: Buffer.from(SHA, 'hex') })),
  )
})

it.each(['nothing', `${SHA} one-blank`, `${SHA}  `, `${SHA.slice(1)}  short`])(
  'refuses the line %j',
  (line) => {
    expect(() => [...manifestFiles(Buffer.from(`${line}\n`))]).toThrow(/another form/)
  },
)
