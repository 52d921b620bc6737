// Makes what Windows' administrators install out of the unpacked app: setup.exe (NSIS), an MSI (wixl) and a portable zip, signed
// where the environment says with what.
import { spawnSync } from 'node:child_process'
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { zipSync } from 'fflate'
import { root } from '../../bootstrap/paths.mjs'
import { SetupError, say } from '../../bootstrap/process.mjs'
import { writeFeed } from '../update-feed.ts'
import { writeFileLists } from './file-lists.ts'
import { canSign, signFile } from './sign.ts'

const APP_ID = 'org.exlab.sync'
/** By which an MSI of a newer version knows that it replaces an older one: it never changes. */
const UPGRADE_CODE = '6E0B6B0B-6C0C-4C9E-9B0E-0A5E7C1D2F34'

interface Product {
  readonly name: string
  readonly version: string
  readonly publisher: string
}

const productOf = (): Product => {
  const { productName, version, author } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  ) as {
    readonly productName: string
    readonly version: string
    readonly author: { readonly name: string }
  }
  return { name: productName, version, publisher: author.name }
}

/** Runs a program; what it said where it failed, or null. `hint`: how to get it. */
const failure = (program: string, args: readonly string[], hint: string): string | null => {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  })
  if (error !== undefined) return `there is no ${program} (${hint})`
  return status === 0 ? null : `${program} failed: ${`${stdout}${stderr}`.trim().slice(-2_000)}`
}

const makeInstaller = (
  unpacked: string,
  product: Product,
  file: string,
  isFast: boolean,
): string | null => {
  const stage = join(root, 'dist/stage')
  const lists = writeFileLists(unpacked, stage)
  const sign = join(import.meta.dirname, 'sign.ts')
  const defines: Readonly<Record<string, string>> = {
    TARGET_64: '1',
    APP_ID,
    PRODUCT_NAME: product.name,
    VERSION: product.version,
    PUBLISHER: product.publisher,
    OUT_FILE: file,
    ICON: join(stage, 'icon.ico'),
    LICENCE: join(root, 'LICENSE'),
    FILES: lists.install,
    REMOVAL: lists.remove,
    ...(isFast ? { FAST: '1' } : {}),
    ...(canSign() ? { SIGN_UNINSTALLER: `"${process.execPath}" "${sign}" "%1"` } : {}),
  }
  return failure(
    'makensis',
    [
      '-V2',
      '-WX',
      ...Object.entries(defines).map(([key, value]) => `-D${key}=${value}`),
      join(import.meta.dirname, 'installer.nsi'),
    ],
    'on Debian: apt-get install nsis',
  )
}

const xml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/** Component of the MSI for one queue of all accounts: installed where its property SHARED is 1. */
const SHARED = 'SharedQueue'

/**
 * The product of the MSI; `dataDirFile`: the file that names the data folder of all accounts; the files are in the group that
 * wixl-heat wrote.
 */
