// Expectations of a cause card: its texts, word for word from shared/reasons.ts, and the rows behind its counts.
import { type Locator, type Page, expect } from '@playwright/test'
import { placeName } from '../../../shared/place-name.ts'
import { REASONS, type Reason, type ReasonText, fill } from '../../../shared/reasons.ts'
import { lists } from './app.ts'

const WHO = { you: 'You can fix this', it: 'Ask IT', wait: 'It will retry by itself' } as const

/** The kinds of failures in words, as the card has them. */
const KINDS = {
  network: 'the network',
  auth: 'a permission or a setting',
  hash_mismatch: 'the copy differs',
  local_file_vanished: 'a file is gone here',
  unknown: 'not recognised',
} as const

/** The tag of a run that failed: only where a hold is probed does it go on by itself. */
const tagOf = ({ who, hold }: ReasonText): string =>
  who === 'wait' && hold === null ? 'It waits for a retry' : WHO[who]

const buttonOf = (reason: Reason, { primary, who }: ReasonText): string => {
  if (reason === 'remote_hash_unsupported') return 'Read back and check'
  // single files differ, so only those are sent again
  if (reason === 'remote_changed') return 'Send the original again'
  if (primary === 'trust_key') return 'Compare fingerprint…'
  if (primary === 'replace_password') return 'Replace password…'
  if (primary === 'unlock_conf') return 'Enter its password…'
  if (primary === 'let_in') return 'Let this computer in…'
  if (primary === 'open_settings') return 'Open settings'
  if (primary === 'leave_out') return 'Leave them out and finish…'
  if (primary === 'locate') return 'Locate…'
  if (primary === 'check_again') return 'Check again'
  return who === 'wait' ? 'Try now' : 'Retry'
}

export const causes = (page: Page): Locator => page.getByRole('region', { name: 'Causes' })

export const cardOf = (page: Page, reason: Reason): Locator =>
  causes(page).locator(`article[data-reason="${reason}"]`)

/** Unfolds a cause, where it is one line. */
export const unfold = async (card: Locator): Promise<void> => {
  const heading = card.getByRole('heading').getByRole('button')
  if ((await heading.getAttribute('aria-expanded')) === 'false') await heading.click()
}

export const showNeedsYou = (page: Page): Promise<void> =>
  lists(page)
    .getByRole('button', { name: /^Needs you/ })
    .click()

/** Expects headline, meaning, remedy, who and button in the card, and kind and reason in `facts`, which may be another element. `tag`: of a failed run. */
export const expectTexts = async (
  card: Locator,
  reason: Reason,
  destination: string,
  facts: Locator = card,
  tag: string = tagOf(REASONS[reason]),
): Promise<void> => {
  const text: ReasonText = REASONS[reason]
  const named = { destination: placeName(destination) }
  await expect(card.getByRole('heading'), reason).toHaveText(fill(text.headline, named))
  await expect(card, reason).toContainText(fill(text.meaning, named))
  await expect(card, reason).toContainText(`What to do: ${fill(text.remedy, named)}`)
  await expect(card.locator('.tag'), reason).toHaveText(tag)
  await expect(card.locator('.button.primary'), reason).toHaveText(buttonOf(reason, text))
  const kind = text.kind === null ? 'transport error' : KINDS[text.kind]
  await expect(facts.locator('dd').nth(0), reason).toHaveText(kind)
  await expect(facts.locator('dd').nth(1), reason).toHaveText(reason)
}

/** Expects the texts of a card in the list, with the output of the tool unfolded, and its only run. */
export const expectCard = async (
  page: Page,
  reason: Reason,
  destination: string,
  run: string,
): Promise<void> => {
  const card = cardOf(page, reason)
  await unfold(card)
  await card.getByText('What the transfer tool said').click()
  await expectTexts(card, reason, destination)
  await card.getByText('What the transfer tool said').click()
  await expect(card.getByRole('button', { name: `in ${run}`, exact: true }), reason).toBeVisible()
}

/** Clicks a count of files and expects that it leads to exactly that many rows. */
export const expectFilesBehind = async (page: Page, link: Locator): Promise<void> => {
  const text = (await link.textContent()) ?? ''
  const n = Number(/[\d,]+/.exec(text)?.[0].replaceAll(',', ''))
  await link.click()
  await expect(page.getByRole('grid', { name: 'Files' }), text).toHaveAttribute(
    'aria-rowcount',
    String(n + 1),
  )
}
