// Hash lists that real tools printed for awkward names: each name that may be sent comes back with
// its own digest.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { unsendableReason } from '../../../../../electron/core/domain/sendable-names.ts'
import { createDigestParser } from '../../../../../electron/core/transports/rsync/remote-sha256.ts'
import { createLineSplitter } from '../../../../../electron/core/process/line-splitter.ts'
import { parseRcloneDigest } from '../../../../../electron/core/transports/rclone/rclone-output.ts'
import type { RemoteDigest } from '../../../../../electron/core/transports/transport.ts'

const probe = z.object({
  id: z.string(),
  probe: z.string(),
  root: z.string(),
  stdout: z.string().nullable(),
  stdout_b64: z.string().nullish(),
  truth: z.array(
    z.object({
      name: z.string().nullish(),
      name_b64: z.string().nullish(),
      sha256: z.string(),
    }),
  ),
})
type Probe = z.infer<typeof probe>

const probes = readFileSync(
  new URL('../../../../fixtures/hash-probe.jsonl', import.meta.url),
  'utf8',
)
  .trim()
  .split('\n')
  .map((line) => probe.parse(JSON.parse(line)))

const bytesOf = (one: Probe): Buffer =>
  one.stdout_b64 == null ? Buffer.from(one.stdout ?? '') : Buffer.from(one.stdout_b64, 'base64')

/** The names that may be sent. */
const sendable = (one: Probe, transport: 'rclone' | 'rsync_ssh') =>
  one.truth.flatMap((file) =>
    file.name != null && unsendableReason({ path: file.name, utf8: true }, transport) === null
      ? [{ path: file.name, sha256: file.sha256 }]
      : [],
  )

const found = (digests: readonly RemoteDigest[]) =>
  new Map(digests.map((digest) => [digest.path, digest.sha256]))

/** As our script would have given it: relative names, one NUL-ended record each. */
const overSsh = (one: Probe) => {
  const nul = one.probe.endsWith('_z')
  const text = bytesOf(one).toString('latin1').replaceAll(`  ${one.root}/`, '  ./')
  const records = nul ? text : text.replaceAll('\n', '\0')
  const digests: RemoteDigest[] = []
  const parser = createDigestParser((digest) => digests.push(digest))
  const splitter = createLineSplitter('nul', parser.push)
  splitter.push(
    Buffer.from(
      `exlab-sync-begin ${nul ? 'z' : 'n'}\0${records}${nul ? '' : 'exlab-sync-lines 0\0'}exlab-sync-end 0\0`,
      'latin1',
    ),
  )
  splitter.end()
  return { digests: found(digests), state: parser.state() }
}

const list = (kind: RegExp) => probes.filter((one) => kind.test(one.probe) && one.truth.length > 0)

describe('hash lists over ssh', () => {
  const lists = list(/^ssh_/)
  it('are all there', () => expect(lists.length).toBeGreaterThanOrEqual(5))
  it.each(lists)('$id: every name that may be sent has its own digest', (one) => {
    const { digests, state } = overSsh(one)
    // names that a line cannot frame are not in a list of lines
    const wanted = sendable(one, 'rsync_ssh').filter(
      ({ path }) => one.probe.endsWith('_z') || !path.includes('\\'),
    )
    expect(wanted.length).toBeGreaterThan(25)
    expect(wanted.filter(({ path, sha256 }) => digests.get(path) !== sha256)).toEqual([])
    expect(state).toMatchObject({ began: true, exit: 0 })
  })
  it('an empty folder has no digests, and no file called "-" is one', () => {
    const [empty] = probes.filter((one) => one.id === 'hp-ssh-print0-xargs-z-empty')
    if (empty === undefined) throw new Error('the record is gone')
    const { digests, state } = overSsh(empty)
    expect(digests.size).toBe(0)
    expect(state.strange).toBe(1)
  })
})

describe('hash lists of rclone', () => {
  const lists = list(/^rclone_hashsum/)
  it('are all there', () => expect(lists.length).toBeGreaterThanOrEqual(2))
  it.each(lists)('$id: every name that may be sent has its own digest', (one) => {
    const digests: RemoteDigest[] = []
    const splitter = createLineSplitter('lines', (record) => {
      const digest = parseRcloneDigest(record.toString('utf8'))
      if (digest !== null) digests.push(digest)
    })
    splitter.push(bytesOf(one))
    splitter.end()
    const wanted = sendable(one, 'rclone')
    expect(wanted.length).toBeGreaterThan(25)
    const by = found(digests)
    expect(wanted.filter(({ path, sha256 }) => by.get(path) !== sha256)).toEqual([])
  })
})
