// Every sentence of the core that a person may read is marked for the catalogue: an unmarked one would stay English in every
// language.
import { expect, it } from 'vitest'
import { readSource } from '../../helpers/import-graph.ts'
import {
  type SourceNode,
  coreFiles,
  markedTexts,
  parseSource,
  walkNodes,
} from '../../helpers/marked-texts.ts'

/** What stays English: SQL, scripts for other computers, words of tools, logs, receipts, texts for IT, files of other programs. */
const OTHERS =
  /\/(?:migrations|classify|receipts)\/|\/(?:letter|explain|support-bundle|connection-facts|backends|heartbeat|remote-script|remote-sha256|remote-commands|shell-lists|verify-by-stream|trial-file|conf-format|destination-file|receipt-key-file|name-folds|reserved-names|report-status|json-text|creation-record|wizard-log|delete-files|refusal-log|dispatch|host|sql|row-values|numbers)\.ts$/

/** Calls whose words nobody is shown: logs and bugs. */
const INSIDE =
  /(?:\.write|\.note|recordAction|recordKept|^warn|^log|onRefused|^refused|Error|UnsafeValue|RegExp|prepare|exec|shellRun|^sh|super)$/
/** Errors that are shown. */
const SHOWN =
  /^(?:TransportError|Refusal|CoreUnavailable|StepFailed|WalkError|UnsafePath|FileRefused)$/

const isSentence = (text: string): boolean =>
  /^[A-Z][a-z']+ (?:[a-z]|N )|[a-z] [a-z]+ [a-z].*[.?]$/.test(text) && !/[\n\\]/.test(text)

const textOf = (node: SourceNode): string | null => {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : null
  return node.type === 'TemplateLiteral'
    ? (node.quasis ?? []).map((part) => part.value.cooked).join('N')
    : null
}

const unmarkedIn = (source: string): string[] => {
  const found: string[] = []
  const visit = (node: SourceNode): boolean => {
    if (/^(?:TaggedTemplateExpression|ImportDeclaration|TS\w+)$/.test(node.type)) return false
    if (node.callee !== undefined) {
      const name = source.slice(node.callee.start, node.callee.end)
      if (INSIDE.test(name) && !SHOWN.test(name)) return false
    }
    const text = textOf(node)
    if (text !== null && isSentence(text)) found.push(text)
    return true
  }
  walkNodes(parseSource(source), visit)
  return found
}

it.each(coreFiles().filter((file) => !OTHERS.test(file)))('%s has no unmarked sentence', (file) => {
  expect(unmarkedIn(readSource(file))).toEqual([])
})

/** What a code is called where it is filled in: its words stand in tables (shared/state-labels.ts), or in sentences of their own. */
const CODE_NAMES = /\{(?:state|phase|action|outcome|event|kind|reason|level|decision|verdict)\}/

it('no sentence fills in the code of a state, an action or an outcome', () => {
  expect(Object.values(markedTexts()).filter((text) => CODE_NAMES.test(text))).toEqual([])
})

it('finds one where there is one', () => {
  const source = `throw new Refusal('conflict', 'Nothing is sent now.')
    const a = { message: \`It took \${n} s to send.\`, b: msg\`Not on the NAS.\` }
    io.log.write('info', 'app', 'The disk is full.'); f(is ? 'Nothing is lost' : 'x')`
  expect(unmarkedIn(source)).toEqual([
    'Nothing is sent now.',
    'It took N s to send.',
    'Nothing is lost',
  ])
})