const wixSource = (
  { name, version, publisher }: Product,
  dataDirFile: string,
): string => `<?xml version="1.0"?>
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
  <Product Id="*" Name="${xml(name)}" Language="1033" Version="${version}" Manufacturer="${xml(publisher)}" UpgradeCode="${UPGRADE_CODE}">
    <Package InstallerVersion="500" Compressed="yes" InstallScope="perMachine"/>
    <MajorUpgrade DowngradeErrorMessage="A newer version of ${xml(name)} is installed."/>
    <Media Id="1" Cabinet="app.cab" EmbedCab="yes"/>
    <Directory Id="TARGETDIR" Name="SourceDir">
      <Directory Id="ProgramFiles64Folder">
        <Directory Id="INSTALLDIR" Name="${xml(name)}"/>
      </Directory>
      <Directory Id="ProgramMenuFolder"/>
      <Directory Id="CommonAppDataFolder">
        <Directory Id="SHAREDDATA" Name="${xml(name)}"/>
      </Directory>
    </Directory>
    <DirectoryRef Id="INSTALLDIR">
      <Component Id="Entries" Guid="9A4B8C52-3E0D-4B43-8D6C-2D1F0F6B7A11" Win64="yes">
        <RegistryValue Root="HKLM" Key="Software\\${APP_ID}" Name="InstallDir" Type="string" Value="[INSTALLDIR]" KeyPath="yes"/>
        <RegistryValue Root="HKLM" Key="Software\\Classes\\AppUserModelId\\${APP_ID}" Name="DisplayName" Type="string" Value="${xml(name)}"/>
        <RegistryValue Root="HKLM" Key="Software\\Classes\\AppUserModelId\\${APP_ID}" Name="IconUri" Type="string" Value="[INSTALLDIR]resources\\icon.ico"/>
        <Shortcut Id="Menu" Directory="ProgramMenuFolder" Name="${xml(name)}" Target="[INSTALLDIR]${xml(name)}.exe" WorkingDirectory="INSTALLDIR"/>
      </Component>
    </DirectoryRef>
    <Property Id="SHAREDGROUP" Secure="yes"/>
    <Property Id="SHARED" Secure="yes">
      <RegistrySearch Id="SharedBefore" Root="HKLM" Key="Software\\${APP_ID}" Name="SharedByMsi" Type="raw" Win64="yes"/>
    </Property>
    <DirectoryRef Id="SHAREDDATA">
      <Component Id="${SHARED}" Guid="5C1E0A57-8B9A-4D9B-A2E6-0F6A1C53D2B4" Win64="yes">
        <CreateFolder/>
        <RegistryValue Root="HKLM" Key="Software\\${APP_ID}" Name="SharedByMsi" Type="string" Value="1" KeyPath="yes"/>
      </Component>
    </DirectoryRef>
    <DirectoryRef Id="INSTALLDIR">
      <Component Id="${SHARED}File" Guid="B0B9B0E2-7A53-4C4C-9F0C-3C4B0D6A9E15" Win64="yes">
        <File Id="DataDirFile" Source="${xml(dataDirFile)}" Name="data-dir.txt" KeyPath="yes"/>
      </Component>
    </DirectoryRef>
    <Feature Id="Main" Level="1">
      <ComponentRef Id="Entries"/>
      <ComponentRef Id="${SHARED}"/>
      <ComponentRef Id="${SHARED}File"/>
      <ComponentGroupRef Id="AppFiles"/>
    </Feature>
  </Product>
</Wix>
`

/** What wixl does not know: the folder of the command line goes to the end of the machine's PATH, and is taken out again. */
const PATH_ENTRY = [
  'CREATE TABLE `Environment` (`Environment` CHAR(72) NOT NULL, `Name` CHAR(255) NOT NULL LOCALIZABLE, `Value` CHAR(255) LOCALIZABLE, `Component_` CHAR(72) NOT NULL PRIMARY KEY `Environment`)',
  "INSERT INTO `Environment` (`Environment`, `Name`, `Value`, `Component_`) VALUES ('Path', '=-*PATH', '[~];[INSTALLDIR]bin', 'Entries')",
  "INSERT INTO `InstallExecuteSequence` (`Action`, `Sequence`) VALUES ('RemoveEnvironmentStrings', 3300)",
  "INSERT INTO `InstallExecuteSequence` (`Action`, `Sequence`) VALUES ('WriteEnvironmentStrings', 5200)",
]

/** Rights of the folder: administrators and the system all, `group` (a SID or an account's name in angle brackets) to change it. */
const sddl = (group: string): string =>
  `D:PAI(A;OICI;FA;;;BA)(A;OICI;FA;;;SY)(A;OICI;0x1301bf;;;${group})`

/** What wixl does not know either: when the queue of all accounts is installed, and the rights of its folder. */
const SHARED_QUEUE = [
  `UPDATE \`Component\` SET \`Condition\` = 'SHARED="1"' WHERE \`Component\` = '${SHARED}'`,
  `UPDATE \`Component\` SET \`Condition\` = 'SHARED="1"' WHERE \`Component\` = '${SHARED}File'`,
  'CREATE TABLE `MsiLockPermissionsEx` (`MsiLockPermissionsEx` CHAR(72) NOT NULL, `LockObject` CHAR(72) NOT NULL, `Table` CHAR(32) NOT NULL, `SDDLText` CHAR(0) NOT NULL, `Condition` CHAR(255) PRIMARY KEY `MsiLockPermissionsEx`)',
  `INSERT INTO \`MsiLockPermissionsEx\` (\`MsiLockPermissionsEx\`, \`LockObject\`, \`Table\`, \`SDDLText\`, \`Condition\`) VALUES ('Everybody', 'SHAREDDATA', 'CreateFolder', '${sddl('BU')}', 'NOT SHAREDGROUP')`,
  `INSERT INTO \`MsiLockPermissionsEx\` (\`MsiLockPermissionsEx\`, \`LockObject\`, \`Table\`, \`SDDLText\`, \`Condition\`) VALUES ('Group', 'SHAREDDATA', 'CreateFolder', '${sddl('<[SHAREDGROUP]>')}', 'SHAREDGROUP')`,
]

