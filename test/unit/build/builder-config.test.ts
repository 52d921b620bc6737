// What electron-builder is told of each system, where nothing else would show that it is missing.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { root } from '../../../build/bootstrap/paths.mjs'

const config = parse(readFileSync(join(root, 'build/electron-builder.yml'), 'utf8')) as Record<
  string,
  unknown
>

describe('the packages', () => {
  it('have the code of the program in the archive, whose digest Electron checks', () => {
    expect(config).toMatchObject({
      asar: true,
      asarUnpack: ['**/*.node'],
      electronFuses: {
        runAsNode: false,
        enableNodeOptionsEnvironmentVariable: false,
        enableNodeCliInspectArguments: false,
        enableEmbeddedAsarIntegrityValidation: true,
        onlyLoadAppFromAsar: true,
      },
    })
  })

  it('run on macOS with the hardened runtime, awake, and say why they read protected folders', () => {
    expect(config['mac']).toMatchObject({
      hardenedRuntime: true,
      entitlements: expect.any(String),
      extendInfo: {
        NSAppSleepDisabled: true,
        NSRemovableVolumesUsageDescription: expect.any(String),
        NSNetworkVolumesUsageDescription: expect.any(String),
        NSDesktopFolderUsageDescription: expect.any(String),
        NSDocumentsFolderUsageDescription: expect.any(String),
        NSDownloadsFolderUsageDescription: expect.any(String),
      },
    })
  })

  it('have an icon of their own on each system, so that no tool for one is fetched', () => {
    for (const system of ['win', 'mac', 'linux'])
      expect(config[system]).toMatchObject({ icon: expect.stringContaining('dist/stage/icon') })
  })
})
