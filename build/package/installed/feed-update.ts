// A part of `npm run test:package`: the installed program takes a newer version from a feed on this computer. It is told that it is
// an AppImage, which alone is updated from a feed on Linux; a script stands for the newer version and writes down that it ran.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { type Server, createServer } from 'node:http'
import { join } from 'node:path'
import { writeFeed } from '../update-feed.ts'
import { eventually, startWindow } from './app.ts'
import { commandLineOf, processes, terminate } from './processes.ts'

/** What asks the feed, a minute after the start, waits so many times 30 s. */
const PATIENCE = 4

const longer = async (holds: () => boolean): Promise<boolean> => {
  for (let tries = 1; tries < PATIENCE; tries += 1) if (await eventually(holds)) return true
  return eventually(holds)
}

/** Serves the files of a folder on loopback; answers the server and its address. */
const serve = async (folder: string): Promise<{ server: Server; address: string }> => {
  const server = createServer((request, answer) => {
    const file = join(folder, new URL(request.url ?? '/', 'http://feed').pathname)
    if (existsSync(file)) answer.end(readFileSync(file))
    else answer.writeHead(404).end()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { server, address: `http://127.0.0.1:${port}/` }
}

/** Starts the installed window of an account on a lab with a feed, quits it when the newer version is there, and looks at what became. */
export const testFeedUpdate = async (
  user: string,
  check: (what: string, holds: boolean) => void,
): Promise<void> => {
  const dir = join('/home', user, 'feed lab')
  const [feed, data, acquired] = ['feed', 'data', 'acq'].map((name) => join(dir, name)) as [
    string,
    string,
    string,
  ]
  for (const folder of [feed, acquired]) mkdirSync(folder, { recursive: true })
  mkdirSync(data, { mode: 0o700 })
  const [image, ran] = [join(dir, 'exlab-sync.AppImage'), join(dir, 'ran.txt')]
  writeFileSync(image, '#!/bin/sh\n', { mode: 0o755 })
  const newer = join(feed, 'exlab-sync-99.0.0.AppImage')
  writeFileSync(newer, `#!/bin/sh\necho ran > '${ran}'\n`)
  writeFeed(newer, '99.0.0', 'latest-linux.yml')
  const { server, address } = await serve(feed)
  writeFileSync(
    join(data, 'config.yaml'),
    `equipment:\n  - id: S\n    local_root: ${acquired}\n    transport: { type: folder, path: ${dir} }\nupdates: { feed_url: '${address}' }\n`,
  )
  execFileSync('chown', ['-R', user, dir])
  const copies = (): number => {
    const folder = join(data, 'backups')
    return existsSync(folder)
      ? readdirSync(folder).filter((name) => name.endsWith('.db')).length
      : 0
  }
  const fetched = join(
    '/home',
    user,
    '.cache/exlab-sync-updater/pending',
    'exlab-sync-99.0.0.AppImage',
  )
  const child = startWindow(user, ['--data-dir', data], [`APPIMAGE=${image}`])
  try {
    check('a newer version of a feed is fetched', await longer(() => existsSync(fetched)))
    check('and not installed meanwhile', readFileSync(image, 'utf8') === '#!/bin/sh\n')
    const before = copies()
    for (const pid of processes('').filter((one) => !commandLineOf(one).includes('--type=')))
      terminate(pid)
    check(
      'at the end the newer one takes its place and starts',
      await eventually(() => existsSync(ran)),
    )
    check('after the queue was copied', copies() === before + 1)
    check(
      'and nothing of the former one goes on',
      await eventually(() => processes('').length === 0),
    )
  } finally {
    if (child.pid !== undefined) terminate(-child.pid)
    for (const pid of processes('')) terminate(pid)
    server.close()
  }
}
