// Says what the core answers in the language of the window, at the border: refusals, and the texts that the contract marks as
// sentences.
import * as z from 'zod'
import { type ChangeBatch, type Method, contract } from '../../shared/contract/index.ts'
import { currentLanguage } from '../../shared/language/messages.ts'
import { say } from '../../shared/language/say.ts'
import { jobSummary } from '../../shared/model/model.ts'
import { overview } from '../../shared/model/overview.ts'
import type { Result } from '../../shared/model/result.ts'
import { sentence } from '../../shared/model/sentence.ts'

/** Where sentences are in a value: the value itself, each of its members, or some of its fields. */
type Marks = 'sentence' | { readonly each: Marks } | { readonly fields: ReadonlyMap<string, Marks> }

const merge = (all: readonly (Marks | null)[]): Marks | null => {
  const fields = new Map<string, Marks>()
  for (const one of all) {
    if (one === null) continue
    if (one === 'sentence' || 'each' in one) return one
    for (const [name, marks] of one.fields) fields.set(name, marks)
  }
  return fields.size === 0 ? null : { fields }
}

/** The sentences of a schema; null: it has none. */
const sentencesOf = (schema: unknown): Marks | null => {
  if (schema === sentence) return 'sentence'
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional)
    return sentencesOf(schema.unwrap())
  if (schema instanceof z.ZodUnion) return merge(schema.options.map(sentencesOf))
  if (schema instanceof z.ZodArray || schema instanceof z.ZodRecord) {
    const each = sentencesOf(schema instanceof z.ZodArray ? schema.element : schema.valueType)
    return each === null ? null : { each }
  }
  if (!(schema instanceof z.ZodObject)) return null
  const fields = Object.entries(schema.shape).flatMap(([name, field]): [string, Marks][] => {
    const marks = sentencesOf(field)
    return marks === null ? [] : [[name, marks]]
  })
  return fields.length === 0 ? null : { fields: new Map(fields) }
}

/** A copy of the value in which the sentences are said; what has none is not copied. */
const said = (value: unknown, marks: Marks): unknown => {
  if (marks === 'sentence') return typeof value === 'string' ? say(value) : value
  if (typeof value !== 'object' || value === null) return value
  if ('each' in marks)
    return Array.isArray(value)
      ? value.map((one: unknown) => said(one, marks.each))
      : Object.fromEntries(Object.entries(value).map(([key, one]) => [key, said(one, marks.each)]))
  const copy: Record<string, unknown> = { ...value }
  for (const [name, field] of marks.fields) if (name in copy) copy[name] = said(copy[name], field)
  return copy
}

const ofMethods = new Map<Method, Marks | null>()
const marksOf = (method: Method): Marks | null => {
  const known = ofMethods.get(method)
  if (known !== undefined) return known
  const marks = sentencesOf(contract[method].output)
  ofMethods.set(method, marks)
  return marks
}

/** The answer of a method in the language of this process. `method` null: there is no such method. */
export const spokenAnswer = (method: Method | null, answer: Result<unknown>): Result<unknown> => {
  if (currentLanguage() === 'en') return answer
  if (!answer.ok)
    return { ok: false, error: { ...answer.error, message: say(answer.error.message) } }
  const marks = method === null ? null : marksOf(method)
  return marks === null ? answer : { ok: true, value: said(answer.value, marks) }
}

const OVERVIEW = sentencesOf(overview)
const SUMMARY = sentencesOf(jobSummary)

/** A batch of changes in the language of this process. */
export const spokenBatch = (batch: ChangeBatch): ChangeBatch =>
  currentLanguage() === 'en' || OVERVIEW === null || SUMMARY === null
    ? batch
    : {
        ...batch,
        // copies of the same types
        overview: said(batch.overview, OVERVIEW) as ChangeBatch['overview'],
        jobs: said(batch.jobs, { each: SUMMARY }) as ChangeBatch['jobs'],
      }
