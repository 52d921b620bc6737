// End-to-end tests: the real app in real Electron windows, never retried.
import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: 'test/e2e',
  // on Linux each worker has an X server of its own (test/e2e/support/app.ts); elsewhere windows share one focus
  workers: process.platform === 'linux' ? 2 : 1,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  outputDir: 'test-results',
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
})
