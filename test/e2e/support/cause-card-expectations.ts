// What a cause card must say of its reason, word by word from the one table; and where its counts lead.
import { type Locator, type Page, expect } from '@playwright/test'
import { REASONS, type Reason, type ReasonText, fill } from '../../../shared/reasons.ts'
import { lists } from './app.ts'

const WHO = { you: 'You can fix this', it: 'Ask IT', wait: 'It will retry by itself' } as const

const buttonOf = (reason: Reason, { primary, who }: ReasonText): string => {
  if (reason === 'remote_hash_unsupported') return 'Read back and check'
  // where single files differ, the step is to send those
  if (reason === 'remote_changed') return 'Re-send 1 file'
  if (primary === 'trust_key') return 'Compare fingerprint…'
  if (primary === 'open_settings') return 'Open settings'
  if (primary === 'locate') return 'Locate…'
  if (primary === 'check_again') return 'Check again'
  return who === 'wait' ? 'Try now' : 'Retry'
}

export const causes = (page: Page): Locator => page.getByRole('region', { name: 'Causes' })

export const cardOf = (page: Page, reason: Reason): Locator =>
  causes(page).locator(`article[data-reason="${reason}"]`)

export const showNeedsYou = (page: Page): Promise<void> =>
  lists(page)
    .getByRole('button', { name: /^Needs you/ })
    .click()

/** Kind, reason, headline, meaning, remedy, who and button; `said` holds kind and reason where that is not the card itself. */
export const expectWords = async (
  card: Locator,
  reason: Reason,
  destination: string,
  said: Locator = card,
): Promise<void> => {
  const words: ReasonText = REASONS[reason]
  const named = { destination }
  await expect(card.getByRole('heading'), reason).toHaveText(fill(words.headline, named))
  await expect(card, reason).toContainText(fill(words.meaning, named))
  await expect(card, reason).toContainText(`What to do: ${fill(words.remedy, named)}`)
  await expect(card.locator('.tag'), reason).toHaveText(WHO[words.who])
  await expect(card.locator('.button.primary'), reason).toHaveText(buttonOf(reason, words))
  await expect(said.locator('dd').nth(0), reason).toHaveText(words.kind ?? 'transport error')
  await expect(said.locator('dd').nth(1), reason).toHaveText(reason)
}

/** The words of a card in the list, with what the tool said unfolded, and its one run. */
export const expectCard = async (
  page: Page,
  reason: Reason,
  destination: string,
  run: string,
): Promise<void> => {
  const card = cardOf(page, reason)
  await card.getByText('What the transfer tool said').click()
  await expectWords(card, reason, destination)
  await card.getByText('What the transfer tool said').click()
  await expect(card.getByRole('button', { name: `in ${run}`, exact: true }), reason).toBeVisible()
}

/** Clicks a count of files, wherever it stands, and finds exactly so many rows behind it. */
export const expectFilesBehind = async (page: Page, link: Locator): Promise<void> => {
  const text = (await link.textContent()) ?? ''
  const n = Number(/[\d,]+/.exec(text)?.[0].replaceAll(',', ''))
  await link.click()
  await expect(page.getByRole('grid', { name: 'Files' }), text).toHaveAttribute(
    'aria-rowcount',
    String(n + 1),
  )
}
