// The window, its menu and the tray speak the language of the system or the one that a person chose in Settings, whole, without
// labels that are cut off.
import { IntlMessageFormat } from 'intl-messageformat'
import { type ElectronApplication, type Page, expect } from '@playwright/test'
import { LANGUAGES, type Language } from '../../../shared/language/languages.ts'
import type { Catalogue } from '../../../shared/language/messages.ts'
import { readTranslations } from '../../helpers/catalogue.ts'
import type { LabFiles } from '../../helpers/lab-files.ts'
import { addRuns, callCore, test } from '../support/app.ts'
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

/** Lines of logs, and what a tool said, stay English. */
const STORED = '.log-line, .evidence'

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
        'button, label, h1, h2, h3, [role="tab"], .chip, .side-item .name > .clip:first-child, .legend .clip',
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

/** What leaves its bar: a second line of the status bar, and numbers beside the sidebar or below its scrollbar. */
const outside = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [
      ['footer.status', ':scope > *'],
      ['nav.sidebar', '.count.bad'],
    ].flatMap(([bar, parts]) => {
      const frame = document.querySelector<HTMLElement>(bar ?? '')
      if (frame === null) return [`there is no ${bar ?? ''}`]
      const { left, top, bottom } = frame.getBoundingClientRect()
      // without a scrollbar
      const right = left + frame.clientWidth
      return [...frame.querySelectorAll(parts ?? '')]
        .filter((one) => one.checkVisibility() && one.textContent !== '')
        .filter((one) => {
          const box = one.getBoundingClientRect()
          return (
            box.left < left || box.right > right + 1 || box.top < top - 1 || box.bottom > bottom + 1
          )
        })
        .map((one) => one.textContent)
    }),
  )

/** The status bar with all that it can say has one line, and the problems of the sidebar their number, at every width. */
const expectOneLine = async (page: Page, language: Language): Promise<void> => {
  await callCore(page, 'engine.pause', { paused: true })
  await page.keyboard.press('Control+5')
  const rows = page.getByRole('gridcell', { name: 'Gamma' }).first()
  await rows.click()
  await page.keyboard.press('Control+a')
  const bar = page.locator('footer.status')
  await expect(bar.getByRole('status')).toBeVisible()
  await expect(bar.getByRole('button')).toHaveCount(2)
  for (const width of [1280, 960, 640]) {
    await page.setViewportSize({ width, height: 800 })
    expect(await outside(page), `${language}, ${width} px`).toEqual([])
    expect((await bar.boundingBox())?.height, `${language}, ${width} px`).toBeLessThan(28)
  }
  await page.setViewportSize({ width: 1280, height: 800 })
  await callCore(page, 'engine.pause', { paused: false })
  await page.keyboard.press('Escape')
}

/** What is so on each view of the window: keys as the menu has them. */
const VIEWS = ['1', '2', '3', '4', '5', '6', '7', ','] as const

const lookAround = async (
  app: ElectronApplication,
  page: Page,
  language: Language,
): Promise<void> => {
  const zoom = (factor: number): Promise<void> =>
    app.evaluate(
      ({ BrowserWindow }, value) =>
        BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(value),
      factor,
    )
  const words = foreignWords(readTranslations(language))
  const check = async (where: string): Promise<void> => {
    expect(await faultsOf(page, words), `${language}, ${where}`).toEqual({ english: [], cut: [] })
  }
  for (const key of VIEWS) {
    await page.keyboard.press(`Control+${key}`)
    await check(`Ctrl+${key}`)
    expect(await serious(page), `${language}, Ctrl+${key}`).toEqual([])
  }
  const checkAll = async (how: string): Promise<void> => {
    for (const key of VIEWS) {
      await page.keyboard.press(`Control+${key}`)
      expect(await serious(page), `${language}, ${how}, Ctrl+${key}`).toEqual([])
    }
  }
  // colours and sizes do not depend on the language: the other two pairs are looked at in one language each
  await page.emulateMedia({ colorScheme: 'dark' })
  if (language === 'de') await checkAll('100 %, dark')
  // the text of every view is twice as large
  await zoom(2)
  await checkAll('200 %, dark')
  expect(await outside(page), `${language}, 200 %`).toEqual([])
  await page.emulateMedia({ colorScheme: 'light' })
  if (language === 'ja') await checkAll('200 %, light')
  await page.emulateMedia({ colorScheme: null })
  await zoom(1)
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
  await expectOneLine(page, language)
  await page.keyboard.press('Control+/')
  await expect(page.getByRole('dialog')).toBeVisible()
  await check('shortcuts')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

/** Calls whose answers carry sentences of the core: refusals, findings, faults of the settings, conditions, Activity. */
const callsOf = (lab: LabFiles): (readonly [method: string, input: unknown])[] => [
  ['app.info', {}],
  ['config.get', {}],
  ['config.check', { edits: [{ path: ['sync', 'max_attempts'], value: 0 }] }],
  ['recordings.list', {}],
  ['folders.findings', {}],
  ['folders.inspect', { folders: [lab.dir, lab.configFile, '/no/such/folder'] }],
  ['jobs.act', { jobs: [1, 2], action: 'resume' }],
  ['jobs.locate', { jobId: 1, folder: '/no/such/folder' }],
  ['jobs.sendBeside', { jobId: 1 }],
  ['cleanup.decision', { jobId: 1 }],
  ['cleanup.run', { jobs: [1] }],
  ['cleanup.space', { look: false }],
  ['files.exclude', { jobId: 1, files: { pattern: '\\\\' }, by: 'Ada', note: '' }],
  ['destinations.makeFolder', { instrumentId: 'NONE' }],
  ['ssh.checkKeyFile', { path: '/no/such/key' }],
  ['activity.page', { level: 'info', search: '', offset: 0, limit: 200 }],
]

/** No answer of the core has an English sentence. */
const expectAnswers = async (page: Page, lab: LabFiles, language: Language): Promise<void> => {
  const { parts } = foreignWords(readTranslations(language))
  const calls = callsOf(lab)
  const answers = await page.evaluate(
    (all) => Promise.all(all.map(([method, input]) => window.exlab.call(method, input))),
    calls,
  )
  const english = answers.flatMap((answer, at) => {
    // the paths of the lab are no words
    const text = answer.replaceAll(lab.dir, '')
    const found = parts.filter((part) => text.includes(part))
    return found.length === 0 ? [] : [`${calls[at]?.[0] ?? ''}: ${found.join(' | ')}`]
  })
  expect(english, language).toEqual([])
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
  await lookAround(app, page, 'de')
  await expectAnswers(page, lab, 'de')

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
    await lookAround(app, page, language)
    await expectAnswers(page, lab, language)
    before = own
  }
})
