// Commands of redis for keys of any kind.
import { type Command, type Commands, type Context, integerOf, syntaxError } from '../command.ts'
import type { Database } from '../database.ts'
import { CommandError, OK, Status } from '../reply.ts'
import { scanned } from '../scan.ts'
import { DATABASES, redisGlob } from '../server.ts'

const noKey = (): CommandError => new CommandError('ERR no such key')

const count = (keys: readonly string[], test: (key: string) => boolean): number => keys.filter(test).length

const remove: Command = {
  arity: -2,
  run: ({ database }, keys) => count(keys, (key) => database.delete(key)),
}

/** EXPIRE and its like: a moment, unless a condition says no. */
function expire(name: string, ms: number, absolute: boolean): Command {
  return {
    arity: -3,
    run({ server, database }, [key = '', time = '', ...conditions]) {
      const value = integerOf(time) * ms
      const at = absolute ? value : server.now() + value
      if (!Number.isSafeInteger(at)) throw new CommandError(`ERR invalid expire time in '${name}' command`)
      const wanted = conditions.map((one) => one.toUpperCase())
      const unknown = conditions.find((_one, index) => !['NX', 'XX', 'GT', 'LT'].includes(wanted[index]!))
      if (unknown !== undefined) throw new CommandError(`ERR Unsupported option ${unknown}`)
      if (!database.get(key)) return 0
      const before = database.expires(key)
      const refused =
        (wanted.includes('NX') && before !== undefined) ||
        (wanted.includes('XX') && before === undefined) ||
        (wanted.includes('GT') && (before === undefined || at <= before)) ||
        (wanted.includes('LT') && before !== undefined && at >= before)
      if (refused) return 0
      database.setExpires(key, at)
      return 1
    },
  }
}

/** TTL and its like: -2 without such a key, -1 for one that stays. */
function timeLeft(unit: number, absolute: boolean): Command {
  return {
    arity: 2,
    run({ server, database }, [key = '']) {
      if (!database.get(key)) return -2
      const at = database.expires(key)
      return at === undefined ? -1 : Math.floor((at - (absolute ? 0 : server.now()) + unit / 2) / unit)
    },
  }
}

function move(database: Database, from: string, other: Database, to: string): void {
  const value = database.get(from)
  if (!value) return
  const expires = database.expires(from)
  database.delete(from)
  other.set(to, value, expires)
}

function rename({ database }: Context, from: string, to: string, replace: boolean): boolean {
  if (!database.get(from)) throw noKey()
  if (!replace && database.get(to)) return false
  if (from !== to) move(database, from, database, to)
  return true
}

export const keys: Commands = {
  del: remove,
  unlink: remove,
  exists: { arity: -2, run: ({ database }, keys) => count(keys, (key) => database.get(key) !== undefined) },
  touch: { arity: -2, run: ({ database }, keys) => count(keys, (key) => database.get(key) !== undefined) },
  expire: expire('expire', 1000, false),
  pexpire: expire('pexpire', 1, false),
  expireat: expire('expireat', 1000, true),
  pexpireat: expire('pexpireat', 1, true),
  ttl: timeLeft(1000, false),
  pttl: timeLeft(1, false),
  expiretime: timeLeft(1000, true),
  pexpiretime: timeLeft(1, true),
  persist: {
    arity: 2,
    run({ database }, [key = '']) {
      if (database.expires(key) === undefined) return 0
      database.setExpires(key, undefined)
      return 1
    },
  },
  type: { arity: 2, run: ({ database }, [key = '']) => new Status(database.get(key)?.type ?? 'none') },
  keys: {
    arity: 2,
    run({ database }, [pattern = '']) {
      const glob = redisGlob(pattern)
      return database.keys().filter((key) => glob.matches(key))
    },
  },
  scan: {
    arity: -2,
    run({ database }, [cursor = '', ...options]) {
      const type = options.findIndex((option) => option.toUpperCase() === 'TYPE')
      const kind = type < 0 ? undefined : options[type + 1]?.toLowerCase()
      const rest = type < 0 ? options : options.toSpliced(type, 2)
      return scanned(cursor, rest, database.keys(), (key) => kind === undefined || database.get(key)?.type === kind)
    },
  },
  rename: {
    arity: 3,
    run(context, [from = '', to = '']) {
      rename(context, from, to, true)
      return OK
    },
  },
  renamenx: { arity: 3, run: (context, [from = '', to = '']) => Number(rename(context, from, to, false)) },
  move: {
    arity: 3,
    run({ server, database }, [key = '', index = '']) {
      const number = integerOf(index)
      if (number < 0 || number >= DATABASES) throw new CommandError('ERR DB index is out of range')
      const other = server.database(number)
      if (other === database) throw new CommandError('ERR source and destination objects are the same')
      if (!database.get(key) || other.get(key)) return 0
      move(database, key, other, key)
      return 1
    },
  },
  randomkey: {
    arity: 1,
    run({ server, database }) {
      const all = database.keys()
      return all[Math.floor(server.process.random() * all.length)] ?? null
    },
  },
  dbsize: { arity: 1, run: ({ database }) => database.size },
  flushdb: {
    arity: -1,
    run({ database }, args) {
      checkFlush(args)
      database.clear()
      return OK
    },
  },
  flushall: {
    arity: -1,
    run({ server }, args) {
      checkFlush(args)
      for (const database of server.inUse) database.clear()
      return OK
    },
  },
}

function checkFlush(args: readonly string[]): void {
  if (args.length > 1 || (args[0] !== undefined && !/^a?sync$/i.test(args[0]))) throw syntaxError()
}
