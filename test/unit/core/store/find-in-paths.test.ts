// A text is found in paths as an operator means it: case and accents do not matter, every other character is itself.
import { describe, expect, it } from 'vitest'
import {
  BETWEEN,
  countHits,
  hitsIn,
  needleOf,
} from '../../../../electron/core/store/find-in-paths.ts'

const find = (paths: readonly string[], text: string, skip = 0, most = 100): string[] => {
  const chunk = paths.join(BETWEEN)
  const found = hitsIn(chunk, needleOf(text), skip, most)
  if (skip === 0 && most === 100) expect(countHits(chunk, needleOf(text))).toBe(found.length)
  return found
}

describe('a text in many paths', () => {
  it('is found in any case, in any script', () => {
    const paths = ['Plate/A01.TIF', 'plate/a02.tif', 'Größe/ÄÖÜ.tif', 'Ω/αβγ.tif', 'other']
    expect(find(paths, 'plate/A0')).toEqual(['Plate/A01.TIF', 'plate/a02.tif'])
    expect(find(paths, 'GRÖSSE')).toEqual([])
    expect(find(paths, 'GRÖ')).toEqual(['Größe/ÄÖÜ.tif'])
    expect(find(paths, 'äöü')).toEqual(['Größe/ÄÖÜ.tif'])
    expect(find(paths, 'ΑΒΓ')).toEqual(['Ω/αβγ.tif'])
  })
  it('is found however its accents are written', () => {
    const paths = ['caf\u0065\u0301/1.tif', 'caf\u00e9/2.tif', 'cafe/3.tif']
    expect(find(paths, 'CAF\u00c9')).toEqual(paths.slice(0, 2))
    expect(find(paths, 'cafe\u0301')).toEqual(paths.slice(0, 2))
    expect(find(paths, 'cafe')).toEqual([paths[0], paths[2]])
  })
  it('has no wildcards', () => {
    const paths = ['a_b.tif', 'axb.tif', '100%.tif', '100.tif', 'a\\b.tif', 'a*b.tif', 'a.b']
    expect(find(paths, 'a_b')).toEqual(['a_b.tif'])
    expect(find(paths, '%')).toEqual(['100%.tif'])
    expect(find(paths, '\\')).toEqual(['a\\b.tif'])
    expect(find(paths, '*')).toEqual(['a*b.tif'])
    expect(find(paths, 'a.b')).toEqual(['a.b'])
  })
  it('does not reach from one path into the next, and counts each path once', () => {
    expect(find(['ab', 'cd'], 'bc')).toEqual([])
    expect(find(['ab', 'cd'], `b${BETWEEN}c`)).toEqual([])
    expect(find(['aaaa', 'aa/aa', 'b'], 'a')).toEqual(['aaaa', 'aa/aa'])
    expect(find([''], 'a')).toEqual([])
  })
  it('answers paths as they are, also behind letters that become longer when lowered', () => {
    const paths = ['İİİİ/one.TIF', 'two.TIF', 'THREE.tif']
    expect(find(paths, '.tif')).toEqual(paths)
    expect(find(paths, 'three')).toEqual(['THREE.tif'])
  })
  it('passes over hits and stops when the page is full', () => {
    const paths = Array.from({ length: 10 }, (_, i) => `${i % 2 === 0 ? 'x' : 'y'}${i}`)
    expect(find(paths, 'X', 1, 2)).toEqual(['x2', 'x4'])
    expect(find(paths, 'x', 4, 2)).toEqual(['x8'])
    expect(find(paths, 'x', 5, 2)).toEqual([])
    expect(
      find(
        paths.map((path) => `${path}é`),
        'Xé'.slice(0, 1),
        1,
        2,
      ),
    ).toEqual(['x2é', 'x4é'])
  })
})
