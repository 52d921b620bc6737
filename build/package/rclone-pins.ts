// The rclone that each package brings: one version, with the SHA-256 of its archive for each system (docs/release.md says how to
// change it).

/** The release of rclone that is brought. */
export const RCLONE_VERSION = '1.75.1'

/** A system and architecture that there are packages for. */
export type Target = `${'linux' | 'darwin' | 'win32'}-${'x64' | 'arm64'}`

/** The archive of rclone for a target. */
interface Pin {
  /** As rclone's download page names it. */
  readonly archive: string
  /** Of the archive, from rclone's own SHA256SUMS. */
  readonly sha256: string
}

const pin = (system: string, sha256: string): Pin => ({
  archive: `rclone-v${RCLONE_VERSION}-${system}.zip`,
  sha256,
})

/** All pins. */
export const RCLONE_PINS: Readonly<Record<Target, Pin>> = {
  'linux-x64': pin(
    'linux-amd64',
    '982b5aa772841168f8e380f139e9e787b2a105403e32b94da8676a0e1c0a13ab',
  ),
  'linux-arm64': pin(
    'linux-arm64',
    '03f2504174034b6d004152ed7369251c9a9ec1f7e0836eda420f5c7a5ec0dff9',
  ),
  'darwin-x64': pin(
    'osx-amd64',
    '29253d0288b8fbbac46baad6e5f6add6cb01d462c79f10805bbd4631c4cdf82c',
  ),
  'darwin-arm64': pin(
    'osx-arm64',
    'c61d7a371c62bcbbe882c3423aa4b8bf63485c248dd0f692997b8f0c3f6d0c6f',
  ),
  'win32-x64': pin(
    'windows-amd64',
    '200eb602c126d82aa38b51e0f6b9ae837473ff99b51278d3f6f837574c494d6e',
  ),
  'win32-arm64': pin(
    'windows-arm64',
    'c3c6cd0424dd49076ad179c30c3f9e5cde2c004ec07ea9fe6911f23e32eafe0f',
  ),
}

/** Where an archive is downloaded from. */
export const archiveUrl = ({ archive }: Pin): string =>
  `https://downloads.rclone.org/v${RCLONE_VERSION}/${archive}`
