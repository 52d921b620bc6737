// A push of a whole folder leaves out what the settings exclude, and nothing else: the real tools read the patterns.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { compileAnyPattern } from '../../../../electron/core/domain/exclusion.ts'
import { excludePattern } from '../../../../electron/core/domain/exclude-pattern.ts'
import { STANDARD_EXCLUSIONS } from '../../../../shared/constants.ts'
import { needsPosix } from '../../../helpers/needs-posix.ts'

const FILES = [
  'Thumbs.db',
  'sub/thumbs.DB',
  'THUMBS.DB.tif',
  'a.tif',
  'deep/er/._a.tif',
  '._x/a.tif',
  '@eaDir/a',
  'sub/@EADIR/b/c',
  'x@eaDir/a',
  '~$doc.x',
  '~doc',
  '.~lock.a#',
  '.nfs01',
  'desktop.ini',
  'raw/a',
  'sub/raw/b',
  'RAW/c',
  'rawer/d',
  'm[1]{x}.tif',
  'm1x.tif',
  'Ä.tmp',
  'ä.tmp',
  'q1.tmp',
  'q12.tmp',
  'a/x/b',
  'a/b',
  'a/x/y/b',
  'Thumbs.db.d/z',
  'ſ.tmp',
]
const PATTERNS = ['raw/', '/a/**/b', 'm[1]{x}.*', 'Ä.tmp', 'q?.tmp', '**/er/*', 's.tmp']

const filesBelow = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(dir, path)).isFile())
    .toSorted()

it.skipIf(needsPosix('Windows forbids some of these names'))(
  'rclone and rsync leave out what the patterns of an instrument name, in any capitals, and nothing else',
  () => {
    const dir = mkdtempSync(join(tmpdir(), 'exlab-exclude-'))
    onTestFinished(() => rmSync(dir, { recursive: true }))
    const from = join(dir, 'run')
    for (const file of FILES) {
      mkdirSync(dirname(join(from, file)), { recursive: true })
      writeFileSync(join(from, file), 'x')
    }
    const sent = (patterns: readonly string[], tool: 'rclone' | 'rsync'): string[] => {
      const to = mkdtempSync(join(dir, 'to-'))
      const excluded = patterns.map((pattern) => `--exclude=${excludePattern(pattern)}`)
      if (tool === 'rclone') execFileSync('rclone', ['copy', '--config=', ...excluded, from, to])
      else execFileSync('rsync', ['-rt', '--include=*/', ...excluded, `${from}/`, `${to}/`])
      return filesBelow(to)
    }
    const named = (patterns: readonly string[]) => {
      const matches = compileAnyPattern(patterns)
      return filesBelow(from).filter((path) => !matches(path))
    }
    for (const tool of ['rclone', 'rsync'] as const) {
      expect(sent(STANDARD_EXCLUSIONS, tool), tool).toEqual(named(STANDARD_EXCLUSIONS))
      for (const pattern of PATTERNS)
        expect(sent([pattern], tool), `${tool} ${pattern}`).toEqual(
          expect.arrayContaining(named([pattern])),
        )
    }
  },
)
