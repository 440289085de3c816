// Stages of aggregations, and what find has of them: order, projection.
import { matches, valuesAt } from './match.ts'
import { badValue, MongoProblem, notSimulated } from './problem.ts'
import {
  compareValues,
  type Document,
  Double,
  document,
  isNumber,
  isSame,
  isTrue,
  numberOf,
  type Value,
} from './value.ts'

/** Throws 40324 for a stage that is not known. */
export function aggregated(input: readonly Document[], stages: readonly Value[]): Document[] {
  let rows = [...input]
  for (const stage of stages) {
    const [entry] = stage instanceof Map && stage.size === 1 ? [...stage] : []
    if (!entry) {
      throw new MongoProblem(
        40323,
        'Location40323',
        'A pipeline stage specification object must contain exactly one field.',
      )
    }
    rows = runStage(rows, ...entry)
  }
  return rows
}

const beyond =
  /^\$(addFields|bucket|facet|geoNear|graphLookup|lookup|merge|out|redact|replaceRoot|replaceWith|sample|set|sortByCount|unionWith|unset|setWindowFields)$/

function runStage(rows: Document[], name: string, operand: Value): Document[] {
  const fields = (): Document => {
    if (operand instanceof Map) return operand
    throw new MongoProblem(15959, 'Location15959', `the ${name} specification must be an object`)
  }
  const count = (): number => {
    if (isNumber(operand)) return numberOf(operand)
    throw new MongoProblem(2107201, 'Location2107201', `invalid argument to ${name} stage: Expected a number`)
  }
  switch (name) {
    case '$match':
      return rows.filter((row) => matches(row, fields()))
    case '$sort':
      return sorted(rows, fields())
    case '$limit':
      return rows.slice(0, count())
    case '$skip':
      return rows.slice(count())
    case '$count':
      return rows.length === 0 ? [] : [document({ [String(operand)]: rows.length })]
    case '$project':
      return rows.map((row) => projected(row, fields()))
    case '$group':
      return grouped(rows, fields())
    case '$unwind': {
      const path = operand instanceof Map ? operand.get('path') : operand
      return rows.flatMap((row) => unwound(row, String(path).slice(1)))
    }
    default:
      if (beyond.test(name)) throw notSimulated(name)
      throw new MongoProblem(40324, 'Location40324', `Unrecognized pipeline stage name: '${name}'`)
  }
}

export function sorted(rows: readonly Document[], order: Document): Document[] {
  const keys = [...order].map(([path, way]) => ({ path: path.split('.'), way: isNumber(way) ? numberOf(way) : 1 }))
  return [...rows].sort((one, other) => {
    for (const { path, way } of keys) {
      const found = compareValues(extreme(one, path, way), extreme(other, path, way)) * way
      if (found !== 0) return found
    }
    return 0
  })
}

/** Of a list counts its smallest member, or its largest when the order goes down. */
function extreme(row: Document, path: readonly string[], way: number): Value | undefined {
  const values = valuesAt(row, path).flatMap((value) => (Array.isArray(value) ? value : [value]))
  return values.reduce((one, other) => (compareValues(other, one) * way < 0 ? other : one), values[0]) ?? null
}

/** Fields that are asked for, or all but those that are not. */
export function projected(row: Document, projection: Document): Document {
  if (projection.size === 0) return row
  const others = [...projection].filter(([name]) => name !== '_id')
  const includes =
    others.length > 0
      ? others.some(([, value]) => !isNumber(value) || isTrue(value)) && others[0]![1] !== false
      : isTrue(projection.get('_id'))
  const result: Document = new Map()
  const withId = !projection.has('_id') || isTrue(projection.get('_id'))
  if (!includes) {
    for (const [name, value] of row) if (!projection.has(name)) result.set(name, value)
    for (const [name] of others) if (name.includes('.')) throw notSimulated(`the projection of ${name}`)
    return result
  }
  if (withId && row.has('_id')) result.set('_id', row.get('_id')!)
  for (const [name, wanted] of others) {
    if (typeof wanted === 'string' || wanted instanceof Map) {
      const value = evaluate(row, wanted)
      if (value !== undefined) result.set(name, value)
    } else include(result, row, name.split('.'))
  }
  return result
}

