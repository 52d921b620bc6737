// Writes what electron-updater reads: the feed's file beside an installer, and the file in the package that names its cache and the
// publisher whose signature an installer must have.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** Writes the feed's file for an installer beside it: `latest.yml` for Windows. */
export const writeFeed = (installer: string, version: string, name: string): void => {
  const bytes = readFileSync(installer)
  const sha512 = createHash('sha512').update(bytes).digest('base64')
  const file = basename(installer)
  writeFileSync(
    join(dirname(installer), name),
    `version: ${version}\nfiles:\n  - url: ${file}\n    sha512: ${sha512}\n    size: ${bytes.length}\npath: ${file}\nsha512: ${sha512}\nreleaseDate: '${new Date().toISOString()}'\n`,
  )
}

/**
 * Writes app-update.yml into a package's resources. Its address is never asked: the settings name the feed. `publisher`: the name in
 * the certificate; null: the package is not signed.
 */
export const writeUpdaterFile = (resources: string, publisher: string | null): void =>
  writeFileSync(
    join(resources, 'app-update.yml'),
    `provider: generic\nurl: https://updates.invalid/\nupdaterCacheDirName: exlab-sync-updater\n${
      publisher === null ? '' : `publisherName:\n  - ${JSON.stringify(publisher)}\n`
    }`,
  )
