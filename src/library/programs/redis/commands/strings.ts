// Commands of redis for strings.
import {
  bigIntegerOf,
  type Commands,
  type Context,
  expiryOf,
  floatOf,
  inRange,
  integerOf,
  pairsOf,
  rangeOf,
  syntaxError,
} from '../command.ts'
import type { Database } from '../database.ts'
import { CommandError, OK, type Reply } from '../reply.ts'
import { StringValue } from '../values.ts'

const LONGEST = 512 * 1024 * 1024
const units = ['EX', 'PX', 'EXAT', 'PXAT']

const textOf = (database: Database, key: string): string | undefined => database.find(key, StringValue)?.text

/** Changes the text, not the moment at which it expires. */
function keepSet(database: Database, key: string, text: string): void {
  database.set(key, new StringValue(text), database.expires(key))
}

function set({ server, database }: Context, [key = '', text = '', ...options]: readonly string[]): Reply {
  let expires: number | undefined
  const given = new Set<string>()
  for (let at = 0; at < options.length; at++) {
    const option = options[at]!.toUpperCase()
    if (units.includes(option) && at + 1 < options.length) {
      if (given.has('expiry')) throw syntaxError()
      given.add('expiry')
      expires = expiryOf(option, options[++at]!, server.now(), 'set')
    } else if (['NX', 'XX', 'GET', 'KEEPTTL'].includes(option)) given.add(option)
    else throw syntaxError()
  }
  if (given.has('NX') && given.has('XX')) throw syntaxError()
  if (given.has('KEEPTTL') && given.has('expiry')) throw syntaxError()
  const before = given.has('GET') ? (textOf(database, key) ?? null) : undefined
  const there = database.get(key) !== undefined
  if ((given.has('NX') && there) || (given.has('XX') && !there)) return before ?? null
  database.set(key, new StringValue(text), given.has('KEEPTTL') ? database.expires(key) : expires)
  if (expires !== undefined) database.setExpires(key, expires)
  return before === undefined ? OK : before
}

function setWithUnit(unit: string, name: string): (context: Context, args: readonly string[]) => Reply {
  return ({ server, database }, [key = '', time = '', text = '']) => {
    database.set(key, new StringValue(text), expiryOf(unit, time, server.now(), name))
    return OK
  }
}

function add(database: Database, key: string, more: bigint): Reply {
  const value = bigIntegerOf(textOf(database, key) ?? '0') + more
  if (!inRange(value)) throw new CommandError('ERR increment or decrement would overflow')
  keepSet(database, key, String(value))
  return value
}

function getEx({ server, database }: Context, [key = '', option, time, ...more]: readonly string[]): Reply {
  const wanted = option?.toUpperCase()
  const isUnit = wanted !== undefined && units.includes(wanted)
  if (more.length > 0 || (wanted !== undefined && (isUnit ? time === undefined : wanted !== 'PERSIST' || time))) {
    throw syntaxError()
  }
  const text = textOf(database, key)
  const expires = isUnit ? expiryOf(wanted, time!, server.now(), 'getex') : undefined
  if (text !== undefined && wanted !== undefined) database.setExpires(key, expires)
  return text ?? null
}

function setRange({ database }: Context, [key = '', position = '', piece = '']: readonly string[]): Reply {
  const offset = integerOf(position)
  if (offset < 0) throw new CommandError('ERR offset is out of range')
  const text = textOf(database, key) ?? ''
  if (piece === '') return text.length
  if (offset + piece.length > LONGEST)
    throw new CommandError('ERR string exceeds maximum allowed size (proto-max-bulk-len)')
  keepSet(database, key, text.slice(0, offset).padEnd(offset, '\0') + piece + text.slice(offset + piece.length))
  return Math.max(text.length, offset + piece.length)
}

function setMany(database: Database, pairs: readonly [string, string][]): void {
  for (const [key, text] of pairs) database.set(key, new StringValue(text))
}

export const strings: Commands = {
  get: { arity: 2, run: ({ database }, [key = '']) => textOf(database, key) ?? null },
  set: { arity: -3, run: set },
  setex: { arity: 4, run: setWithUnit('EX', 'setex') },
  psetex: { arity: 4, run: setWithUnit('PX', 'psetex') },
  setnx: {
    arity: 3,
    run({ database }, [key = '', text = '']) {
      if (database.get(key)) return 0
      database.set(key, new StringValue(text))
      return 1
    },
  },
  getset: {
    arity: 3,
    run({ database }, [key = '', text = '']) {
      const before = textOf(database, key) ?? null
      database.set(key, new StringValue(text))
      return before
    },
  },
  getdel: {
    arity: 2,
    run({ database }, [key = '']) {
      const text = textOf(database, key)
      if (text !== undefined) database.delete(key)
      return text ?? null
    },
  },
  getex: { arity: -2, run: getEx },
  mget: {
    arity: -2,
    run: ({ database }, keys) =>
      keys.map((key) => {
        const value = database.get(key)
        return value instanceof StringValue ? value.text : null
      }),
  },
  mset: {
    arity: -3,
    run({ database }, args) {
      setMany(database, pairsOf(args, 'mset'))
      return OK
    },
  },
  msetnx: {
    arity: -3,
    run({ database }, args) {
      const pairs = pairsOf(args, 'msetnx')
      if (pairs.some(([key]) => database.get(key))) return 0
      setMany(database, pairs)
      return 1
    },
  },
  incr: { arity: 2, run: ({ database }, [key = '']) => add(database, key, 1n) },
  decr: { arity: 2, run: ({ database }, [key = '']) => add(database, key, -1n) },
  incrby: { arity: 3, run: ({ database }, [key = '', by = '']) => add(database, key, bigIntegerOf(by)) },
  decrby: { arity: 3, run: ({ database }, [key = '', by = '']) => add(database, key, -bigIntegerOf(by)) },
  incrbyfloat: {
    arity: 3,
    run({ database }, [key = '', by = '']) {
      const value = floatOf(textOf(database, key) ?? '0') + floatOf(by)
      if (!Number.isFinite(value)) throw new CommandError('ERR increment would produce NaN or Infinity')
      keepSet(database, key, shortest(value))
      return shortest(value)
    },
  },
  append: {
    arity: 3,
    run({ database }, [key = '', more = '']) {
      const text = (textOf(database, key) ?? '') + more
      if (text.length > LONGEST) throw new CommandError('ERR string exceeds maximum allowed size (proto-max-bulk-len)')
      keepSet(database, key, text)
      return text.length
    },
  },
  strlen: { arity: 2, run: ({ database }, [key = '']) => textOf(database, key)?.length ?? 0 },
  getrange: {
    arity: 4,
    run({ database }, [key = '', start = '', stop = '']) {
      const text = textOf(database, key) ?? ''
      return text.slice(...rangeOf(integerOf(start), integerOf(stop), text.length))
    },
  },
  setrange: { arity: 4, run: setRange },
}

/** As a long double with 17 digits shows it: sums like 0.1 + 0.2 come out as people write them. */
export const shortest = (value: number): string => String(Number(value.toPrecision(15)))
