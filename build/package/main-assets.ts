// Vite plugin of the main build: writes the tray icons, rendered from their SVG sources, and the bash completion beside the
// program, where the program and the installed package look for them.
import { readFileSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Resvg } from '@resvg/resvg-js'
import { completionScript } from '../../electron/cli/completion.ts'
import { describeProgram } from '../../electron/cli/program.ts'

/** Electron takes `name@2x.png` for displays of scale 2 by itself. */
const SCALES = [
  { suffix: '', size: 16 },
  { suffix: '@2x', size: 32 },
]

interface Asset {
  readonly fileName: string
  readonly source: string | Uint8Array
}

const trayIcons = (folder: string): Asset[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.svg'))
    .flatMap((name) => {
      const svg = readFileSync(join(folder, name), 'utf8')
      return SCALES.map(({ suffix, size }) => ({
        fileName: `tray-icons/${basename(name, '.svg')}${suffix}.png`,
        source: new Resvg(svg, { fitTo: { mode: 'width', value: size } }).render().asPng(),
      }))
    })

const bashCompletion = (): Asset => ({
  fileName: 'completions/exlab-sync.bash',
  source: completionScript('bash', describeProgram()),
})

/** `root`: the checkout. */
export const mainAssets = (root: string) => ({
  name: 'main-assets',
  generateBundle(this: { emitFile(asset: Asset & { readonly type: 'asset' }): unknown }): void {
    for (const asset of [...trayIcons(join(root, 'electron/shell/tray/icons')), bashCompletion()])
      this.emitFile({ type: 'asset', ...asset })
  },
})