const makeMsi = (unpacked: string, product: Product, file: string): string | null => {
  const stage = join(root, 'dist/stage')
  const hint = 'on Debian: apt-get install wixl'
  const names = readdirSync(unpacked, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  const heat = spawnSync(
    'wixl-heat',
    [
      '--component-group',
      'AppFiles',
      '--var',
      'var.SourceDir',
      '--directory-ref',
      'INSTALLDIR',
      '--win64',
      '--prefix',
      `${unpacked}/`,
    ],
    { input: `${names.join('\n')}\n`, encoding: 'utf8', maxBuffer: 64 << 20 },
  )
  if (heat.error !== undefined) return `there is no wixl-heat (${hint})`
  if (heat.status !== 0) return `wixl-heat failed: ${heat.stderr}`
  const sources = [join(stage, 'product.wxs'), join(stage, 'files.wxs')] as const
  const dataDirFile = join(stage, 'data-dir.txt')
  writeFileSync(dataDirFile, `%ProgramData%\\${product.name}\r\n`)
  writeFileSync(sources[0], wixSource(product, relative(root, dataDirFile)))
  writeFileSync(sources[1], heat.stdout)
  // wixl takes paths relative to its working folder alone
  const defines = ['-D', `SourceDir=${relative(root, unpacked)}`, '-D', 'Win64=yes']
  return (
    failure('wixl', ['-a', 'x64', ...defines, '-o', file, ...sources], hint) ??
    failure(
      'msibuild',
      [file, ...[...PATH_ENTRY, ...SHARED_QUEUE].flatMap((query) => ['-q', query])],
      'on Debian: apt-get install msitools',
    )
  )
}

const makeZip = (unpacked: string, product: Product, file: string): null => {
  const entries = readdirSync(unpacked, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  const content = Object.fromEntries(
    entries.map((path) => [
      `${product.name}/${path.slice(unpacked.length + 1).replaceAll('\\', '/')}`,
      new Uint8Array(readFileSync(path)),
    ]),
  )
  writeFileSync(file, zipSync(content, { level: 6 }))
  return null
}

/** Programs that run on the workstation, which Windows asks about by their signature. */
const signedPrograms = (unpacked: string, { name }: Product): readonly string[] => [
  join(unpacked, `${name}.exe`),
  join(unpacked, 'bin', 'exlab-sync.exe'),
  join(unpacked, 'bin', 'path-entry.exe'),
  join(unpacked, 'resources', 'elevate.exe'),
  join(unpacked, 'resources', 'tools', 'rclone.exe'),
]

interface WindowsPackages {
  readonly made: readonly string[]
  /** What could not be made, each with why. */
  readonly missing: readonly string[]
}

/** Makes the packages out of `unpacked`. `isFast`: uncompressed and without the zip, for tests. Throws SetupError. */
export const makeWindowsPackages = (unpacked: string, isFast = false): WindowsPackages => {
  const product = productOf()
  const base = join(root, 'dist', `exlab-sync-${product.version}-win-x64`)
  if (canSign()) signedPrograms(unpacked, product).forEach(signFile)
  else say('the packages for Windows are not signed: SmartScreen warns of them (docs/release.md)')
  const kinds = [
    {
      file: `${base}-setup.exe`,
      make: (file: string) => makeInstaller(unpacked, product, file, isFast),
    },
    { file: `${base}.msi`, make: (file: string) => makeMsi(unpacked, product, file) },
    ...(isFast
      ? []
      : [{ file: `${base}.zip`, make: (file: string) => makeZip(unpacked, product, file) }]),
  ]
  const made: string[] = []
  const missing: string[] = []
  for (const { file, make } of kinds) {
    rmSync(file, { force: true })
    const why = make(file)
    if (why !== null) missing.push(`${basename(file)}: ${why}`)
    else {
      if (canSign() && !file.endsWith('.zip')) signFile(file)
      if (file.endsWith('setup.exe')) writeFeed(file, product.version, 'latest.yml')
      made.push(file)
    }
  }
  if (made.length === 0) throw new SetupError(missing.join('\n'))
  return { made, missing }
}
