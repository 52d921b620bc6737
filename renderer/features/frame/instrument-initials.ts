// Short names that tell instruments apart where there is no room for their IDs: `C1` for CONFOCAL_01. Pure.

/** The letters that an ID begins with, and the number that it ends with. */
const partsOf = (id: string): { letters: string; number: string } => ({
  letters: /^\p{L}+/u.exec(id)?.[0] ?? id.slice(0, 2),
  number: (/\d+$/.exec(id)?.[0] ?? '').replace(/^0+(?=\d)/, '').slice(-2),
})

const short = (id: string, letters: number): string => {
  const { letters: all, number } = partsOf(id)
  return `${all.slice(0, letters).toUpperCase()}${number}`
}

/** The short name of each instrument: one letter with the number, two where that is another one's too. */
export const initialsOf = (ids: readonly string[]): ReadonlyMap<string, string> => {
  const uses = new Map<string, number>()
  for (const id of ids) uses.set(short(id, 1), (uses.get(short(id, 1)) ?? 0) + 1)
  return new Map(
    ids.map((id) => {
      const one = short(id, 1)
      return [id, uses.get(one) === 1 && one.length > 1 ? one : short(id, 2)]
    }),
  )
}
