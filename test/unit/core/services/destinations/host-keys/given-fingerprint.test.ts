// What IT gave is found in whatever they pasted: fingerprints, lines of ssh-keyscan, keys; parts of a fingerprint are none.
import { expect, it } from 'vitest'
import {
  isGiven,
  readFingerprints,
} from '../../../../../../electron/core/services/destinations/host-keys/given-fingerprint.ts'

const BLOB = 'AAAAC3NzaC1lZDI1NTE5AAAAIPbkSfJ7SKe/7bHPjsKH3bohPXWLAE+6s1/rCnSf7/MA'
const SHA256 = 'SHA256:Ko2FCyNk5LLLRkcxwcPhK75q4oLXsHjdZF7f6LLJ4oI'
const MD5 = '8c:1a'

const digest = (text: string): boolean => isGiven(readFingerprints(text), BLOB)

it.each([
  ['a line of ssh-keyscan', `nas ssh-ed25519 ${BLOB}`],
  ['a line with a port and a comment', `[nas]:2222 ssh-ed25519 ${BLOB} root@nas`],
  ['a .pub file', `ssh-ed25519 ${BLOB} root@nas\n`],
  [
    'several lines with comments',
    `# nas:22 SSH-2.0\nnas ssh-rsa AAAAB3NzaC1yc2E=\nnas ssh-ed25519 ${BLOB}`,
  ],
])('%s is compared by its key', (_, text) => {
  expect(digest(text)).toBe(true)
})

it('fingerprints are taken in either form, in a sentence too', () => {
  const { sha256, md5 } = readFingerprints(
    `Hello,\nit is 256 ${SHA256} root@nas (ED25519), or MD5:AB:01:02:03:04:05:06:07:08:09:0a:0b:0c:0d:0e:0f. Bye`,
  )
  expect([...sha256]).toEqual([SHA256])
  expect([...md5]).toEqual(['ab0102030405060708090a0b0c0d0e0f'])
})

it.each([SHA256.slice(-8), SHA256.slice(0, -1), MD5, '', 'the one of yesterday'])(
  'a part of a fingerprint is none: %s',
  (text) => {
    const { sha256, md5 } = readFingerprints(text)
    expect([sha256.size, md5.size]).toEqual([0, 0])
  },
)

it('another key is another one', () => {
  expect(digest(`nas ssh-ed25519 ${BLOB.replace('7SKe', '8SKe')}`)).toBe(false)
})