function include(result: Document, row: Document, [name = '', ...rest]: readonly string[]): void {
  const value = row.get(name)
  if (value === undefined) return
  if (rest.length === 0) result.set(name, value)
  else if (value instanceof Map) {
    const inner = result.get(name)
    const holder: Document = inner instanceof Map ? inner : new Map()
    include(holder, value, rest)
    result.set(name, holder)
  } else if (Array.isArray(value)) throw notSimulated('projections within arrays')
}

function unwound(row: Document, path: string): Document[] {
  const value = row.get(path)
  if (path.includes('.')) throw notSimulated(`$unwind of ${path}`)
  if (value === undefined || value === null) return []
  return (Array.isArray(value) ? value : [value]).map((one) => new Map(row).set(path, one))
}

/** `$path`, `{$literal: …}`, a document or a value. */
function evaluate(row: Document, expression: Value): Value | undefined {
  if (typeof expression === 'string' && expression.startsWith('$$')) {
    if (expression === '$$ROOT') return row
    throw notSimulated(expression)
  }
  if (typeof expression === 'string' && expression.startsWith('$')) {
    const path = expression.slice(1).split('.')
    const values = valuesAt(row, path)
    return path.length > 1 && values.length !== 1 ? values.filter((one): one is Value => one !== undefined) : values[0]
  }
  if (!(expression instanceof Map)) return expression
  const [first] = expression.keys()
  if (first === '$literal') return expression.get(first)
  if (first?.startsWith('$')) throw notSimulated(`the expression ${first}`)
  const entries = [...expression].map(([name, one]) => [name, evaluate(row, one)] as const)
  return new Map(entries.filter((pair): pair is [string, Value] => pair[1] !== undefined))
}

function grouped(rows: readonly Document[], specification: Document): Document[] {
  const id = specification.get('_id')
  if (id === undefined) throw new MongoProblem(15955, 'Location15955', 'a group specification must include an _id')
  const groups: { readonly key: Value; readonly rows: Document[] }[] = []
  for (const row of rows) {
    const key = evaluate(row, id) ?? null
    const group = groups.find((one) => isSame(one.key, key))
    if (group) group.rows.push(row)
    else groups.push({ key, rows: [row] })
  }
  return groups.map(({ key, rows: members }) => {
    const result: Document = new Map([['_id', key]])
    for (const [name, accumulator] of specification) {
      if (name !== '_id') result.set(name, accumulated(members, accumulator))
    }
    return result
  })
}

function accumulated(rows: readonly Document[], accumulator: Value): Value {
  const [entry] = accumulator instanceof Map ? [...accumulator] : []
  if (!entry) throw new MongoProblem(40234, 'Location40234', 'The field must be an accumulator object')
  const [name, of] = entry
  const values = rows.map((row) => evaluate(row, of)).filter((one): one is Value => one !== undefined)
  const numbers = values.filter(isNumber)
  const sum = (): Value => {
    const total = numbers.reduce((one: number, other) => one + numberOf(other), 0)
    return Number.isInteger(total) && numbers.some((one) => one instanceof Double) ? new Double(total) : total
  }
  switch (name) {
    case '$sum':
      return sum()
    case '$count':
      return rows.length
    case '$avg':
      return numbers.length === 0
        ? null
        : numbers.reduce((one: number, other) => one + numberOf(other), 0) / numbers.length
    case '$min':
      return values.reduce((one, other) => (compareValues(other, one) < 0 ? other : one), values[0] ?? null)
    case '$max':
      return values.reduce((one, other) => (compareValues(other, one) > 0 ? other : one), values[0] ?? null)
    case '$first':
      return values[0] ?? null
    case '$last':
      return values.at(-1) ?? null
    case '$push':
      return values
    case '$addToSet':
      return values.filter((one, at) => values.findIndex((other) => isSame(one, other)) === at)
    default:
      if (!name.startsWith('$')) throw badValue(`The field must be an accumulator object: ${name}`)
      throw new MongoProblem(15952, 'Location15952', `unknown group operator '${name}'`)
  }
}
