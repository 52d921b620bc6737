// Measurements inside the window: frame times of a scroll, time from an input to the list that shows its result, heap.
import type { Page } from '@playwright/test'
import { runRow } from '../e2e/support/app.ts'

export const heapOf = async (page: Page): Promise<number> => {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return usedSize / 1_048_576
}

/** Times between frames while a box is scrolled from end to end. */
export const scroll = (page: Page, box: string, ms: number) =>
  page.evaluate(
    async ([selector, duration]) => {
      const element = document.querySelector(selector)
      const gaps: number[] = []
      await new Promise<void>((done) => {
        const from = performance.now()
        let last = from
        const step = (now: number): void => {
          gaps.push(now - last)
          last = now
          const part = (now - from) / duration
          if (element !== null)
            element.scrollTop = part * (element.scrollHeight - element.clientHeight)
          if (part < 1) requestAnimationFrame(step)
          else done()
        }
        requestAnimationFrame(step)
      })
      gaps.shift()
      gaps.sort((a, b) => a - b)
      const at = (q: number): number =>
        gaps[Math.min(gaps.length - 1, Math.floor(gaps.length * q))] ?? 0
      return {
        p50: at(0.5),
        p99: at(0.99),
        most: at(1),
        late: gaps.filter((gap) => gap > 33).length,
      }
    },
    [box, ms] as const,
  )

/** Milliseconds from an input to the list that shows its result. */
export const timed = (
  page: Page,
  label: string,
  value: string,
  wanted: string,
  grid: string,
): Promise<number> =>
  page.evaluate(
    ([name, text, rows, list]) =>
      new Promise<number>((done) => {
        const field = document.querySelector<HTMLInputElement>(`input[aria-label="${name}"]`)
        const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set
        const from = performance.now()
        set?.call(field, text)
        field?.dispatchEvent(new Event('input', { bubbles: true }))
        const look = (): void => {
          const shown = document.querySelector(`[role="grid"][aria-label="${list}"]`)
          if (shown?.getAttribute('aria-rowcount') === rows) done(performance.now() - from)
          else requestAnimationFrame(look)
        }
        look()
      }),
    [label, value, wanted, grid] as const,
  )

/** Milliseconds from a click on a chip of the Files tab to the list that shows its result. */
export const chip = (page: Page, name: string, wanted: string): Promise<number> =>
  page.evaluate(
    ([text, rows]) =>
      new Promise<number>((done) => {
        const found = [...document.querySelectorAll<HTMLButtonElement>('.details .chip')].find(
          (one) => one.textContent?.startsWith(text),
        )
        const from = performance.now()
        found?.click()
        const look = (): void => {
          const shown = document.querySelector('[role="grid"][aria-label="Files"]')
          if (shown?.getAttribute('aria-rowcount') === rows) done(performance.now() - from)
          else requestAnimationFrame(look)
        }
        look()
      }),
    [name, wanted] as const,
  )

/** Milliseconds from a jump to the end of the Files tab to its last row. */
export const jumpToEnd = (page: Page, wanted: string): Promise<number> =>
  page.evaluate(
    (text) =>
      new Promise<number>((done) => {
        const box = document.querySelector('.grid.files')
        const from = performance.now()
        box?.scrollTo({ top: box.scrollHeight })
        const look = (): void => {
          if (box?.textContent?.includes(text) === true) done(performance.now() - from)
          else requestAnimationFrame(look)
        }
        look()
      }),
    wanted,
  )

/** Milliseconds from a click on the Log tab to its lines. */
export const openLog = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((done) => {
        const tab = [...document.querySelectorAll<HTMLElement>('[role="tab"]')].find(
          (one) => one.textContent === 'Log',
        )
        const from = performance.now()
        tab?.click()
        const look = (): void => {
          if (document.querySelector('.log-line .time') !== null) done(performance.now() - from)
          else requestAnimationFrame(look)
        }
        look()
      }),
  )

/** Opens the files of a run that is on the screen: milliseconds until they are listed, the driver's part included. */
export const openFilesOf = async (page: Page, run: string): Promise<number> => {
  const from = performance.now()
  await runRow(page, run).first().click()
  await page.getByRole('tab', { name: 'Files' }).click()
  await page.getByRole('grid', { name: 'Files' }).getByRole('row').nth(5).waitFor()
  return performance.now() - from
}
