// A number for a text, by which stored values tell whether something changed. Pure.

/** FNV-1a, 32 bits: the same text always has the same number, and another text nearly never has. */
export const textKey = (text: string): number => {
  let hash = 2_166_136_261
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16_777_619) >>> 0
  return hash
}
