// The logging drivers that write files of a limited size: json-file and local (moby daemon/logger/jsonfilelog, local).
import { booleanProblem, parseBoolean } from '../../../codec/boolean.ts'
import { integerProblem } from '../../../codec/integer.ts'
import { fromHumanSize } from '../../../codec/size.ts'
import { attributes, type LogDriver, type LogLimits, type LogOptions } from './driver.ts'

const files = ['max-size', 'max-file', 'compress']

/** What goes wrong where Go's functions would give an error. */
class Problem extends Error {}

function sizeOf(text: string): number {
  try {
    return fromHumanSize(text)
  } catch (error) {
    throw new Problem((error as Error).message)
  }
}

function numberOf(text: string): number {
  const problem = integerProblem(text)
  if (problem) throw new Problem(problem)
  return Number(text)
}

function booleanOf(text: string): boolean {
  const problem = booleanProblem(text)
  if (problem) throw new Problem(problem)
  return parseBoolean(text)!
}

function explained<Value>(beginning: string, read: () => Value): Value {
  try {
    return read()
  } catch (error) {
    throw error instanceof Problem ? new Problem(`${beginning}: ${error.message}`) : error
  }
}

function jsonFileLimits(options: LogOptions): LogLimits {
  const { 'max-size': size, 'max-file': count, compress } = options
  const limits = {
    size: size === undefined ? Infinity : sizeOf(size),
    files: count === undefined ? 1 : numberOf(count),
  }
  if (limits.size <= 0) throw new Problem('max-size must be a positive number')
  if (limits.files < 1) throw new Problem('max-file cannot be less than 1')
  if (compress !== undefined && booleanOf(compress) && (limits.files === 1 || limits.size === Infinity)) {
    throw new Problem('compress cannot be true when max-file is less than 2 or max-size is not set')
  }
  return limits
}

function localLimits(options: LogOptions): LogLimits {
  const { 'max-size': size, 'max-file': count, compress } = options
  const limits = {
    size: size === undefined ? 20 * 1024 * 1024 : explained(`invalid value for max-size: ${size}`, () => sizeOf(size)),
    files: count === undefined ? 5 : explained(`invalid value for max-file: ${count}`, () => numberOf(count)),
  }
  const compresses = compress === undefined || explained('error reading compress log option', () => booleanOf(compress))
  if (limits.files < 0) throw new Problem('max file count cannot be less than 0')
  if (compresses && limits.files <= 1) throw new Problem('compression cannot be enabled when max file count is 1')
  return limits
}

function problemOf(read: (options: LogOptions) => LogLimits): (options: LogOptions) => string | undefined {
  return (options) => {
    try {
      read(options)
      return undefined
    } catch (error) {
      if (error instanceof Problem) return error.message
      throw error
    }
  }
}

export const jsonFile: LogDriver = {
  options: [...files, ...attributes, 'tag'],
  reads: true,
  start: problemOf(jsonFileLimits),
}

export const local: LogDriver = {
  options: files,
  reads: true,
  unknown: (option) => `unknown log opt '${option}' for log driver local`,
  start: problemOf(localLimits),
}

/** Of options that have been found right. The copy of what is sent away has the limits of `local`. */
export function limitsOf(type: string, options: LogOptions): LogLimits {
  if (type === 'json-file') return jsonFileLimits(options)
  return localLimits(type === 'local' ? options : {})
}
