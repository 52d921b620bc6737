// Three builds from one config: main and its worker threads, preload, renderer.
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { bundledPackages } from './build/vite/bundled-packages.ts'
import { guidePages } from './build/vite/guide-pages.ts'
import { noChildProcess } from './build/vite/no-child-process.ts'
import { mainAssets } from './build/package/main-assets.ts'

const at = (path: string): string => resolve(import.meta.dirname, path)

// set by hand: the oldest runtime that must run the result is Electron 33 (Node 20.18, Chromium 130)
const NODE = 'node20.18'
const CHROME = 'chrome130'

export default defineConfig({
  main: {
    plugins: [
      noChildProcess(),
      bundledPackages(import.meta.dirname, 'main'),
      mainAssets(import.meta.dirname),
    ],
    build: {
      target: NODE,
      outDir: at('out/main'),
      sourcemap: true,
      minify: false,
      // everything but native code is bundled, so the package ships two dependencies
      externalizeDeps: false,
      rollupOptions: {
        external: ['electron', '@photostructure/sqlite', '@napi-rs/keyring'],
        input: {
          boot: at('electron/boot.ts'),
          main: at('electron/main.ts'),
          cli: at('electron/cli.ts'),
          'cli-program': at('electron/cli-program.ts'),
          'copy-worker': at('electron/core/db/copy-worker.ts'),
          'hash-worker': at('electron/core/engine/hashing/hash-worker.ts'),
          'manifest-worker': at('electron/core/services/watch/manifest-worker.ts'),
          'scan-worker': at('electron/core/engine/scan/scan-worker.ts'),
          'find-runs-worker': at('electron/core/files/search/find-runs-worker.ts'),
          'search-worker': at('electron/core/files/search/search-worker.ts'),
        },
        // flat: worker threads are found beside the code that starts them. CommonJS: it starts faster in Electron, and what
        // is imported where it is needed is loaded then
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name].cjs' },
      },
    },
  },
  preload: {
    plugins: [bundledPackages(import.meta.dirname, 'preload')],
    build: {
      target: NODE,
      outDir: at('out/preload'),
      sourcemap: true,
      minify: false,
      externalizeDeps: false,
      rollupOptions: {
        external: ['electron'],
        input: { preload: at('electron/preload.ts') },
        // a sandboxed preload cannot be an ES module
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('renderer'),
    plugins: [
      bundledPackages(import.meta.dirname, 'renderer'),
      react(),
      guidePages(import.meta.dirname, at('out/docs')),
    ],
    build: {
      target: CHROME,
      outDir: at('out/renderer'),
      sourcemap: false,
      // read at every start: a third of the size saves a tenth of a second
      minify: true,
      // the window loads from the local disk with a code cache: splitting the one chunk (about 600 kB) would gain nothing
      chunkSizeWarningLimit: 1_000,
      rollupOptions: { input: { index: at('renderer/index.html') } },
    },
  },
})
