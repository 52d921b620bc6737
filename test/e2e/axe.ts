// What axe finds on the screen.
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** What is serious or worse, as rule and elements. */
export const serious = async (page: Page): Promise<string[]> => {
  // legacy mode: Electron has no second page to run in
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  return violations
    .filter((one) => one.impact === 'serious' || one.impact === 'critical')
    .map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)
}
