// The text of a button can be read while the pointer is on it: one with a colour of its own has a background of its own there too.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const css = readdirSync('renderer', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.css'))
  .map((name) => readFileSync(join('renderer', name), 'utf8'))
  .join('\n')

const kinds = [...css.matchAll(/^\.button\.(\w+) \{[^}]*\bcolor: var\(--on-/gm)].map(
  ([, kind = '']) => kind,
)

it('there are buttons with a colour of their own', () => {
  expect(kinds).toEqual(expect.arrayContaining(['primary', 'danger']))
})

it.each(kinds)('a %s button stays readable below the pointer', (kind) => {
  expect(css).toMatch(
    new RegExp(String.raw`^\.button\.${kind}:hover:not\(:disabled\) \{\s+background: `, 'm'),
  )
})
