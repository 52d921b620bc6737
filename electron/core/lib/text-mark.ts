// A number that stands for a text: equal texts have equal marks, and of different ones two rarely have the same. Pure.

/** The mark of a text, a whole number below 2^53. Whoever meets two equal marks compares the texts. */
export const textMark = (text: string): number => {
  let high = 0x811c9dc5
  let low = 0x9747b28c
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    high = Math.imul(high ^ unit, 0x01000193)
    low = Math.imul(low ^ unit, 0x5bd1e995)
    low ^= low >>> 15
  }
  return ((high >>> 0) & 0x1fffff) * 0x1_0000_0000 + (low >>> 0)
}
