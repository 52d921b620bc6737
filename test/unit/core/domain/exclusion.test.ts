// Tests which paths an exclusion pattern matches, and which patterns are refused.
import { describe, expect, it } from 'vitest'
import {
  MAX_PATTERN_LENGTH,
  compilePattern,
  refusePattern,
} from '../../../../electron/core/domain/exclusion.ts'

describe('a pattern of files to leave out', () => {
  it.each<[string, string, boolean]>([
    // a name, in any folder
    ['*.tmp', 'a.tmp', true],
    ['*.tmp', 'deep/er/a.tmp', true],
    ['*.tmp', 'a.tmp/real.tif', false],
    ['*.tmp', 'a.TMP', false],
    ['*.tmp', 'a.tmp2', false],
    ['scratch', 'scratch', true],
    ['scratch', 'scratch/a.tif', false],
    ['img_???.tif', 'img_001.tif', true],
    ['img_???.tif', 'img_01.tif', false],
    ['*', 'anything/at/all', true],
    ['*a*b', 'xaxbxab', true],
    ['*a*b', 'xaxbxa', false],
    // a path from the run's own folder on
    ['scratch/*', 'scratch/a.tif', true],
    ['scratch/*', 'scratch/deep/a.tif', false],
    ['scratch/*', 'other/scratch/a.tif', false],
    ['scratch/', 'scratch/deep/a.tif', true],
    ['scratch/', 'scratch2/a.tif', false],
    ['/a.tif', 'a.tif', true],
    ['/a.tif', 'sub/a.tif', false],
    ['**/scratch/*.tif', 'scratch/a.tif', true],
    ['**/scratch/*.tif', 'x/y/scratch/a.tif', true],
    ['**/scratch/*.tif', 'x/yscratch/a.tif', false],
    ['raw/**/a.tif', 'raw/a.tif', true],
    ['raw/**/a.tif', 'raw/1/2/a.tif', true],
    ['raw/**', 'raw/1/2/a.tif', true],
    ['raw/**', 'raw', true],
    // characters that are special in other tools match themselves
    ['[ab].tif', '[ab].tif', true],
    ['[ab].tif', 'a.tif', false],
    ['a.tif', 'aXtif', false],
    ['$(rm -rf).*', '$(rm -rf).x', true],
    ['--delete', '--delete', true],
    ['!a', '!a', true],
    ['# {a,b}', '# {a,b}', true],
    // one character is one character
    ['?.tif', '🧬.tif', true],
    ['?.tif', 'é.tif', true],
    ['*🧬', 'x🧬', true],
    ['a?b', 'a\\b', true],
    ['a?b', 'a/b', false],
  ])('%s and %s: %s', (pattern, path, wanted) => {
    expect(refusePattern(pattern)).toBeNull()
    expect(compilePattern(pattern)(path)).toBe(wanted)
  })

  it.each([[''], ['   '], ['/'], ['//'], ['a\\b'], ['x'.repeat(MAX_PATTERN_LENGTH + 1)]])(
    'refuses %j in a sentence',
    (pattern) => {
      expect(refusePattern(pattern)).toMatch(/^[A-Z].*\.$/)
    },
  )

  it('matches a pattern that is built to backtrack in linear time', () => {
    const path = `dir/${'a'.repeat(4_000)}`
    expect(compilePattern('*a*a*a*a*a*a*a*a*a*a*a*b')(path)).toBe(false)
    expect(compilePattern('**/a/**/a/**/a/**/b')(`${'a/'.repeat(2_000)}a`)).toBe(false)
  })
})
