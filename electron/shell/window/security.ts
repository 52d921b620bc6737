// Restricts what the window may do: it loads from the app:// protocol alone under a strict CSP, and neither navigates, opens
// windows nor gets permissions.
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

/** Registers the app:// scheme; must run before the app is ready. */
export const registerScheme = (): void => {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: 'app',
      // Chromium keeps compiled scripts for the next start
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ])
}

/** The file below `root` that a URL names; null where it leads outside. */
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

/** Serves the window's files from `root` and nothing else, once `ready` resolves: the window's first call must find a handler. */
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
  // "Copy" writes text to the clipboard after a click; no other permission is granted
  session.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(permission === 'clipboard-sanitized-write'),
  )
  session.setPermissionCheckHandler(
    (_contents, permission) => permission === 'clipboard-sanitized-write',
  )
}

/** Forbids navigation, webviews and new windows for every web contents, ours included, and what Chromium would fetch by itself. */
export const denyEverythingElse = (): void => {
  app.on('session-created', (session) => {
    // `spellcheck: false` of a window does not keep Chromium from fetching dictionaries from its makers;
    // now, before it has looked whether they are there
    session.setSpellCheckerLanguages([])
  })
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
  // URL gives every custom scheme the same origin "null", so the text is compared
  frameUrl.startsWith(`${APP_ORIGIN}/`)
