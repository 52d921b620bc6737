// Tests under which names rclone stores files, by a backend's `encoding`; the expected names are those that rclone itself made.
import { describe, expect, it } from 'vitest'
import { nameEncoder } from '../../../../../electron/core/transports/rclone/name-encoding.ts'

const SMB =
  'Slash,LtGt,DoubleQuote,Colon,Question,Asterisk,Pipe,BackSlash,Ctl,RightSpace,RightPeriod,InvalidUtf8,Dot'

describe('the names that storage keeps', () => {
  it.each([
    ['10:22:05.tif', '10：22：05.tif'],
    ['dir./x. ', 'dir．/x.␠'],
    ['..x..', '..x.．'],
    ['a：b', 'a‛：b'],
    ['<"|?*\\>', '＜＂｜？＊＼＞'],
    ['plain [1].tif', 'plain [1].tif'],
  ])('SMB: %s as %s', (name, stored) => {
    expect(nameEncoder(SMB)?.(name)).toBe(stored)
  })
  it('only at the ends where only they matter', () => {
    expect(nameEncoder('LeftSpace,LeftPeriod,RightSpace')?.(' .a. b ')).toBe('␠.a. b␠')
  })
  it.each(['None', 'Raw', '', 'Slash,Dot', 'Raw,Colon'])('%j alters none', (encoding) => {
    expect(nameEncoder(encoding)).toBeNull()
  })
})
