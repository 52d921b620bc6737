// Follows the width of an element.
import { type RefObject, useEffect, useRef, useState } from 'react'

/** A ref for the element, and its width in whole px; the widest possible one before it was measured. */
export const useWidth = <E extends HTMLElement = HTMLDivElement>(): {
  readonly ref: RefObject<E | null>
  readonly width: number
} => {
  const ref = useRef<E>(null)
  const [width, setWidth] = useState(Number.POSITIVE_INFINITY)
  useEffect(() => {
    const element = ref.current
    if (element === null) return undefined
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return { ref, width }
}
