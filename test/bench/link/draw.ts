// Draws the table of the link in docs/performance.md from the figures just measured.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'prettier'
import type { LinkComparison } from './link.ts'

const PAGE = join(import.meta.dirname, '../../../docs/performance.md')
const MARKS = /(<!-- link:begin -->\n)[\s\S]*(<!-- link:end -->)/

/** Writes the table between the page's marks. */
export const drawLink = async (rows: readonly LinkComparison[]): Promise<void> => {
  const lines = rows.map(
    ({ name, ours, bare, ratio }) =>
      `| ${name} | ${ours.toFixed(1)} | ${bare.toFixed(1)} | ${ratio.toFixed(2)} |`,
  )
  const table = [
    '| Case | ExLab Sync, s | bare tools, s | of bare |',
    '| --- | --- | --- | --- |',
    ...lines,
  ]
  const page = readFileSync(PAGE, 'utf8').replace(MARKS, `$1\n${table.join('\n')}\n\n$2`)
  writeFileSync(
    PAGE,
    await format(page, { parser: 'markdown', proseWrap: 'preserve', printWidth: 100 }),
  )
}
