// Makes the icon file of Windows out of PNG pictures: a directory of pictures, each as it is (ICO, since Windows Vista).

interface Picture {
  /** Edge, pixels; at most 256. */
  readonly size: number
  readonly png: Uint8Array
}

const HEADER = 6
const ENTRY = 16

/** The bytes of an .ico file. */
export const iconFile = (pictures: readonly Picture[]): Buffer => {
  const head = Buffer.alloc(HEADER + ENTRY * pictures.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(pictures.length, 4)
  let offset = head.length
  pictures.forEach(({ size, png }, index) => {
    const at = HEADER + ENTRY * index
    // 0 stands for 256
    head.writeUInt8(size % 256, at)
    head.writeUInt8(size % 256, at + 1)
    head.writeUInt16LE(1, at + 4)
    head.writeUInt16LE(32, at + 6)
    head.writeUInt32LE(png.length, at + 8)
    head.writeUInt32LE(offset, at + 12)
    offset += png.length
  })
  return Buffer.concat([head, ...pictures.map(({ png }) => png)])
}
