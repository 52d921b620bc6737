// Marks hidden characters (bidirectional, zero-width, control) in all that the window shows, wherever it comes from: names of files
// and runs, output of tools, messages.
import { hasHidden, visible, visibleLines } from '../../shared/escape.ts'

/** Attributes that are shown or read aloud. */
const ATTRIBUTES = ['title', 'aria-label']

/** Whether line breaks and tabs of a text are drawn as such: elsewhere they would be a blank. */
const drawsLines = (parent: Element | null): boolean =>
  parent === null || getComputedStyle(parent).whiteSpace.startsWith('pre')

const markText = (node: Node): void => {
  const text = node.nodeValue ?? ''
  if (!hasHidden(text)) return
  const marked = drawsLines(node.parentElement) ? visibleLines(text) : visible(text)
  if (marked !== text) node.nodeValue = marked
}

const markNode = (node: Node): void => {
  if (node.nodeType === Node.TEXT_NODE) return markText(node)
  if (node instanceof Element)
    for (const name of ATTRIBUTES) {
      const text = node.getAttribute(name) ?? ''
      const marked = hasHidden(text) ? visibleLines(text) : text
      if (marked !== text) node.setAttribute(name, marked)
    }
  for (const child of node.childNodes) markNode(child)
}

/** Keeps a document marked: what React writes is marked before it is painted, and React does not read back what it wrote. */
export const keepMarked = (root: Node): void => {
  new MutationObserver((records) => {
    for (const { type, target, addedNodes } of records)
      if (type === 'childList') addedNodes.forEach(markNode)
      else markNode(target)
  }).observe(root, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ATTRIBUTES,
  })
}
