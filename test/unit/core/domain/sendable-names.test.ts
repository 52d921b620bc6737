// Tests which file names are refused before sending, and which are sent as they are.
import { describe, expect, it } from 'vitest'
import { unsendableReason } from '../../../../electron/core/domain/sendable-names.ts'

describe('names that could not be proven', () => {
  it.each([
    ['a line break', 'a\nb', true, 'rsync_ssh'],
    ['bytes that are not UTF-8', 'a\ufffd', false, 'rsync_ssh'],
    ["rclone's quote character", 'a\u201bb', true, 'rclone'],
  ] as const)('%s is refused by name', (_name, path, utf8, transport) => {
    expect(unsendableReason({ path, utf8 }, transport)).toContain('a')
  })
  it.each([
    '-rf',
    ' both ends ',
    '"quoted"',
    'back\\slash',
    '$(reboot)',
    'é',
    'e\u0301',
    'a'.repeat(255),
  ])('%j is sent', (path) => {
    expect(unsendableReason({ path, utf8: true }, 'rclone')).toBeNull()
    expect(unsendableReason({ path, utf8: true }, 'rsync_ssh')).toBeNull()
  })
  it('escapes control characters in the reason', () => {
    expect(unsendableReason({ path: 'a\nb', utf8: true }, 'rclone')).toContain('a\\u000ab')
  })
})
