// No empty list or page ends without a button that leads on (docs/ux.md D9).
import { expect, it } from 'vitest'
import { filesBelow, readSource } from '../../../helpers/import-graph.ts'

/** Places that fill by themselves, in details whose buttons stand above: what is being read, and what no attempt wrote yet. */
const FILLS_BY_ITSELF =
  /title=\{(?:TEXT\.loading|MESSAGES\.(?:loading|noAttempts|noFilesYet|noLog)|job\.attempts === 0)/

it('offers a next step wherever nothing is shown', () => {
  const dead = filesBelow('renderer').flatMap((file) =>
    [...readSource(file).matchAll(/<EmptyState\b(?:[^>]|=>)*?\/>/g)]
      .map(([element]) => element.replaceAll(/\s+/g, ' '))
      .filter((element) => !FILLS_BY_ITSELF.test(element))
      .map((element) => `${file}: ${element}`),
  )
  expect(dead).toEqual([])
})
