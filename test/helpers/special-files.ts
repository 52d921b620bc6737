// Makes files of every kind that is no plain file or folder: links, pipes, sockets, devices (as root). Linux and macOS.
import { execFileSync } from 'node:child_process'
import { symlinkSync } from 'node:fs'

const LEAVE_SOCKET = 'require("net").createServer().listen(process.argv[1], () => process.exit(0))'

/** Each kind by its name: makes one at `path`; `target`: what a link leads to. */
export const SPECIAL_FILES: Readonly<Record<string, (path: string, target: string) => void>> = {
  'a link': (path, target) => symlinkSync(target, path),
  'a link that leads nowhere': (path, target) => symlinkSync(`${target}-not-there`, path),
  'a link to a device': (path) => symlinkSync('/dev/zero', path),
  'a pipe': (path) => void execFileSync('mkfifo', [path]),
  // a program that ends without closing its socket leaves the file
  'a socket': (path) => void execFileSync(process.execPath, ['-e', LEAVE_SOCKET, path]),
  ...(process.getuid?.() === 0
    ? { 'a device': (path: string) => void execFileSync('mknod', [path, 'c', '1', '5']) }
    : {}),
}
