// The window, its menu and the tray speak the language of the system or the one that a person chose in Settings, whole, without
// labels that are cut off.
import { IntlMessageFormat } from 'intl-messageformat'
import { type ElectronApplication, type Page, expect } from '@playwright/test'
import { LANGUAGES, type Language } from '../../../shared/language/languages.ts'
import type { Catalogue } from '../../../shared/language/messages.ts'
import { readTranslations } from '../../helpers/catalogue.ts'
import { addRuns, test } from '../support/app.ts'
import { serious } from '../support/axe.ts'
import { setUp } from '../support/sample-lab.ts'
import { environmentWithTray, trayShown, watchTray } from '../support/tray.ts'

const ENGLISH = readTranslations('en')

/** English words that no message of the language has: whole messages, and parts of three words or more of longer ones. */
const foreignWords = (own: Catalogue): { whole: string[]; parts: string[] } => {
  const known = new Set(Object.values(own))
  const others = Object.values(ENGLISH).filter((text) => !known.has(text))
  const parts = others
    .flatMap((text) => text.split(/[{}#]|, plural|\b(?:one|other|=0)\b/))
    .map((part) => part.trim())
    .filter((part) => /(?:[A-Za-z’']+ ){2,}[A-Za-z’']+/.test(part))
  return { whole: others.filter((text) => !text.includes('{')), parts }
}

/** What is stored stays English: lines of Activity and of logs, what a tool said, the decision about local data. */
const STORED = '.activity-text, .log-line, .evidence, .conditions, .attempt'

/** Texts, labels and hints of the page that are English, and the texts of buttons and labels that their boxes cut off. */
const faultsOf = (
  page: Page,
  words: ReturnType<typeof foreignWords>,
): Promise<{ english: string[]; cut: string[] }> =>
  page.evaluate(
    ({ whole, parts, stored }) => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
      const texts: string[] = []
      while (walker.nextNode() !== null) {
        const { currentNode: node } = walker
        if (node.parentElement?.closest(stored) === null) texts.push(node.textContent ?? '')
      }
      for (const one of document.querySelectorAll(`:not(:is(${stored}) *)`))
        for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
          texts.push(one.getAttribute(name) ?? '')
      const all = new Set(whole)
      const english = texts
        .map((text) => text.trim())
        .filter((text) => text !== '')
        .filter((text) => all.has(text) || parts.some((part) => text.includes(part)))
      const labels = document.querySelectorAll<HTMLElement>(
        'button, label, h1, h2, h3, [role="tab"], .chip, .side-item .name, .legend .clip',
      )
      const cut = [...labels]
        .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1)
        // a table's head may be narrower than its word, and says it in full when pointed at
        .filter(
          (one) =>
            one.closest('.grid-heads') === null && getComputedStyle(one).display !== 'inline',
        )
        .map((one) => one.textContent ?? '')
      return { english: [...new Set(english)], cut: [...new Set(cut)] }
    },
    { ...words, stored: STORED },
  )

/** What is so on each view of the window: keys as the menu has them. */
const VIEWS = ['1', '2', '3', '4', '5', '6', '7', ','] as const

const lookAround = async (page: Page, language: Language): Promise<void> => {
  const words = foreignWords(readTranslations(language))
  const check = async (where: string): Promise<void> => {
    expect(await faultsOf(page, words), `${language}, ${where}`).toEqual({ english: [], cut: [] })
  }
  for (const key of VIEWS) {
    await page.keyboard.press(`Control+${key}`)
    await check(`Ctrl+${key}`)
    expect(await serious(page), `${language}, Ctrl+${key}`).toEqual([])
  }
  const sections = page.locator('.settings-list button[aria-current]')
  for (const at of Array(await sections.count()).keys()) {
    await sections.nth(at).click()
    await check(`section ${at} of the settings`)
  }
  await page.keyboard.press('Control+5')
  await page.getByRole('gridcell', { name: 'Gamma' }).first().click()
  const tabs = page.getByRole('tab')
  await expect(tabs.first()).toBeVisible()
  for (const at of Array(await tabs.count()).keys()) {
    await tabs.nth(at).click()
    await check(`tab ${at} of a run`)
  }
  await page.keyboard.press('Control+/')
  await expect(page.getByRole('dialog')).toBeVisible()
  await check('shortcuts')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

const menuLabels = (app: ElectronApplication): Promise<string[]> =>
  app.evaluate(({ Menu }) => {
    const all: string[] = []
    const walk = (menu: Electron.Menu | null | undefined): void => {
      for (const item of menu?.items ?? []) {
        if (item.type !== 'separator') all.push(item.label)
        walk(item.submenu)
      }
    }
    walk(Menu.getApplicationMenu())
    return all
  })

const expectMenu = async (app: ElectronApplication, language: Language): Promise<void> => {
  const own = readTranslations(language)
  const { whole } = foreignWords(own)
  const labels = await menuLabels(app)
  expect(labels).toEqual(
    expect.arrayContaining([own['menuBar.file'], own['commands.add_run'], own['menu.undo']]),
  )
  expect(labels.filter((label) => whole.includes(label))).toEqual([])
}

test('a German system has a German window, and Settings change it at once in window, menu and tray', async ({
  lab,
  start,
}) => {
  test.setTimeout(600_000)
  setUp(lab)
  const german = { LANGUAGE: 'de', LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8' }
  const { app, page } = await start({ env: { ...environmentWithTray(lab), ...german } })
  await watchTray(app)
  const de = readTranslations('de')
  await expect(page.getByText(de['emptyList.all.title'] ?? '', { exact: true })).toBeVisible({
    timeout: 30_000,
  })
  lab.run('SCOPE_01', 'Live', { 'now.tif': 'a' })
  await addRuns(page, [
    lab.run('SCOPE_01', 'Alpha', { 'a.tif': 'a', 'b.tif': 'bb' }),
    lab.run('GONE_01', 'Gamma', { 'a.tif': 'a' }),
  ])
  const row = (name: string) => page.getByRole('row').filter({ hasText: name })
  await expect(row('Alpha')).toContainText(de['runLabels.Verified'] ?? '', { timeout: 30_000 })
  await expect(row('Gamma')).toContainText(de['runLabels.Failed'] ?? '', { timeout: 30_000 })
  await page.keyboard.press('F5')
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('de')
  await expectMenu(app, 'de')
  await lookAround(page, 'de')

  let before = de
  for (const language of ['ja', 'fr', 'zh'] as const) {
    const own = readTranslations(language)
    const { tag, name } = LANGUAGES[language]
    await page.keyboard.press('Control+,')
    await page.getByRole('button', { name: before['section.app.title'] ?? '', exact: true }).click()
    await page
      .getByRole('combobox', { name: before['language.label'] ?? '' })
      .selectOption({ label: name })
    await expect(page.getByRole('combobox', { name: own['language.label'] ?? '' })).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(tag)
    await expectMenu(app, language)
    const needsYou = String(
      new IntlMessageFormat(own['counts.runsNeedYou'] ?? '', tag).format({ n: 1 }),
    )
    await expect.poll(async () => (await trayShown(app)).tips.at(-1) ?? '').toContain(needsYou)
    await lookAround(page, language)
    before = own
  }
})
