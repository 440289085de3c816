// The bodies of control requests: JSON, or text that may be YAML.
import express, { type Request, type RequestHandler } from 'express'
import { mistake, type Shape } from '../codec/shape.ts'
import { invalid } from '../world/refusal.ts'

/** Larger ones are refused with 413. */
const LIMIT = '1mb'

/** Reads JSON as a value and everything else as text. */
export const readBodies: readonly RequestHandler[] = [
  express.json({ limit: LIMIT, strict: false }),
  express.text({ limit: LIMIT, type: () => true }),
]

/** The body as a value of this shape. Throws a Refusal that says everything that is wrong with it. */
export function bodyOf<T>({ body }: Request, shape: Shape<T>, otherwise?: T): T {
  const value: unknown = body === undefined || body === '' ? otherwise : body
  if (typeof value === 'string') throw invalid('the body must be JSON, with the Content-Type application/json')
  const problems: string[] = []
  shape.check(value, ['the body'], (path, sentence) => problems.push(mistake(path, sentence)))
  if (problems.length > 0) throw invalid(problems.join('\n'))
  return value as T
}

/** A value or YAML. */
export function sourceOf({ body }: Request): unknown {
  if (body === undefined || body === '') throw invalid('the body is missing')
  return body
}
