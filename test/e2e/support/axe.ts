// Accessibility check of the page with axe.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import type { AxeResults, RunOptions } from 'axe-core'

interface Axe {
  run(options: RunOptions): Promise<AxeResults>
}

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Serious and critical violations, as rule and elements. */
export const serious = async (page: Page): Promise<string[]> => {
  // loading axe takes longer than running it; a page keeps it until it is reloaded
  if (!(await page.evaluate(() => Reflect.has(globalThis, 'axe')))) await page.evaluate(source)
  const violations = await page.evaluate(async () => {
    const axe: Axe = Reflect.get(globalThis, 'axe')
    // all rules run; only violations are reported in full
    return (await axe.run({ resultTypes: ['violations'] })).violations
  })
  return violations
    .filter((one) => one.impact === 'serious' || one.impact === 'critical')
    .map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)
}
