// Matching a text against paths ignores case and the way accents are written; every other character must be equal.
import { describe, expect, it } from 'vitest'
import {
  SEPARATOR,
  countHits,
  fold,
  hitsIn,
} from '../../../../../electron/core/files/search/match-paths.ts'

const find = (paths: readonly string[], text: string, skip = 0, most = 100): string[] => {
  const chunk = paths.join(SEPARATOR)
  const found = hitsIn(chunk, fold(text), skip, most)
  if (skip === 0 && most === 100) expect(countHits(chunk, fold(text))).toBe(found.length)
  return found
}

describe('matching a text against many paths', () => {
  it('ignores case in any script', () => {
    const paths = ['Plate/Ä01.TIF', 'plate/ä02.tif', 'Größe/ÄÖÜ.tif', 'Ω/αβγ.tif', 'other']
    expect(find(paths, 'plate/Ä0')).toEqual(['Plate/Ä01.TIF', 'plate/ä02.tif'])
    expect(find(paths, 'GRÖSSE')).toEqual([])
    expect(find(paths, 'GRÖ')).toEqual(['Größe/ÄÖÜ.tif'])
    expect(find(paths, 'äöü')).toEqual(['Größe/ÄÖÜ.tif'])
    expect(find(paths, 'ΑΒΓ')).toEqual(['Ω/αβγ.tif'])
  })
  it('ignores the way accents are written', () => {
    const paths = ['caf\u0065\u0301/1.tif', 'caf\u00e9/2.tif', 'cafe/3.tif']
    expect(find(paths, 'CAF\u00c9')).toEqual(paths.slice(0, 2))
    expect(find(paths, 'cafe\u0301')).toEqual(paths.slice(0, 2))
  })
  it('never matches across two paths, and counts each path once', () => {
    expect(find(['é', 'à'], 'éà')).toEqual([])
    expect(find(['é', 'à'], `é${SEPARATOR}à`)).toEqual([])
    expect(find(['éééé', 'éé/éé', 'b'], 'é')).toEqual(['éééé', 'éé/éé'])
    expect(find([''], 'é')).toEqual([])
  })
  it('answers paths unchanged, also after letters that become longer in lower case', () => {
    const paths = ['İİİİ/öne.TIF', 'twö.TIF', 'THRÉE.tif']
    expect(find(paths, 'Ö')).toEqual(paths.slice(0, 2))
    expect(find(paths, 'thrée')).toEqual(['THRÉE.tif'])
  })
  it('skips hits and stops when the page is full', () => {
    const paths = Array.from({ length: 10 }, (_, i) => `${i % 2 === 0 ? 'ä' : 'ö'}${i}`)
    expect(find(paths, 'Ä', 1, 2)).toEqual(['ä2', 'ä4'])
    expect(find(paths, 'ä', 4, 2)).toEqual(['ä8'])
    expect(find(paths, 'ä', 5, 2)).toEqual([])
  })
})
