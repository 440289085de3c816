// Which calls of a journal somebody wants to see.
import { wordTest } from '../match-text.ts'
import { pathTest } from '../operations.ts'
import type { JournalEntry } from './entry.ts'

/** All that are given must fit; `*` stands for any characters. */
export interface JournalFilters {
  /** several with commas */
  readonly operation?: string | undefined
  readonly method?: string | undefined
  /** without version and query, as in a rule */
  readonly path?: string | undefined
  /** `404`, `4xx`, `none` */
  readonly status?: string | undefined
  /** that did something to the call */
  readonly rule?: string | undefined
}

/** Throws a RangeError for a status that cannot be. */
export function entryTest(filters: JournalFilters): (entry: JournalEntry) => boolean {
  const { operation, method, path, status, rule } = filters
  if (status !== undefined && !/^([1-5](\d\d|xx)|none)$/.test(status)) {
    throw new RangeError(`${JSON.stringify(status)} is no status: use one like 404, 4xx or none`)
  }
  const tests: ((entry: JournalEntry) => boolean)[] = []
  if (operation !== undefined) {
    const names = operation.split(',').map((name) => wordTest(name.trim()))
    tests.push((entry) => names.some((test) => test(entry.operation)))
  }
  if (method !== undefined) tests.push((entry) => entry.method === method.toUpperCase())
  if (path !== undefined) {
    const test = pathTest(path)
    tests.push((entry) => test(entry.url))
  }
  if (status === 'none') tests.push((entry) => entry.status === undefined)
  else if (status !== undefined) {
    const start = status.replaceAll('x', '')
    tests.push((entry) => String(entry.status ?? '').startsWith(start))
  }
  if (rule !== undefined) tests.push((entry) => entry.rules.includes(rule))
  return (entry) => tests.every((test) => test(entry))
}
