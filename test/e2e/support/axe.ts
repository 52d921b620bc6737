// What axe finds on the screen.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import type { AxeResults, RunOptions } from 'axe-core'

interface Axe {
  run(options: RunOptions): Promise<AxeResults>
}

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What is serious or worse, as rule and elements. */
export const serious = async (page: Page): Promise<string[]> => {
  // a page has it until it is loaded anew: reading it takes longer than what it does
  if (!(await page.evaluate(() => Reflect.has(globalThis, 'axe')))) await page.evaluate(source)
  const violations = await page.evaluate(async () => {
    const axe: Axe = Reflect.get(globalThis, 'axe')
    // what passes is looked at all the same, and only not told of in full
    return (await axe.run({ resultTypes: ['violations'] })).violations
  })
  return violations
    .filter((one) => one.impact === 'serious' || one.impact === 'critical')
    .map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)
}
