// Names that Windows reserves for devices: such a server, and Samba, refuses a file or folder of that name, or lists it under
// another one. Pure.

/** A part of a path that is the name of a device, with or without an ending, in any capitals (Microsoft, "Naming Files, Paths, and Namespaces"). */
const RESERVED =
  /(?:^|\/)((?:con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³]|conin\$|conout\$) *(?:\.[^/]*)?)(?=\/|$)/i

/** The first part of a path that Windows reserves, in small letters; null: it has none. */
export const reservedName = (path: string): string | null =>
  RESERVED.exec(path)?.[1]?.toLowerCase() ?? null
