// Writes a receipt as JSON, as text or as an HTML page to print; each ends with the digest of all bytes above and with its seal.
import { inEnglish } from '../../../../shared/language/messages.ts'
import type { AttemptPhase, FileState, ProofLevel } from '../../../../shared/model/model.ts'
import type { ReceiptForm } from '../../../../shared/model/reports.ts'
import { createHash } from 'node:crypto'
import { PHASE_NAMES } from '../../../../shared/messages/log.ts'
import { fileLabel, proofLabel, runLabelName } from '../../../../shared/state-labels.ts'
import { visible, visibleLines } from '../../../../shared/escape.ts'
import type { ReceiptKeys, Seal } from '../../lib/receipt-keys.ts'
import type { Receipt, ReceiptFile, ReceiptHead } from './receipt.ts'

/** A receipt is English, whoever reads it; codes are in its JSON alone. */
const proofName = (level: ProofLevel): string => inEnglish(() => proofLabel(level))
const stateName = (state: FileState): string => inEnglish(() => fileLabel(state))
const phaseName = (phase: AttemptPhase): string => inEnglish(() => PHASE_NAMES[phase])

const counted = (n: number, what: 'file' | 'byte'): string => `${n} ${what}${n === 1 ? '' : 's'}`
const sizeText = ({ files, bytes }: { readonly files: number; readonly bytes: number }): string =>
  `${counted(files, 'file')}, ${counted(bytes, 'byte')}`

/** Starts of the last lines: the digest of all bytes above, the key, and the seal of the digest by that key. */
const DIGEST_TEXT = 'SHA-256 of the lines above: '
const KEY_TEXT = 'Sealed with the key: '
const SEAL_TEXT = 'Seal: '

/** Cut from a line before it is hashed: mail programs remove blanks at the end of a line, so no line of a receipt ends in one. */
const BLANKS_AT_END = /[ \t]+$/

/** A line as it is hashed. */
export const hashedLine = (line: string): string => line.replace(BLANKS_AT_END, '')

/** What is sealed of a receipt with that digest. */
export const sealedText = (digest: string): string => `ExLab Sync receipt ${digest}`

