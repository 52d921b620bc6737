// Compiles the small programs of the Windows package with MinGW: the command line, the helper for PATH, and what asks for an
// administrator before an update.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../../bootstrap/paths.mjs'
import { SetupError } from '../../bootstrap/process.mjs'

const MINGW = 'x86_64-w64-mingw32'

const mingw = (program: string, args: readonly string[]): void => {
  const { status, stderr, error } = spawnSync(`${MINGW}-${program}`, args, { encoding: 'utf8' })
  if (error !== undefined)
    throw new SetupError(
      `The command line of Windows can't be compiled: there is no ${MINGW}-${program} (on Debian: apt-get install gcc-mingw-w64-x86-64).`,
    )
  if (status !== 0) throw new SetupError(`${MINGW}-${program} failed: ${stderr}`)
}

/** Version, publisher and icon, as Explorer shows them. */
const resource = (name: string, icon: string | null): string => {
  const { version, author } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly version: string
    readonly author: { readonly name: string }
  }
  const numbers = `${version.replace(/[^\d.].*$/, '').replaceAll('.', ',')},0`
  const text = (key: string, value: string): string => `      VALUE "${key}", "${value}\\0"\n`
  const picture = icon === null ? '' : `1 ICON "${icon.replaceAll('\\', '/')}"\n`
  return `${picture}1 VERSIONINFO
FILEVERSION ${numbers}
PRODUCTVERSION ${numbers}
BEGIN
  BLOCK "StringFileInfo"
  BEGIN
    BLOCK "040904b0"
    BEGIN
${text('CompanyName', author.name)}${text('FileDescription', `ExLab Sync (${name})`)}${text('FileVersion', version)}${text('ProductName', 'ExLab Sync')}${text('ProductVersion', version)}${text('OriginalFilename', `${name}.exe`)}    END
  END
  BLOCK "VarFileInfo"
  BEGIN
    VALUE "Translation", 0x409, 1200
  END
END
`
}

/** The program that each source of this folder becomes. */
const PROGRAMS = {
  'console.c': 'exlab-sync',
  'path-entry.c': 'path-entry',
  'elevate.c': 'elevate',
} as const

/** Compiles one of the sources of this folder. `defines`: macros with their C values. Throws SetupError. */
export const compileProgram = (
  source: keyof typeof PROGRAMS,
  file: string,
  icon: string | null,
  defines: Readonly<Record<string, string>> = {},
): void => {
  const work = mkdtempSync(join(tmpdir(), 'exlab-mingw-'))
  try {
    writeFileSync(join(work, 'about.rc'), resource(PROGRAMS[source], icon))
    mingw('windres', [join(work, 'about.rc'), '-O', 'coff', '-o', join(work, 'about.o')])
    const macros = Object.entries(defines).map(([key, value]) => `-D${key}=${value}`)
    const code = join(root, 'build/package/windows', source)
    mingw('gcc', [
      '-Wall',
      '-Wextra',
      '-Werror',
      '-Os',
      '-s',
      ...macros,
      '-o',
      file,
      code,
      join(work, 'about.o'),
    ])
  } finally {
    rmSync(work, { recursive: true })
  }
}

/** Compiles the programs of the package into the folder that it is filled from; `bin` in it goes on PATH. Throws SetupError. */
export const compilePrograms = (stage: string, icon: string): void => {
  compileProgram('console.c', join(stage, 'bin', 'exlab-sync.exe'), icon)
  compileProgram('path-entry.c', join(stage, 'bin', 'path-entry.exe'), icon)
  compileProgram('elevate.c', join(stage, 'elevate.exe'), icon)
}
