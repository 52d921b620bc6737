// Writes what the installer packs and what the uninstaller removes, file by file: an uninstaller that deletes by pattern would take
// what a person put beside the program.
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Text of an NSIS script: `$` begins a variable there. */
const quoted = (text: string): string => `"${text.replaceAll('$', '$$$$')}"`

const inInstallation = (path: string): string =>
  `"$INSTDIR${path === '' ? '' : `\\${path.replaceAll('$', '$$$$').replaceAll('/', '\\')}`}"`

interface Tree {
  /** Paths relative to the root, with forward slashes, each folder before what is in it. */
  readonly folders: readonly string[]
  readonly files: readonly string[]
}

const walk = (root: string, below = ''): Tree => {
  const entries = readdirSync(join(root, below), { withFileTypes: true })
  const pathOf = (name: string): string => (below === '' ? name : `${below}/${name}`)
  const inside = entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => walk(root, pathOf(name)))
  return {
    folders: [below, ...inside.flatMap(({ folders }) => folders)],
    files: [
      ...entries.filter((entry) => entry.isFile()).map(({ name }) => pathOf(name)),
      ...inside.flatMap(({ files }) => files),
    ],
  }
}

/** Script lines that install the tree, and those that remove it. */
export const fileLists = (root: string): { readonly install: string; readonly remove: string } => {
  const { folders, files } = walk(root)
  const folderOf = (file: string): string => file.slice(0, Math.max(0, file.lastIndexOf('/')))
  const install = folders.flatMap((folder) => [
    `SetOutPath ${inInstallation(folder)}`,
    ...files
      .filter((file) => folderOf(file) === folder)
      .map((file) => `File ${quoted(join(root, file))}`),
  ])
  const remove = [
    ...files.map((file) => `Delete ${inInstallation(file)}`),
    // a folder with anything else in it stays
    ...folders
      .slice(1)
      .toReversed()
      .map((folder) => `RMDir ${inInstallation(folder)}`),
  ]
  return { install: `${install.join('\n')}\n`, remove: `${remove.join('\n')}\n` }
}

/** Writes both for `root` into `folder`; answers their paths. */
export const writeFileLists = (
  root: string,
  folder: string,
): { readonly install: string; readonly remove: string } => {
  const { install, remove } = fileLists(root)
  const paths = { install: join(folder, 'files.nsh'), remove: join(folder, 'removal.nsh') }
  writeFileSync(paths.install, install)
  writeFileSync(paths.remove, remove)
  return paths
}
