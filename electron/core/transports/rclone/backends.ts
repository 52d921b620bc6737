// Table of every backend and overlay of rclone (1.60 to 1.76): who can give a SHA-256 of the bytes that it stores, and why
// (docs/spec.md 5).

/**
 * What a SHA-256 by way of a type is worth. `there`: the machine that holds the bytes computes it from them, now.
 * `read_back`: this computer reads the bytes back and hashes them. `here`: the bytes lie in a folder of this computer, so they
 * count only where they are read past its cache. `none`: nothing that comes back through it proves anything.
 */
export type Worth = 'there' | 'read_back' | 'here' | 'none'

interface Storage {
  readonly worth: Worth
  readonly why: string
}

interface Overlay {
  /** The option that names what lies below. */
  readonly below: 'remote' | 'upstreams'
  /** `as_below`: worth what is true of everything below. `read_back`: its own bytes or names differ, so they are read back. */
  readonly worth: 'as_below' | 'read_back' | 'none'
  /** True where the same path leads to the same bytes below it, so that it can be left out. */
  readonly leaveOut: boolean
  readonly why: string
}

const NO_SHA256 = 'it offers no SHA-256'
const NOTED =
  'its SHA-256 was noted when the file was received; the stored bytes are not read again'
const CLIENT = 'its SHA-256 is what rclone itself sent along with the file'

const readBack = (why: string): Storage => ({ worth: 'read_back', why })

/** Storage by the `type` of rclone.conf. */
export const STORAGE: Readonly<Record<string, Storage>> = {
  sftp: { worth: 'there', why: 'rclone runs sha256sum on the server, over the stored file' },
  local: { worth: 'here', why: 'rclone hashes it on this computer, from its cache' },
  'amazon cloud drive': readBack(NO_SHA256),
  azureblob: readBack(NO_SHA256),
  azurefiles: readBack(NO_SHA256),
  b2: readBack(NO_SHA256),
  box: readBack(NO_SHA256),
  cloudinary: readBack(NO_SHA256),
  doi: readBack(NO_SHA256),
  drime: readBack(NO_SHA256),
  drive: readBack(NOTED),
  dropbox: readBack('its own hash is not SHA-256 of the file'),
  fichier: readBack(NO_SHA256),
  filefabric: readBack(NO_SHA256),
  filelu: readBack(NO_SHA256),
  filen: readBack(NO_SHA256),
  filescom: readBack(NO_SHA256),
  ftp: readBack(NO_SHA256),
  gofile: readBack(NO_SHA256),
  'google cloud storage': readBack(NO_SHA256),
  'google photos': readBack('it stores pictures, and gives back others than it got'),
  hdfs: readBack(NO_SHA256),
  hidrive: readBack(NO_SHA256),
  http: readBack(NO_SHA256),
  huaweidrive: readBack(NOTED),
  iclouddrive: readBack(NO_SHA256),
  imagekit: readBack(NO_SHA256),
  internetarchive: readBack(NO_SHA256),
  internxt: readBack(NO_SHA256),
  jottacloud: readBack(NO_SHA256),
  koofr: readBack(NO_SHA256),
  linkbox: readBack(NO_SHA256),
  mailru: readBack(NO_SHA256),
  mega: readBack(NO_SHA256),
  memory: readBack('it holds nothing from one program to the next'),
  netstorage: readBack(NO_SHA256),
  onedrive: readBack(NOTED),
  opendrive: readBack(NO_SHA256),
  oracleobjectstorage: readBack(NO_SHA256),
  pcloud: readBack(NOTED),
  pikpak: readBack(NO_SHA256),
  pixeldrain: readBack(NOTED),
  premiumizeme: readBack(NO_SHA256),
  protondrive: readBack(NO_SHA256),
  putio: readBack(NO_SHA256),
  qingstor: readBack(NO_SHA256),
  quatrix: readBack(NO_SHA256),
  s3: readBack('it offers MD5, which may be a note of whoever sent the file'),
  seafile: readBack(NO_SHA256),
  shade: readBack(NO_SHA256),
  sharefile: readBack(NO_SHA256),
  sia: readBack(NO_SHA256),
  smb: readBack(NO_SHA256),
  storj: readBack(NO_SHA256),
  sugarsync: readBack(NO_SHA256),
  swift: readBack(NO_SHA256),
  tardigrade: readBack(NO_SHA256),
  ulozto: readBack(CLIENT),
  uptobox: readBack(NO_SHA256),
  webdav: readBack(NO_SHA256),
  yandex: readBack(NO_SHA256),
  zoho: readBack(NO_SHA256),
}

const overlay = (
  below: Overlay['below'],
  worth: Overlay['worth'],
  why: string,
  leaveOut = false,
): Overlay => ({ below, worth, why, leaveOut })

/** Overlays by the `type` of rclone.conf. */
export const OVERLAYS: Readonly<Record<string, Overlay>> = {
  alias: overlay('remote', 'as_below', 'another name for a place', true),
  hasher: overlay('remote', 'read_back', 'it answers from a database on this computer', true),
  cache: overlay('remote', 'none', 'it answers from a cache on this computer', true),
  combine: overlay('upstreams', 'as_below', 'each of its folders is another place'),
  union: overlay('upstreams', 'as_below', 'a file may lie on any of its places'),
  crypt: overlay('remote', 'read_back', 'what is stored is encrypted'),
  chunker: overlay(
    'remote',
    'read_back',
    'what is stored are pieces; their digests are its own notes',
  ),
  compress: overlay('remote', 'read_back', 'what is stored is compressed'),
  archive: overlay('remote', 'read_back', 'it shows what lies in archives'),
}
