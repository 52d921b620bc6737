// The catalogue that translators get (shared/locales) has every message of the product, in every language, complete.
import { expect, it } from 'vitest'
import { localeFile, readEnglish } from '../../../helpers/catalogue.ts'

const english = await readEnglish()

it('en.json is what the tables of shared say', async () => {
  // by table, in the order of its lines, which translators need to see what belongs together
  const tableOf = (key: string): string => key.slice(0, key.indexOf('.'))
  const sorted = Object.fromEntries(
    Object.entries(english).toSorted(([a], [b]) => tableOf(a).localeCompare(tableOf(b), 'en')),
  )
  await expect(`${JSON.stringify(sorted, null, 2)}\n`).toMatchFileSnapshot(localeFile('en'))
})
