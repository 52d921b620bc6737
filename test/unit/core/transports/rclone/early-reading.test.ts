// Which files are read back while others are sent, and what is kept of them: the program is a script that answers for any file.
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { OVERLAP_RULES } from '../../../../../electron/core/domain/overlap.ts'
import { takeEarlyDigests } from '../../../../../electron/core/transports/rclone/early-digests.ts'
import { readEarly } from '../../../../../electron/core/transports/rclone/early-reading.ts'
import { resolveRemote } from '../../../../../electron/core/transports/rclone/remote-chain.ts'
import type { TransportEvent } from '../../../../../electron/core/transports/transport.ts'
import { needsPosix } from '../../../../helpers/needs-posix.ts'

const DIGEST = 'a'.repeat(64)

/** Answers a list and digests; a file named `large` has a thousand bytes, one named `gone` is not there. */
const SCRIPT = `#!/bin/sh
cd "$(dirname "$0")"
while read -r name; do
  [ "$name" = gone ] && continue
  size=5; [ "$name" = large ] && size=1000
  case "$1" in
    lsjson) echo "{\\"Path\\":\\"$name\\",\\"Size\\":$size,\\"ModTime\\":\\"t\\"}," ;;
    hashsum) echo "$name" >>read; echo "${DIGEST}  $name" ;;
  esac
done
[ -e broken ] && [ "$1" = hashsum ] && exit 1
exit 0
`

let places = 0

const setUp = (overlap: Partial<typeof OVERLAP_RULES> = {}) => {
  const dir = mkdtempSync(join(tmpdir(), 'exlab-early-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const rclone = join(dir, 'rclone')
  writeFileSync(rclone, SCRIPT)
  chmodSync(rclone, 0o755)
  places += 1
  const place = {
    config: 'one',
    resolved: resolveRemote('nas', `run ${places}`, { nas: { type: 'smb' } }, false),
  }
  const stop = new AbortController()
  const events: TransportEvent[] = []
  const reader = readEarly(
    {
      destination: {
        type: 'rclone',
        remote: 'nas',
        remotePath: '',
        configFile: null,
        bandwidth: null,
      },
      place,
      reads: 1,
      maxBytes: 100,
      shape: { files: 10, bytes: 50, largest: 5, records: false },
      overlap: { ...OVERLAP_RULES, batchBytes: 0, settleMs: 0, ...overlap },
    },
    {
      env: process.env,
      tools: { rclone, rsync: null, ssh: null },
      bundled: null,
      inactivityMs: 60_000,
    },
    {
      signal: stop.signal,
      log: { write: () => undefined },
      onStart: () => undefined,
      onEvent: (event) => events.push(event),
    },
  )
  return {
    reader,
    stop,
    events,
    breakTool: () => writeFileSync(join(dir, 'broken'), ''),
    read: () =>
      existsSync(join(dir, 'read'))
        ? readFileSync(join(dir, 'read'), 'utf8').trimEnd().split('\n')
        : [],
    kept: () => [...takeEarlyDigests(place).values()],
  }
}

describe.skipIf(needsPosix('the program is a shell script'))('of what is sent', () => {
  it('a file is read and kept with size, time and digest, and the run is being checked meanwhile', async () => {
    const { reader, events, kept } = setUp()
    reader.sent('a')
    await reader.end(true)
    expect(kept()).toEqual([{ path: 'a', size: 5, time: 't', sha256: DIGEST }])
    expect(events[0]).toMatchObject({ type: 'reading_back' })
  })

  it('nothing is read before times of files can tell what is written to it', async () => {
    const { reader, events, read, kept } = setUp({ settleMs: 3_600_000 })
    reader.sent('a')
    await reader.end(true)
    expect([read(), kept(), events]).toEqual([[], [], []])
  })

  it('nothing is read that does not outweigh the start of a program', async () => {
    const { reader, read } = setUp({ batchBytes: 11 })
    reader.sent('a')
    reader.sent('b')
    await reader.end(true)
    expect(read()).toEqual([])
  })

  it('what is too large, or not there, is not read', async () => {
    const { reader, read, kept } = setUp()
    reader.sent('large')
    reader.sent('gone')
    await reader.end(true)
    expect([read(), kept()]).toEqual([[], []])
  })

  it('what was sent twice counts for nothing', async () => {
    const { reader, kept } = setUp()
    reader.sent('a')
    reader.sent('a')
    await reader.end(true)
    expect(kept()).toEqual([])
  })

  it('nothing counts where the push failed, however much was read before', async () => {
    const { reader, read, kept } = setUp()
    reader.sent('a')
    reader.sent('b')
    // the first one is done when the second one is read
    await vi.waitFor(() => expect(read()).toContain('b'), 20_000)
    await reader.end(false)
    expect(kept()).toEqual([])
  })

  it.each([
    ['the program that reads failed', ({ breakTool }: ReturnType<typeof setUp>) => breakTool()],
    ['it was stopped', ({ stop }: ReturnType<typeof setUp>) => stop.abort()],
  ] as const)('nothing counts where %s', async (_, happen) => {
    const lab = setUp()
    happen(lab)
    lab.reader.sent('a')
    await lab.reader.end(true)
    expect(lab.kept()).toEqual([])
  })
})
