// Whether a document is what a query asks for.
import { Buffer } from 'node:buffer'
import { PatternError } from '../../../runtime/applets/text-pattern/node.ts'
import { Pattern } from '../../../runtime/applets/text-pattern/pattern.ts'
import { badValue, MongoProblem, notSimulated } from './problem.ts'
import {
  compareValues,
  type Document,
  isNumber,
  isSame,
  isSameType,
  isTrue,
  Moment,
  numberOf,
  ObjectId,
  Regex,
  type Value,
} from './value.ts'

/** The values at a path; a list on the way gives those of all its members. */
export function valuesAt(value: Value | undefined, path: readonly string[]): (Value | undefined)[] {
  const [name, ...rest] = path
  if (name === undefined) return [value]
  if (value instanceof Map) return valuesAt(value.get(name), rest)
  if (!Array.isArray(value)) return [undefined]
  const members = value.filter((one) => one instanceof Map).flatMap((one) => valuesAt(one, path))
  return /^\d+$/.test(name) ? [...valuesAt(value[Number(name)], rest), ...members] : members
}

/** Throws 2 for a query that is wrong, 238 for what is not simulated. */
export function matches(fields: Document, query: Document): boolean {
  return [...query].every(([name, wanted]) => {
    if (!name.startsWith('$')) return matchesField(valuesAt(fields, name.split('.')), wanted)
    switch (name) {
      case '$and':
        return branches(name, wanted).every((one) => matches(fields, one))
      case '$or':
        return branches(name, wanted).some((one) => matches(fields, one))
      case '$nor':
        return !branches(name, wanted).some((one) => matches(fields, one))
      case '$comment':
        return true
      case '$expr':
      case '$where':
      case '$text':
      case '$jsonSchema':
        throw notSimulated(name)
      default:
        throw badValue(
          `unknown top level operator: ${name}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`,
        )
    }
  })
}

function branches(name: string, wanted: Value): Document[] {
  if (!Array.isArray(wanted)) throw badValue(`${name} must be an array`)
  if (wanted.length === 0) throw badValue('$and/$or/$nor must be a nonempty array')
  return wanted.map((one) => {
    if (one instanceof Map) return one
    throw badValue('$or/$and/$nor entries need to be full objects')
  })
}

const isOperators = (value: Value): value is Document =>
  value instanceof Map && value.size > 0 && [...value.keys()].every((name) => name.startsWith('$'))

function matchesField(values: readonly (Value | undefined)[], wanted: Value): boolean {
  if (!isOperators(wanted)) return hasValue(values, wanted)
  return [...wanted].every(([operator, operand]) => matchesOperator(values, operator, operand, wanted))
}

/** A list has a value when it is that value or a member of it is. */
const spread = (values: readonly (Value | undefined)[]): (Value | undefined)[] =>
  values.flatMap((value) => (Array.isArray(value) ? [value, ...value] : [value]))

function hasValue(values: readonly (Value | undefined)[], wanted: Value): boolean {
  if (wanted instanceof Regex) return fitsPattern(values, wanted)
  if (wanted === null) return values.length === 0 || spread(values).some((one) => one === null || one === undefined)
  return spread(values).some((one) => isSame(one, wanted))
}

function fitsPattern(values: readonly (Value | undefined)[], { source, options }: Regex): boolean {
  const pattern = compiled(source, options)
  return spread(values).some((one) => typeof one === 'string' && pattern(one))
}

function matchesOperator(
  values: readonly (Value | undefined)[],
  operator: string,
  operand: Value,
  all: Document,
): boolean {
  const ordered = (fits: (order: number) => boolean): boolean =>
    spread(values).some((one) => isSameType(one, operand) && fits(compareValues(one, operand)))
  const list = (): Value[] => {
    if (Array.isArray(operand)) return operand
    throw badValue(`${operator} needs an array`)
  }
  switch (operator) {
    case '$eq':
      return hasValue(values, operand)
    case '$ne':
      return !hasValue(values, operand)
    case '$gt':
      return ordered((order) => order > 0)
    case '$gte':
      return ordered((order) => order >= 0)
    case '$lt':
      return ordered((order) => order < 0)
    case '$lte':
      return ordered((order) => order <= 0)
    case '$in':
      return list().some((one) => hasValue(values, one))
    case '$nin':
      return !list().some((one) => hasValue(values, one))
    case '$all':
      return list().every((one) => hasValue(values, one))
    case '$exists':
      return values.some((one) => one !== undefined) === isTrue(operand)
    case '$size':
      return values.some((one) => Array.isArray(one) && isNumber(operand) && one.length === numberOf(operand))
    case '$not':
      return !matchesField(values, operand)
    case '$elemMatch':
      return values.some((one) => Array.isArray(one) && one.some((member) => isElement(member, operand)))
    case '$regex': {
      const given = all.get('$options')
      const [source, options] = operand instanceof Regex ? [operand.source, operand.options] : [String(operand), '']
      return fitsPattern(values, new Regex(source, typeof given === 'string' ? given : options))
    }
    case '$options':
      return true
    case '$type':
      return listed(operand).some((name) => spread(values).some((one) => typeName(one) === name))
    default:
      throw badValue(`unknown operator: ${operator}`)
  }
}

const listed = (value: Value): Value[] => (Array.isArray(value) ? value : [value])

function isElement(member: Value, operand: Value): boolean {
  if (!(operand instanceof Map)) throw badValue('$elemMatch needs an Object')
  if (isOperators(operand) && !/^\$(and|or|nor)$/.test([...operand.keys()][0]!)) return matchesField([member], operand)
  return member instanceof Map && matches(member, operand)
}

function typeName(value: Value | undefined): string | undefined {
  if (typeof value === 'string') return 'string'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'bigint') return 'long'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'double'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (value instanceof ObjectId) return 'objectId'
  if (value instanceof Moment) return 'date'
  return value instanceof Map ? 'object' : undefined
}

/**
 * differs: patterns are extended regular expressions, whose time grows with the text alone; of Perl's there are \\d, \\D
 * and groups without a number.
 */
function compiled(source: string, options: string): (text: string) => boolean {
  const own = source
    .replaceAll('(?:', '(')
    .replace(/\\([dD])/g, (_all, letter) => (letter === 'd' ? '[0-9]' : '[^0-9]'))
  if (/\(\?|\\[1-9]/.test(own)) throw notSimulated(`the regular expression ${source}`)
  const bytes = (text: string): string => Buffer.from(text).toString('latin1')
  try {
    const settings = { extended: true, ignoreCase: options.includes('i'), byLine: options.includes('m') }
    const pattern = new Pattern(bytes(own), settings)
    return (text) => pattern.test(bytes(text))
  } catch (error) {
    if (!(error instanceof PatternError)) throw error
    throw new MongoProblem(51091, 'Location51091', `Regular expression is invalid: ${error.message}`)
  }
}
