// Looks for planted secrets in everything that the app wrote, archives unpacked, and on the command lines of the programs that it
// started.
import { unzipSync } from 'fflate'
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** A secret as it is, and as it stands in JSON, an address or base64. */
const formsOf = (secret: string): readonly string[] => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
]

const textsOf = (file: string): readonly Buffer[] => {
  const bytes = readFileSync(file)
  if (!file.endsWith('.zip')) return [bytes]
  return Object.values(unzipSync(bytes)).map((entry) => Buffer.from(entry))
}

/** Files below a folder that hold one of the secrets; a link that leads nowhere is none. */
export const filesWith = (folder: string, secrets: readonly string[]): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true)
    .filter((file) =>
      textsOf(file).some((text) =>
        secrets.flatMap(formsOf).some((form) => text.includes(Buffer.from(form))),
      ),
    )

const parentOf = (pid: string): number =>
  Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1])

/** Collects the command lines of the programs that this process starts, until it is stopped. */
export const watchCommandLines = (): (() => readonly string[]) => {
  const seen = new Set<string>()
  const timer = setInterval(() => {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
      try {
        if (parentOf(pid) === process.pid)
          seen.add(readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '))
      } catch {
        // it has ended
      }
  }, 20)
  return () => {
    clearInterval(timer)
    return [...seen]
  }
}
