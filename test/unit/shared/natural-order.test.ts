// Natural order: numbers by their value, folder by folder, and a total order.
import { expect, it } from 'vitest'
import { compareNames, comparePaths } from '../../../shared/natural-order.ts'

it('names are ordered by the numbers in them', () => {
  const names = ['read_10', 'read_2', 'Read_1', 'b', 'a10b2', 'a10b10', 'a9']
  expect(names.toSorted(compareNames)).toEqual([
    'a9',
    'a10b2',
    'a10b10',
    'b',
    'Read_1',
    'read_2',
    'read_10',
  ])
})

it('paths are ordered folder by folder, and what lies in a folder stays together', () => {
  const paths = ['a b/1', 'a/10', 'a/2/x', 'a', 'a/2', 'a.tif']
  expect(paths.toSorted(comparePaths)).toEqual(['a', 'a/2', 'a/2/x', 'a/10', 'a b/1', 'a.tif'])
})

it('only equal texts are equal', () => {
  for (const [a, b] of [
    ['\u00e9', 'e\u0301'],
    ['01', '1'],
    ['a\u200b', 'a'],
  ] as const) {
    expect(compareNames(a, b)).not.toBe(0)
    expect(Math.sign(compareNames(a, b))).toBe(-Math.sign(compareNames(b, a)))
  }
  expect(comparePaths('a/1', 'a/1')).toBe(0)
})
