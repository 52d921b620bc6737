// Folders of programs as a NAS of other makers has them: for each, the PATH of a login that finds these and no others.
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type FarShell =
  'GNU' | 'uutils' | 'BusyBox' | 'toybox' | 'shasum' | 'BSD sha256' | 'no -path'

/** The first of these paths that exists; null: none does. */
const firstOf = (...paths: readonly string[]): string | null =>
  paths.find((path) => existsSync(path)) ?? null

const system = (tool: string): string | null => firstOf(`/usr/bin/${tool}`, `/bin/${tool}`)

const PACKAGES: Partial<Readonly<Record<FarShell, string>>> = {
  uutils: 'rust-coreutils',
  BusyBox: 'busybox',
  toybox: 'toybox',
}

/** Installs the Debian package of a far shell where this process may; does nothing elsewhere. */
const installPackage = (name: string): void => {
  if (process.getuid?.() !== 0 || system('apt-get') === null) return
  try {
    execFileSync('apt-get', ['install', '-y', '--no-install-recommends', name], { stdio: 'ignore' })
  } catch {
    // without a network the tests say that they were left out
  }
}

const sourceOf = (shell: FarShell): string | null => {
  switch (shell) {
    case 'uutils':
      return firstOf('/usr/lib/cargo/bin/coreutils/sha256sum')
    case 'BusyBox':
      return system('busybox')
    case 'toybox':
      return system('toybox')
    case 'shasum':
      return system('shasum')
    case 'GNU':
    case 'BSD sha256':
    case 'no -path':
      return system('sha256sum')
  }
}

/** True where this machine has, or could get, the programs of that shell. */
export const hasFarShell = (shell: FarShell): boolean => {
  const name = PACKAGES[shell]
  if (sourceOf(shell) === null && name !== undefined) installPackage(name)
  return sourceOf(shell) !== null
}

const script = (file: string, text: string): void => {
  writeFileSync(file, `#!/bin/sh\n${text}\n`)
  chmodSync(file, 0o755)
}

/** Makes the folder `bin` with the programs of a far shell, and answers the PATH of a login there. */
export const makeFarShell = (shell: FarShell, bin: string): string => {
  mkdirSync(bin, { recursive: true })
  const source = sourceOf(shell) ?? ''
  const common = [
    'rsync',
    'df',
    'env',
    'wc',
    'cat',
    'dirname',
    'mkdir',
    'rm',
    'rmdir',
    'date',
    'perl',
  ]
  const tools = ['sh', 'find', 'tr', ...common]
  const isMultiCall = shell === 'BusyBox' || shell === 'toybox'
  // Debian's toybox has neither a shell nor tr
  const own = shell === 'BusyBox' ? ['sh', 'find', 'tr', 'sha256sum'] : ['find', 'sha256sum']
  for (const tool of isMultiCall ? own : []) symlinkSync(source, join(bin, tool))
  for (const tool of tools) {
    const path = system(tool)
    if (path !== null && !existsSync(join(bin, tool))) symlinkSync(path, join(bin, tool))
  }
  if (shell === 'GNU' || shell === 'uutils') symlinkSync(source, join(bin, 'sha256sum'))
  if (shell === 'shasum') symlinkSync(source, join(bin, 'shasum'))
  // as `sha256 -r` of FreeBSD prints: one blank, names as they are, and of standard input the digest alone
  if (shell === 'BSD sha256')
    script(
      join(bin, 'sha256'),
      `[ "$1" = -r ] && shift
if [ $# -eq 0 ]; then set -- $(${source}); echo "$1"; exit 0; fi
for f do set -- $(${source} <"$f"); printf '%s %s\\n' "$1" "$f"; done`,
    )
  if (shell === 'no -path') {
    script(join(bin, 'sha256sum'), `[ "$1" = -z ] && exit 1\nexec ${source} "$@"`)
    const find = join(bin, 'find')
    rmSync(find)
    script(find, `for a do [ "$a" = -path ] && exit 1; done\nexec ${system('find') ?? ''} "$@"`)
  }
  return bin
}