/** Reads the last lines of a receipt, in any form. */
export const END_LINES = {
  /** The digest; its text is empty where the line was cut off. */
  digest: /^(?:(?:<p>)?SHA-256 of the lines above: (?:<code>)?|"digest": ")([0-9a-f]*)/,
  key: /^(?:(?:<p>)?Sealed with the key: (?:<code>)?|"key": ")(ed25519:[\w-]+)(?:<\/code><\/p>|",)?$/,
  seal: /^(?:(?:<p>)?Seal: (?:<code>)?|"seal": ")([\w-]+)(?:<\/code><\/p><\/html>|")?$/,
} as const

function* json({ head, files }: Receipt): Generator<string> {
  yield `{\n"receipt": ${visibleLines(JSON.stringify(head, null, 1))},\n"list": [\n`
  let before = ''
  for (const file of files()) {
    yield `${before}${visibleLines(JSON.stringify(file))}`
    before = ',\n'
  }
  yield '\n],\n'
}

const ALTERED: [string, string] = [
  'Names',
  'The NAS stores files under other names; they stand in the list, and the manifest there has them.',
]

const extraText = ({ extraFiles: { count, names } }: ReceiptHead): string => {
  if (count === 0) return 'none'
  const more = count > names.length ? `, and ${count - names.length} more` : ''
  return `${count}, left as they are: ${names.join(', ')}${more}`
}

const facts = ({ head, label }: Receipt): [string, string][] => [
  ['Run', head.run],
  ['Folder', head.folder],
  ['Instrument', head.instrument],
  ['On the NAS', head.target],
  ['State', inEnglish(() => runLabelName(label))],
  ['Proof', proofName(head.proof)],
  ['Files', sizeText(head)],
  [
    'Excluded',
    `${counted(
      head.excluded.reduce((sum, one) => sum + one.files, 0),
      'file',
    )}, not proven`,
  ],
  ['Verified', head.verified ?? 'never'],
  ['Other files in its folder on the NAS', extraText(head)],
  ...(head.namesAltered ? [ALTERED] : []),
  ['The copy carries', head.carried],
  ['It does not carry', head.notCarried],
  ['SHA-256 of checksums.sha256', head.manifestSha256],
  ['Made', `${head.made} by ${head.by.program} on ${head.by.computer}`],
  ['May the originals be deleted?', head.verdict.headline],
]

const excludedLine = (one: ReceiptHead['excluded'][number]): string => {
  const what = one.kind === 'accepted' ? 'NAS copy accepted without proof' : 'excluded'
  const named = one.pattern ?? one.paths.join(', ')
  const more = one.pattern === null && one.files > one.paths.length ? ', ...' : ''
  return `${one.at}  ${what} by ${one.by}: ${sizeText(one)} (${named}${more})${one.note === '' ? '' : `: ${one.note}`}`
}

const history = (head: ReceiptHead): string[] => [
  ...head.verdict.conditions.map((c) => `${c.holds ? 'yes' : 'no '}  ${c.words}`),
  ...head.excluded.map(excludedLine),
  ...head.passes.map(
    (pass) =>
      `${pass.at}  ${pass.verified ? 'every file verified' : 'not every file verified'}: ${sizeText(pass)}, ${proofName(pass.proof)}${pass.tools === '' ? '' : `, ${pass.tools}`}`,
  ),
  ...head.attempts.map(
    (a) =>
      `${a.started}  attempt ${a.number} (${phaseName(a.phase)}): ${a.outcome ?? 'under way'}${a.error === null ? '' : `: ${a.error}`}`,
  ),
  ...(head.deleted === null
    ? []
    : [
        `${head.deleted.at}  ${sizeText(head.deleted)} deleted on this computer`,
        ...head.deleted.stayed.map(({ path, why }) => `stayed: ${path}: ${why}`),
      ]),
]

const nasNameText = ({ nasName }: ReceiptFile): string =>
  nasName === undefined ? '' : `  (on the NAS: ${visible(nasName)})`

/** A line of the text form; blanks at its end, as a file name may have, are shown as pictures. */
const textLine = (line: string): string =>
  `${line.replace(BLANKS_AT_END, (blanks) => '\u2420'.repeat(blanks.length))}\n`

const fileLine = (file: ReceiptFile): string =>
  textLine(
    `${file.sha256 ?? '-'.repeat(64)}  ${proofName(file.proof)}  ${stateName(file.state)}  ${file.size}  ${visible(file.path)}${nasNameText(file)}`,
  )

function* text(receipt: Receipt): Generator<string> {
  const { head, files } = receipt
  yield 'ExLab Sync: receipt\n\n'
  for (const [name, value] of facts(receipt)) yield textLine(`${name}: ${visible(value)}`)
  yield '\n'
  for (const line of history(head)) yield textLine(visible(line))
  yield '\nSHA-256, proof, state, bytes, file\n'
  for (const file of files()) yield fileLine(file)
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}
const escaped = (value: string): string =>
  visible(value).replaceAll(/[&<>"]/g, (c) => ENTITIES[c] ?? c)

function* html(receipt: Receipt): Generator<string> {
  const { head, files } = receipt
  yield `<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Receipt: ${escaped(head.run)}</title>
<style>body{font:14px system-ui,sans-serif;margin:2em}table{border-collapse:collapse}th,td{text-align:left;padding:2px 12px 2px 0;vertical-align:top}td.hash{font-family:monospace;font-size:11px}h1{font-size:20px}</style>
<h1>Receipt: ${escaped(head.run)}</h1>\n<table>\n`
  for (const [name, value] of facts(receipt))
    yield `<tr><th>${escaped(name)}</th><td>${escaped(value)}</td></tr>\n`
  yield '</table>\n<h2>Conditions and history</h2>\n<ul>\n'
  for (const line of history(head)) yield `<li>${escaped(line)}</li>\n`
  yield '</ul>\n<h2>Files</h2>\n<table>\n<tr><th>File</th><th>Bytes</th><th>State</th><th>Proof</th><th>SHA-256</th></tr>\n'
  for (const file of files())
    yield `<tr><td>${escaped(`${file.path}${nasNameText(file)}`)}</td><td>${file.size}</td><td>${stateName(file.state)}</td><td>${proofName(file.proof)}</td><td class="hash">${file.sha256 ?? ''}</td></tr>\n`
  yield '</table>\n'
}

const ENDS: Readonly<Record<ReceiptForm, (digest: string, seal: Seal) => string>> = {
  json: (digest, { key, signature }) =>
    `"digest": "${digest}",\n"key": "${key}",\n"seal": "${signature}"\n}\n`,
  text: (digest, { key, signature }) =>
    `${DIGEST_TEXT}${digest}\n${KEY_TEXT}${key}\n${SEAL_TEXT}${signature}\n`,
  html: (digest, { key, signature }) =>
    `<p>${DIGEST_TEXT}<code>${digest}</code></p>\n<p>${KEY_TEXT}<code>${key}</code></p>\n<p>${SEAL_TEXT}<code>${signature}</code></p></html>\n`,
}
const FORMS = { json, text, html } as const

/**
 * Yields the receipt in pieces with its digest and seal at the end. Memory does not grow with the run. `seal`: seals a text with
 * the key of the data folder.
 */
export function* writeReceipt(
  receipt: Receipt,
  form: ReceiptForm,
  seal: ReceiptKeys['seal'],
): Generator<string> {
  const hash = createHash('sha256')
  for (const piece of FORMS[form](receipt)) {
    hash.update(piece)
    yield piece
  }
  const digest = hash.digest('hex')
  yield ENDS[form](digest, seal(sealedText(digest)))
}
