// Every text of window, tray, notifications and dialogs is in shared/messages: texts elsewhere could not be translated.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../../..')
/** Written for whoever reads the log of the program, or into a file; not shown. */
const OTHERS = new Set(['electron/shell/starter-config.ts'])
const files = ['renderer', 'electron/shell']
  .flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map(
      (name) => `${folder}/${name.replaceAll('\\', '/')}`,
    ),
  )
  .concat('electron/boot.ts', 'electron/main.ts', 'electron/preload.ts')
  .filter((file) => /\.tsx?$/.test(file) && !OTHERS.has(file))

const withoutComments = (source: string): string =>
  source.replaceAll(/\/\*[\s\S]*?\*\/|(?<![:\w'"`])\/\/.*$/gm, '')

/** Text between tags, and words given to attributes that are read or shown. */
const inTags = (code: string): string[] =>
  [
    ...code.matchAll(/<\/?[\w.]+[^<>{}=]*>\s*([^<>{}();=]*[A-Za-z]{3,}[^<>{}();=]*)\s*<\//g),
    ...code.matchAll(/\b(?:aria-label|title|placeholder|label|text)="([^"]*[A-Za-z]{3,}[^"]*)"/g),
  ].map((match) => match[1] ?? '')

/** Text in quotes, keys of tables aside, that reads like one: it begins with a capital and goes on with a word, or ends as a sentence does. */
const inQuotes = (code: string): string[] =>
  [...code.matchAll(/(['"`])((?:(?!\1)[^\\\n]|\\.)*)\1(?!:)/g)]
    .map((match) => (match[2] ?? '').replaceAll(/\$\{[^}]*\}/g, 'N'))
    .filter((text) => /^[A-Z][a-z']+ [a-z]|[a-z] [a-z]+ [a-z].*[.:?]$/.test(text))

/** Words for a choice of the system's menus and dialogs. */
const given = (code: string): string[] =>
  [...code.matchAll(/\b(?:label|title|body|message|detail|sentence|tip): '([^']+)'/g)].map(
    (match) => match[1] ?? '',
  )

const sentences = (source: string): string[] => {
  const code = withoutComments(source)
  return [...inTags(code), ...inQuotes(code), ...given(code)]
    .map((text) => text.trim())
    .filter((text) => text !== '')
}

describe('the catalogue', () => {
  it('looks at the window, its stores and the shell', () => {
    expect(files).toEqual(
      expect.arrayContaining([
        'renderer/features/frame/commands.ts',
        'renderer/features/setup/setup-store.ts',
        'renderer/features/frame/status-strip.tsx',
        'electron/shell/tray/tray.ts',
        'electron/main.ts',
      ]),
    )
  })
  it.each(files)('%s has no sentence of its own', (file) => {
    expect(sentences(readFileSync(join(ROOT, file), 'utf8'))).toEqual([])
  })
  it('finds one where there is one', () => {
    expect(inTags('<p>Sent to the NAS</p><a title="Open it" />')).toEqual([
      'Sent to the NAS',
      'Open it',
    ])
    expect(
      sentences("const a = 'Nothing is lost'; f({ label: 'Quit' }); g(`It took ${n} s.`) // It is"),
    ).toEqual(['Nothing is lost', 'It took N s.', 'Quit'])
    expect(sentences("f('jobs.list', 'side-item gone', 'Control')")).toEqual([])
  })
})
