// Compares paths of folders: the same, below, or inside. On Windows either slash, any case, a slash at the end and the prefix
// `\\?\` make no difference. Pure; `windows`: whether the paths are Windows'.

/** Windows' prefix for long paths, in front of a drive or, with `UNC`, of a share. */
const LONG = /^\/\/[?.]\/(?:(UNC\/)|(?=[A-Za-z]:))/i

/** A path with one kind of slash, none of them at its end, and without Windows' prefix. */
const plain = (path: string, windows: boolean): string => {
  const slashes = windows
    ? path.replaceAll('\\', '/').replace(LONG, (_, unc) => (unc === undefined ? '' : '//'))
    : path
  return slashes.replace(/\/+$/, '')
}

const isEqual = (a: string, b: string, windows: boolean): boolean =>
  a === b || (windows && a.toLowerCase() === b.toLowerCase())

/** Whether two names of a folder are one to the system. */
export const isSameName = (a: string, b: string, windows: boolean): boolean =>
  isEqual(a, b, windows)

/** The path of `folder` below `root`, forward slashes; null where it does not lie below. */
export const pathBelow = (folder: string, root: string, windows: boolean): string | null => {
  const [f, r] = [plain(folder, windows), plain(root, windows)]
  const isBelow = f.length > r.length + 1 && f[r.length] === '/'
  return isBelow && isEqual(f.slice(0, r.length), r, windows) ? f.slice(r.length + 1) : null
}

/** Whether `folder` lies in `root`, at any depth. */
export const liesBelow = (folder: string, root: string, windows: boolean): boolean =>
  pathBelow(folder, root, windows) !== null

/** Whether two paths name one folder. */
export const isSameFolder = (a: string, b: string, windows: boolean): boolean =>
  isEqual(plain(a, windows), plain(b, windows), windows)

/** Whether `folder` is `root`, or lies in it. */
export const isInFolder = (folder: string, root: string, windows: boolean): boolean =>
  isSameFolder(folder, root, windows) || liesBelow(folder, root, windows)

/** The last name of a path. */
export const lastName = (path: string, windows: boolean): string => {
  const text = plain(path, windows)
  return text.slice(text.lastIndexOf('/') + 1)
}

/** Whether a path is the root of the system, a drive, or a whole share. */
export const isWholeDisk = (path: string, windows: boolean): boolean => {
  const text = plain(path, windows)
  return text === '' || (windows && /^(?:[A-Za-z]:|\/\/[^/]+(?:\/[^/]+)?)$/.test(text))
}
