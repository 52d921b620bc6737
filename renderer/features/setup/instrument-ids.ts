// Proposes ids of instruments: from the name that people use, and free among those that are set up. Pure.

/** What an id may look like, as config.yaml has it. */
const ID = /^[A-Za-z0-9][A-Za-z0-9_-]*$/

/** True for a text that can be an id. */
export const isId = (text: string): boolean => ID.test(text)

/** The next free id: `SCOPE_02` after `SCOPE_01`. */
export const freeId = (id: string, used: readonly string[]): string => {
  const [, name = `${id}_`, digits = '1'] = /^(.*?)(\d+)$/.exec(id) ?? []
  for (let n = Number(digits) + 1; ; n += 1) {
    const next = `${name}${String(n).padStart(digits.length, '0')}`
    if (!used.includes(next)) return next
  }
}

/** `CONFOCAL_1` for the name Confocal 1; a name without letters that an id can have is an instrument with a number. */
export const proposeId = (name: string, used: readonly string[]): string => {
  const id = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .toUpperCase()
  const proposed = id === '' ? 'INSTRUMENT_1' : id
  return used.includes(proposed) ? freeId(proposed, used) : proposed
}
