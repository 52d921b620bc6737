// File names that are hard to carry unchanged, as far as the system of the tests takes them.
import { needsPosix } from './needs-posix.ts'

/** Names that tools, shells and file systems often mishandle. */
const ALL = [
  '-rf',
  '--delete',
  ' both ends ',
  "it's",
  '"quoted"',
  'back\\slash',
  '$(touch hacked)',
  '`touch hacked`',
  'a;b&c|d',
  'star*?[x]{y,z}',
  '#comment',
  'é NFC',
  'e\u0301 NFD',
  '日本語 – Ω',
  '100% done',
  'x'.repeat(255),
  'sub folder/-n',
  '.hidden',
  '10:22:05.tif',
  'nas:raw',
  '-oProxyCommand=touch hacked',
]

/** File names that tools, shells and file systems often mishandle. */
export const HOSTILE = ALL.filter(
  (name) =>
    !needsPosix('Windows forbids these characters, and a dot or blank at the end') ||
    !/["\\*?|:<>]|[ .]$/.test(name),
)
