// Commands of redis for hashes.
import { bigIntegerOf, type Commands, floatOf, inRange, integerOf, pairsOf, syntaxError } from '../command.ts'
import type { Database } from '../database.ts'
import { CommandError, OK, Pairs } from '../reply.ts'
import { scanned } from '../scan.ts'
import { HashValue } from '../values.ts'
import { sample } from './sets.ts'
import { shortest } from './strings.ts'

const fieldsOf = (database: Database, key: string): ReadonlyMap<string, string> =>
  database.find(key, HashValue)?.fields ?? new Map()

function setFields(database: Database, key: string, pairs: readonly [string, string][]): number {
  const hash = database.findOrMake(key, HashValue)
  const added = pairs.filter(([field, text]) => hash.set(field, text)).length
  database.changed(key)
  return added
}

export const hashes: Commands = {
  hset: {
    arity: -4,
    run: ({ database }, [key = '', ...words]) => setFields(database, key, pairsOf(words, 'hset')),
  },
  hmset: {
    arity: -4,
    run({ database }, [key = '', ...words]) {
      setFields(database, key, pairsOf(words, 'hmset'))
      return OK
    },
  },
  hsetnx: {
    arity: 4,
    run({ database }, [key = '', field = '', text = '']) {
      return fieldsOf(database, key).has(field) ? 0 : setFields(database, key, [[field, text]])
    },
  },
  hget: { arity: 3, run: ({ database }, [key = '', field = '']) => fieldsOf(database, key).get(field) ?? null },
  hmget: {
    arity: -3,
    run({ database }, [key = '', ...names]) {
      const fields = fieldsOf(database, key)
      return names.map((name) => fields.get(name) ?? null)
    },
  },
  hgetall: { arity: 2, run: ({ database }, [key = '']) => new Pairs([...fieldsOf(database, key)]) },
  hkeys: { arity: 2, run: ({ database }, [key = '']) => [...fieldsOf(database, key).keys()] },
  hvals: { arity: 2, run: ({ database }, [key = '']) => [...fieldsOf(database, key).values()] },
  hlen: { arity: 2, run: ({ database }, [key = '']) => fieldsOf(database, key).size },
  hexists: { arity: 3, run: ({ database }, [key = '', field = '']) => Number(fieldsOf(database, key).has(field)) },
  hstrlen: { arity: 3, run: ({ database }, [key = '', field = '']) => fieldsOf(database, key).get(field)?.length ?? 0 },
  hdel: {
    arity: -3,
    run({ database }, [key = '', ...names]) {
      const hash = database.find(key, HashValue)
      const removed = names.filter((name) => hash?.delete(name)).length
      if (removed > 0) database.changed(key)
      return removed
    },
  },
  hincrby: {
    arity: 4,
    run({ database }, [key = '', field = '', by = '']) {
      const more = bigIntegerOf(by)
      const value = bigIntegerOf(fieldsOf(database, key).get(field) ?? '0', 'ERR hash value is not an integer') + more
      if (!inRange(value)) throw new CommandError('ERR increment or decrement would overflow')
      setFields(database, key, [[field, String(value)]])
      return value
    },
  },
  hincrbyfloat: {
    arity: 4,
    run({ database }, [key = '', field = '', by = '']) {
      const more = floatOf(by)
      const value = floatOf(fieldsOf(database, key).get(field) ?? '0', 'ERR hash value is not a float') + more
      if (!Number.isFinite(value)) throw new CommandError('ERR increment would produce NaN or Infinity')
      setFields(database, key, [[field, shortest(value)]])
      return shortest(value)
    },
  },
  hrandfield: {
    arity: -2,
    run({ server, database }, [key = '', count, withValues, ...more]) {
      if (more.length > 0 || (withValues !== undefined && !/^withvalues$/i.test(withValues))) throw syntaxError()
      const fields = fieldsOf(database, key)
      const names = sample(server.process, [...fields.keys()], count === undefined ? 1 : integerOf(count))
      if (count === undefined) return names[0] ?? null
      return withValues
        ? new Pairs(
            names.map((name) => [name, fields.get(name)!]),
            'lists',
          )
        : names
    },
  },
  hscan: {
    arity: -3,
    run({ database }, [key = '', cursor = '', ...options]) {
      const fields = fieldsOf(database, key)
      return scanned(cursor, options, [...fields.keys()], undefined, (name) => [name, fields.get(name)!])
    },
  },
}
