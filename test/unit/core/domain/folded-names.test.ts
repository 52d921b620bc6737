// Tests which names a server takes for the same, and which may be what it made of another.
import { describe, expect, it } from 'vitest'
import { foldedPath, loosePath } from '../../../../electron/core/domain/folded-names.ts'
import { mayBeAltered } from '../../../../electron/core/domain/sendable-names.ts'

describe('names that a server takes for the same', () => {
  const CASE = { case: true, unicode: false }
  const UNICODE = { case: false, unicode: true }
  it.each([
    [CASE, 'A/b.TIF', 'a/B.tif'],
    [CASE, 'STRASSE', 'Straße'],
    [CASE, 'Σ', 'ς'],
    [UNICODE, 'caf\u00e9', 'cafe\u0301'],
    [{ case: true, unicode: true }, 'CAF\u00c9', 'cafe\u0301'],
  ])('%j: %s and %s', (folds, a, b) => {
    expect(foldedPath(a, folds)).toBe(foldedPath(b, folds))
  })
  it('are different to a server that tells them apart', () => {
    expect(foldedPath('caf\u00e9', CASE)).not.toBe(foldedPath('cafe\u0301', CASE))
    expect(foldedPath('A', UNICODE)).not.toBe(foldedPath('a', UNICODE))
    expect(foldedPath('A', { case: false, unicode: false })).toBe('A')
  })
})

describe('what a server may have made of a name', () => {
  it.each([
    ['10:22.tif', '10\uff1a22.tif', 'full-width (rclone)'],
    ['10:22.tif', '10\uf03a22.tif', 'private character (SMB of Linux)'],
    ['10:22.tif', '10\uf02222.tif', 'private character (SMB of a Mac)'],
    ['10:22.tif', '10_22.tif', 'an underscore'],
    ['dot.', 'dot', 'dropped at the end (Windows)'],
    ['blank ', 'blank\u2420', 'a picture of a blank'],
    ['dot./a', 'dot\uff0e/A', 'in a folder'],
    ['caf\u00e9', 'cafe\u0301', 'another form of a letter'],
    ['\uff1a', '\u201b\uff1a', 'a quoted look-alike'],
  ])('%s as %s: %s', (name, stored) => {
    expect(loosePath(stored)).toBe(loosePath(name))
  })
  it('is not another name', () => {
    expect(loosePath('a.tif')).not.toBe(loosePath('b.tif'))
    expect(loosePath('a/b')).not.toBe(loosePath('ab'))
  })
})

it('most names can be stored as they are anywhere', () => {
  for (const name of ['Run_1/img 001.ome.tif', 'äöü 日本.txt', 'a-b_c(1)+2,3=4@5&6'])
    expect(mayBeAltered(name)).toBe(false)
  for (const name of ['a:b', 'x/ y', 'x./y', '.hidden', 'a?', 'a ', 'ａ'])
    expect(mayBeAltered(name)).toBe(true)
})
