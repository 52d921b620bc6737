// The walls around the window: our own protocol, a strict CSP, no navigation, no new windows, no permissions.
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { type Session, type WebContents, app, protocol } from 'electron'

export const APP_ORIGIN = 'app://exlab-sync'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
}

const CSP = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Must run before the app is ready. */
export const registerScheme = (): void => {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: 'app',
      // what was compiled once is read back at the next start
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ])
}

/** The file below `root` that a URL means, or null where it leads elsewhere. */
export const fileForUrl = (url: string, root: string): string | null => {
  let path: string
  try {
    path = decodeURIComponent(new URL(url).pathname)
  } catch {
    return null
  }
  const file = normalize(join(root, path === '/' ? 'index.html' : path))
  return file.startsWith(root + sep) && !path.includes('\0') ? file : null
}

/** Serves the window's files from `root` and nothing else, from when `ready` resolves: its first call must find an answer. */
export const serveApp = (session: Session, root: string, ready: Promise<void>): void => {
  session.protocol.handle('app', async (request) => {
    await ready
    const file = new URL(request.url).host === 'exlab-sync' ? fileForUrl(request.url, root) : null
    try {
      if (file === null) return new Response('not found', { status: 404 })
      return new Response(new Uint8Array(await readFile(file)), {
        headers: {
          'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
          'content-security-policy': CSP,
          'x-content-type-options': 'nosniff',
        },
      })
    } catch {
      return new Response('not found', { status: 404 })
    }
  })
  // writing text to the clipboard after a click is what "Copy" does; nothing else is ever granted
  session.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(permission === 'clipboard-sanitized-write'),
  )
  session.setPermissionCheckHandler(
    (_contents, permission) => permission === 'clipboard-sanitized-write',
  )
}

/** Applies to every web contents there will ever be, ours included. */
export const denyEverythingElse = (): void => {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}

/** True for the main frame of our own window, on our own origin. */
export const isTrusted = (
  ours: WebContents | null,
  sender: WebContents,
  frameUrl: string | undefined,
  isMainFrame: boolean,
): boolean =>
  ours !== null &&
  sender === ours &&
  isMainFrame &&
  frameUrl !== undefined &&
  // the origin of a scheme of our own is "null" to URL, and so equal to any other's
  frameUrl.startsWith(`${APP_ORIGIN}/`)
