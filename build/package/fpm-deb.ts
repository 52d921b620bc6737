#!/usr/bin/env node
// Stand-in for fpm that takes electron-builder's arguments for a .deb and makes it with dpkg-deb: for networks that do not
// reach GitHub, where electron-builder would fetch fpm. DEB_COMPRESSION and DEB_LEVEL choose speed over size.
// electron-builder starts it as a program (CUSTOM_FPM_PATH), so it is executable; `env` finds the Node of the build command.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const WITHOUT_VALUE = new Set(['--force', '--debug', '--no-depends'])

interface FpmArguments {
  /** Values by option: an option may be given several times. */
  readonly options: Readonly<Record<string, readonly string[]>>
  readonly inputs: readonly string[]
}

const readArguments = (argv: readonly string[]): FpmArguments => {
  const options: Record<string, string[]> = {}
  const inputs: string[] = []
  for (let i = 0; i < argv.length; i += 1) {
    const word = argv[i] ?? ''
    if (WITHOUT_VALUE.has(word)) continue
    if (word.startsWith('-')) {
      i += 1
      ;(options[word] ??= []).push(argv[i] ?? '')
    } else inputs.push(word)
  }
  return { options, inputs }
}

const { options, inputs } = readArguments(process.argv.slice(2))
/** The last value of an option. */
const one = (name: string): string | undefined => options[name]?.at(-1)

/** Copies `from=to` pairs into the tree. */
const fill = (tree: string): void => {
  for (const input of inputs) {
    const cut = input.lastIndexOf('=')
    const from = input.slice(0, cut)
    const to = path.join(tree, input.slice(cut + 1))
    fs.mkdirSync(path.dirname(to), { recursive: true })
    if (from.endsWith('/')) fs.cpSync(from, to, { recursive: true, verbatimSymlinks: true })
    else {
      fs.copyFileSync(from, to)
      fs.chmodSync(to, 0o644)
    }
  }
}

/** Sets the modes that Debian expects, whatever the umask was: folders and programs 755, other files 644. */
const plainModes = (dir: string): void => {
  fs.chmodSync(dir, 0o755)
  for (const entry of fs.readdirSync(dir, { withFileTypes: true })) {
    const file = path.join(dir, entry.name)
    if (entry.isDirectory()) plainModes(file)
    else if (entry.isFile()) fs.chmodSync(file, fs.statSync(file).mode & 0o111 ? 0o755 : 0o644)
  }
}

/** Debian's control file for the tree. */
const control = (tree: string): string => {
  const du = spawnSync('du', ['-sk', '--apparent-size', tree], { encoding: 'utf8' })
  const [summary, ...rest] = (one('--description') ?? '').split('\n')
  const iteration = one('--iteration')
  return [
    `Package: ${one('--name')}`,
    `Version: ${one('--version')}${iteration === undefined ? '' : `-${iteration}`}`,
    `Architecture: ${one('--architecture')}`,
    `Maintainer: ${one('--maintainer')}`,
    `Installed-Size: ${Number(du.stdout.split('\t')[0])}`,
    options['-d'] && `Depends: ${options['-d'].join(', ')}`,
    options['--deb-recommends'] && `Recommends: ${options['--deb-recommends'].join(', ')}`,
    `Section: ${one('--category') ?? 'default'}`,
    `Priority: ${one('--deb-priority') ?? 'optional'}`,
    one('--url') && `Homepage: ${one('--url')}`,
    `Description: ${(summary || one('--name') || '').trim()}`,
    ...rest.map((line) => ` ${line.trim() || '.'}`),
    '',
  ]
    .filter((line) => line !== undefined)
    .join('\n')
}

/** fpm's options for maintainer scripts, and Debian's names for them. */
const SCRIPTS: readonly (readonly [option: string, name: string])[] = [
  ['--after-install', 'postinst'],
  ['--after-remove', 'postrm'],
  ['--before-install', 'preinst'],
  ['--before-remove', 'prerm'],
]

if (one('-t') !== 'deb' || one('-s') !== 'dir') {
  console.error(`fpm-deb makes a deb from folders only, not -s ${one('-s')} -t ${one('-t')}`)
  process.exit(1)
}
const tree = fs.mkdtempSync(path.join(os.tmpdir(), 'fpm-deb-'))
try {
  fill(tree)
  plainModes(tree)
  const text = control(tree)
  const meta = path.join(tree, 'DEBIAN')
  fs.mkdirSync(meta, { mode: 0o755 })
  fs.writeFileSync(path.join(meta, 'control'), text)
  for (const [option, name] of SCRIPTS) {
    const file = one(option)
    if (file === undefined) continue
    fs.writeFileSync(path.join(meta, name), fs.readFileSync(file, 'utf8'), { mode: 0o755 })
  }
  const asked = one('--deb-compression') ?? 'xz'
  const zip = process.env['DEB_COMPRESSION'] ?? (asked === 'gz' ? 'gzip' : asked)
  const level = process.env['DEB_LEVEL']
  const { status } = spawnSync(
    'dpkg-deb',
    [
      '--root-owner-group',
      `-Z${zip}`,
      ...(level === undefined ? [] : [`-z${level}`]),
      '--build',
      tree,
      one('--package') ?? '',
    ],
    { stdio: 'inherit' },
  )
  process.exitCode = status ?? 1
} finally {
  fs.rmSync(tree, { recursive: true, force: true })
}
