// The licence of a package that is shipped: its own file, the MIT licence by the author's name where it names that, or a refusal.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { licenceOf } from '../../../build/package/licences.ts'

const packageWith = (...files: readonly string[]) => {
  const dir = mkdtempSync(join(tmpdir(), 'exlab-licence-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  mkdirSync(dir, { recursive: true })
  for (const file of files) writeFileSync(join(dir, file), `text of ${file}`)
  return { name: 'x', version: '1.0.0', license: 'MIT', folder: dir }
}

it('is its own file, with the notice', () => {
  expect(licenceOf(packageWith('LICENSE.md', 'NOTICE', 'index.js'))).toEqual({
    title: 'x 1.0.0 (MIT)',
    text: 'text of LICENSE.md\n\ntext of NOTICE',
  })
})

it('is the MIT licence by the name of the author, where the package names it and has no file', () => {
  for (const author of ['Jane Doe', { name: 'Jane Doe' }])
    expect(licenceOf({ ...packageWith('index.js'), author }).text).toContain(
      'Copyright (c) Jane Doe\n\nPermission is hereby granted',
    )
})

it('is missing where nothing says it: the package is not shipped', () => {
  const shipped = packageWith('index.js')
  expect(() => licenceOf(shipped)).toThrow('has no licence file; it cannot be shipped')
  expect(() => licenceOf({ ...shipped, author: 'Jane Doe', license: 'GPL-3.0' })).toThrow(
    'cannot be shipped',
  )
})
