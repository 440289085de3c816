// What an update makes of a document.
import { matches } from './match.ts'
import { badValue, MongoProblem, notSimulated } from './problem.ts'
import { compareValues, type Document, Double, isNumber, isSame, Moment, numberOf, type Value } from './value.ts'

export const isReplacement = (update: Document): boolean => ![...update.keys()].some((name) => name.startsWith('$'))

const copied = (value: Value): Value =>
  value instanceof Map ? copyOf(value) : Array.isArray(value) ? value.map(copied) : value

export const copyOf = (fields: Document): Document => new Map([...fields].map(([name, value]) => [name, copied(value)]))

/** @param now ms since 1970; @param inserts whether the document is a new one */
export function updated(before: Document, update: Document, now: number, inserts = false): Document {
  const after = copyOf(isReplacement(update) ? update : before)
  if (isReplacement(update)) {
    const id = before.get('_id') ?? update.get('_id')
    after.delete('_id')
    return new Map(id === undefined ? after : [['_id', id], ...after])
  }
  for (const [operator, operands] of update) {
    if (!(operands instanceof Map)) {
      throw new MongoProblem(
        9,
        'FailedToParse',
        `Modifiers operate on fields but we found type ${typeof operands} instead.`,
      )
    }
    if (operator === '$setOnInsert' && !inserts) continue
    for (const [path, operand] of operands) apply(after, operator, path, operand, now)
  }
  if (!inserts && !isSame(before.get('_id'), after.get('_id'))) {
    const text = "Performing an update on the path '_id' would modify the immutable field '_id'"
    throw new MongoProblem(66, 'ImmutableField', text)
  }
  return after
}

/** Where a path ends: the holder of the last name. Documents on the way are made when there is something to put. */
function holderOf(
  fields: Document,
  path: string,
  makes: boolean,
): { holder: Document | Value[]; name: string } | undefined {
  const names = path.split('.')
  const name = names.pop()!
  let holder: Document | Value[] = fields
  for (const step of names) {
    if (step.startsWith('$')) throw notSimulated(`the path ${path}`)
    let next: Value | undefined = getFrom(holder, step)
    if (next === undefined && makes) {
      next = new Map()
      putInto(holder, step, next)
    }
    if (!(next instanceof Map) && !Array.isArray(next)) {
      if (!makes) return undefined
      throw new MongoProblem(28, 'PathNotViable', `Cannot create field '${name}' in element {${step}}`)
    }
    holder = next
  }
  if (name === '$' || name.startsWith('$[')) throw notSimulated(`the path ${path}`)
  return { holder, name }
}

const getFrom = (holder: Document | Value[], name: string): Value | undefined =>
  holder instanceof Map ? holder.get(name) : holder[Number(name)]

/** as many places as the server fills before the one that is asked for */
const MOST_PADDING = 1_500_000

function putInto(holder: Document | Value[], name: string, value: Value): void {
  if (holder instanceof Map) holder.set(name, value)
  else {
    const at = Number(name)
    if (!Number.isInteger(at) || at < 0 || at > holder.length + MOST_PADDING)
      throw badValue(`Cannot create field '${name}' in array`)
    while (holder.length < at) holder.push(null)
    holder[at] = value
  }
}

function apply(fields: Document, operator: string, path: string, operand: Value, now: number): void {
  const change = Object.hasOwn(operators, operator) ? operators[operator] : undefined
  if (!change) {
    throw new MongoProblem(
      9,
      'FailedToParse',
      `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`,
    )
  }
  const makes = operator !== '$unset' && operator !== '$pull' && operator !== '$pop' && operator !== '$rename'
  const place = holderOf(fields, path, makes)
  if (!place) return
  const { holder, name } = place
  if (operator === '$rename') {
    const value = getFrom(holder, name)
    if (value === undefined || !(holder instanceof Map)) return
    holder.delete(name)
    const to = holderOf(fields, String(operand), true)!
    putInto(to.holder, to.name, value)
    return
  }
  const value = change(getFrom(holder, name), operand, path, now)
  if (value !== undefined) putInto(holder, name, value)
  else if (holder instanceof Map) holder.delete(name)
  else if (getFrom(holder, name) !== undefined) putInto(holder, name, null)
}

