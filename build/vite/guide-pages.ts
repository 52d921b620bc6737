// Vite plugin that renders the operator guide as HTML: docs/*.md becomes out/docs/*.html, with the pictures beside them.
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Marked } from 'marked'
import type { Plugin } from 'vite'

/** Pages of the guide, and the pages that it links to; relative to docs/. */
const PAGES = ['guide/README.md', 'guide/states.md', 'guide/settings.md', 'reasons.md', 'config.md']

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.6 system-ui, sans-serif }
body { max-width: 52rem; margin: 2rem auto; padding: 0 1.5rem }
h1, h2, h3 { line-height: 1.25; margin-top: 2em }
h1 { margin-top: 0 }
img { max-width: 100%; border: 1px solid #8885; border-radius: 6px }
code, pre { font-family: ui-monospace, monospace; font-size: 0.9em }
pre { overflow: auto; padding: 0.8rem 1rem; border: 1px solid #8885; border-radius: 6px }
table { border-collapse: collapse } th, td { padding: 0.3rem 0.8rem; border: 1px solid #8885; text-align: left }
@media print { img { max-height: 12cm } }
`

const marked = new Marked({
  gfm: true,
  walkTokens(token) {
    // links between the pages stay links between the pages
    if (token.type === 'link') token.href = token.href.replace(/\.md(?=$|#)/, '.html')
  },
})

const titleOf = (text: string): string => /^# (.+)$/m.exec(text)?.[1] ?? 'ExLab Sync'

const page = (text: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' file:; style-src 'unsafe-inline'">
<title>${titleOf(text)}: ExLab Sync</title>
<style>${STYLE}</style>
${marked.parse(text, { async: false })}
</html>
`

const writeGuide = (root: string, out: string): void => {
  rmSync(out, { recursive: true, force: true })
  for (const name of PAGES) {
    const file = join(out, dirname(name), `${basename(name, '.md')}.html`)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, page(readFileSync(join(root, 'docs', name), 'utf8')))
  }
  for (const name of readdirSync(join(root, 'docs/guide')))
    if (name.endsWith('.png')) cpSync(join(root, 'docs/guide', name), join(out, 'guide', name))
}

/** Writes the pages of the checkout `root` into the folder `out` with each build of the window. */
export const guidePages = (root: string, out: string): Plugin => ({
  name: 'guide-pages',
  closeBundle: () => writeGuide(root, out),
})
