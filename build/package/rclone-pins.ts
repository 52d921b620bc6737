// The rclone that each package brings: one version, with the SHA-256 of its archive for each system (docs/release.md says how to
// change it).

/** The release of rclone that is brought. */
export const RCLONE_VERSION = '1.72.0'

/** A system and architecture that there are packages for. */
export type Target = `${'linux' | 'darwin' | 'win32'}-${'x64' | 'arm64'}`

/** The archive of rclone for a target. */
interface Pin {
  /** As rclone's download page names it. */
  readonly archive: string
  /** Of the archive, from rclone's own SHA256SUMS; null: nobody has compared one yet, so no release is made for the target. */
  readonly sha256: string | null
}

const pin = (system: string, sha256: string | null): Pin => ({
  archive: `rclone-v${RCLONE_VERSION}-${system}.zip`,
  sha256,
})

/** All pins. */
export const RCLONE_PINS: Readonly<Record<Target, Pin>> = {
  'linux-x64': pin('linux-amd64', null),
  'linux-arm64': pin('linux-arm64', null),
  'darwin-x64': pin('osx-amd64', null),
  'darwin-arm64': pin('osx-arm64', null),
  'win32-x64': pin(
    'windows-amd64',
    'a07fb7ab808ea34c2393b1fa4cf02ac6e99edb53e6e683a1a90feee622eaaea6',
  ),
  'win32-arm64': pin(
    'windows-arm64',
    'f703090453819d3e6995da530fd1c298c18340f9adc27c6e95282fbc9c4d0333',
  ),
}

/** Where an archive is downloaded from. */
export const archiveUrl = ({ archive }: Pin): string =>
  `https://downloads.rclone.org/v${RCLONE_VERSION}/${archive}`