type Change = (value: Value | undefined, operand: Value, path: string, now: number) => Value | undefined

function arithmetic(value: Value | undefined, operand: Value, path: string, isSum: boolean): Value {
  const old = value ?? 0
  if (!isNumber(operand) || !isNumber(old)) {
    throw new MongoProblem(
      14,
      'TypeMismatch',
      `Cannot apply ${isSum ? '$inc' : '$mul'} to a value of non-numeric type at '${path}'`,
    )
  }
  if (typeof old === 'bigint' || typeof operand === 'bigint') {
    const [one, other] = [BigInt(Math.trunc(numberOf(old))), BigInt(Math.trunc(numberOf(operand)))]
    return isSum ? one + other : one * other
  }
  const result = isSum ? numberOf(old) + numberOf(operand) : numberOf(old) * numberOf(operand)
  return (old instanceof Double || operand instanceof Double) && Number.isInteger(result) ? new Double(result) : result
}

function listOf(value: Value | undefined, path: string): Value[] {
  if (value === undefined) return []
  if (Array.isArray(value)) return value
  throw badValue(`The field '${path}' must be an array`)
}

/** `{$each: […]}` or one value; the other modifiers of $push are not simulated. */
function added(operand: Value): Value[] {
  if (!(operand instanceof Map) || !operand.has('$each')) return [operand]
  const each = operand.get('$each')
  if (operand.size > 1) throw notSimulated(`$push with ${[...operand.keys()].join(', ')}`)
  if (!Array.isArray(each)) throw badValue('The argument to $each in $push must be an array')
  return each
}

const operators: Readonly<Record<string, Change>> = {
  $set: (_value, operand) => operand,
  $setOnInsert: (_value, operand) => operand,
  $unset: () => undefined,
  $rename: (value) => value,
  $inc: (value, operand, path) => arithmetic(value, operand, path, true),
  $mul: (value, operand, path) => arithmetic(value, operand, path, false),
  $min: (value, operand) => (value === undefined || compareValues(operand, value) < 0 ? operand : value),
  $max: (value, operand) => (value === undefined || compareValues(operand, value) > 0 ? operand : value),
  $currentDate: (_value, _operand, _path, now) => new Moment(now),
  $push: (value, operand, path) => [...listOf(value, path), ...added(operand)],
  $addToSet(value, operand, path) {
    const list = [...listOf(value, path)]
    for (const one of added(operand)) if (!list.some((other) => isSame(one, other))) list.push(one)
    return list
  },
  $pull(value, operand, path) {
    if (value === undefined) return undefined
    const query = new Map([['it', operand]])
    return listOf(value, path).filter((one) =>
      operand instanceof Map && one instanceof Map && ![...operand.keys()].some((name) => name.startsWith('$'))
        ? !matches(one, operand)
        : !matches(new Map([['it', one]]), query),
    )
  },
  $pop(value, operand, path) {
    if (value === undefined) return undefined
    const list = listOf(value, path)
    return isNumber(operand) && numberOf(operand) < 0 ? list.slice(1) : list.slice(0, -1)
  },
}

/** What an upsert begins with: the fields that the query says are equal to something. */
export function seedOf(query: Document): Document {
  const seed: Document = new Map()
  for (const [name, value] of query) {
    const wanted = value instanceof Map && value.has('$eq') ? value.get('$eq') : value
    const isTest = wanted instanceof Map && [...wanted.keys()].some((one) => one.startsWith('$'))
    if (!name.startsWith('$') && wanted !== undefined && !isTest) apply(seed, '$set', name, wanted, 0)
  }
  return seed
}
