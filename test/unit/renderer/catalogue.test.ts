// Every sentence of the window is in the catalogue: what stands in a view cannot be translated.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../../../renderer')
const files = ['', 'views', 'components'].flatMap((folder) =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.tsx'))
    .map((name) => join(folder, name)),
)

/** Text between tags, and words given to attributes that are read or shown. */
const sentences = (source: string): string[] => {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
  const between = [
    ...code.matchAll(/<\/?[\w.]+[^<>{}=]*>\s*([^<>{}();=]*[A-Za-z]{3,}[^<>{}();=]*)\s*<\//g),
  ]
  const given = [
    ...code.matchAll(/\b(?:aria-label|title|placeholder|label|text)="([^"]*[A-Za-z]{3,}[^"]*)"/g),
  ]
  return [...between, ...given]
    .map((match) => (match[1] ?? '').trim())
    .filter((text) => text !== '')
}

describe('the catalogue', () => {
  it.each(files)('%s has no sentence of its own', (file) => {
    expect(sentences(readFileSync(join(ROOT, file), 'utf8'))).toEqual([])
  })
  it('finds one where there is one', () => {
    expect(sentences('<p>Sent to the NAS</p><a title="Open it" />')).toEqual([
      'Sent to the NAS',
      'Open it',
    ])
  })
})
