// Makes what stands for Electron in a Windows package under Wine: a program that runs the package's own command line on Windows'
// Node. Everything else of the package is as in a release.
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compileProgram } from '../package/windows/compile.ts'

/** Fills `folder`; `nodeExe`: Windows' Node. Throws SetupError. */
export const makeStandIn = (folder: string, nodeExe: string, version: string): void => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'locales'), { recursive: true })
  compileProgram('console.c', join(folder, 'electron.exe'), null, {
    PROGRAM: String.raw`L"node.exe"`,
    FIRST: String.raw`L"resources\\app.asar.unpacked\\out\\main\\cli.cjs"`,
  })
  copyFileSync(nodeExe, join(folder, 'node.exe'))
  writeFileSync(join(folder, 'version'), version)
  for (const name of ['LICENSE', 'LICENSES.chromium.html'])
    writeFileSync(join(folder, name), 'Stands for Electron in a test.\n')
}
