// Commands of redis for sets.
import type { Process } from '../../../../runtime/process.ts'
import { type Command, type Commands, integerOf, syntaxError } from '../command.ts'
import type { Database } from '../database.ts'
import { CommandError, Members } from '../reply.ts'
import { scanned } from '../scan.ts'
import { SetValue } from '../values.ts'

const membersOf = (database: Database, key: string): ReadonlySet<string> =>
  database.find(key, SetValue)?.members ?? new Set()

/** Some of several things: without doubles, or with them if the count is negative. */
export function sample<T>(process: Process, things: readonly T[], count: number): T[] {
  const draw = (): number => Math.floor(process.random() * things.length)
  if (things.length === 0) return []
  if (count < 0) return Array.from({ length: Math.min(-count, MOST_DRAWN) }, () => things[draw()]!)
  const left = [...things]
  const drawn: T[] = []
  while (drawn.length < count && left.length > 0) {
    const at = Math.floor(process.random() * left.length)
    drawn.push(left[at]!)
    left[at] = left.at(-1)!
    left.pop()
  }
  return drawn
}

/** so many things are given at most, however many were asked for */
const MOST_DRAWN = 1_000_000

export type Combination = 'union' | 'intersection' | 'difference'

function combine(database: Database, how: Combination, keys: readonly string[]): Set<string> {
  const [first = new Set<string>(), ...others] = keys.map((key) => membersOf(database, key))
  if (how === 'union') return new Set([first, ...others].flatMap((set) => [...set]))
  const wanted = how === 'intersection'
  return new Set([...first].filter((member) => others.every((other) => other.has(member) === wanted)))
}

const combined = (how: Combination): Command => ({
  arity: -2,
  run: ({ database }, keys) => new Members(combine(database, how, keys)),
})

const stored = (how: Combination): Command => ({
  arity: -3,
  run({ database }, [target = '', ...keys]) {
    const found = combine(database, how, keys)
    const value = new SetValue()
    for (const member of found) value.add(member)
    if (found.size > 0) database.set(target, value)
    else database.delete(target)
    return found.size
  },
})

function remove(database: Database, key: string, members: readonly string[]): number {
  const value = database.find(key, SetValue)
  const removed = members.filter((member) => value?.delete(member)).length
  if (removed > 0) database.changed(key)
  return removed
}

function add(database: Database, key: string, members: readonly string[]): number {
  const value = database.findOrMake(key, SetValue)
  const added = members.filter((member) => value.add(member)).length
  database.changed(key)
  return added
}

export const sets: Commands = {
  sadd: { arity: -3, run: ({ database }, [key = '', ...members]) => add(database, key, members) },
  srem: { arity: -3, run: ({ database }, [key = '', ...members]) => remove(database, key, members) },
  smembers: { arity: 2, run: ({ database }, [key = '']) => new Members(membersOf(database, key)) },
  sismember: { arity: 3, run: ({ database }, [key = '', member = '']) => Number(membersOf(database, key).has(member)) },
  smismember: {
    arity: -3,
    run({ database }, [key = '', ...members]) {
      const set = membersOf(database, key)
      return members.map((member) => Number(set.has(member)))
    },
  },
  scard: { arity: 2, run: ({ database }, [key = '']) => membersOf(database, key).size },
  spop: {
    arity: -2,
    run({ server, database }, [key = '', count, ...more]) {
      if (more.length > 0) throw syntaxError()
      const most = count === undefined ? 1 : integerOf(count, 'ERR value is out of range, must be positive')
      if (most < 0) throw new CommandError('ERR value is out of range, must be positive')
      const taken = sample(server.process, [...membersOf(database, key)], most)
      remove(database, key, taken)
      return count === undefined ? (taken[0] ?? null) : new Members(taken)
    },
  },
  srandmember: {
    arity: -2,
    run({ server, database }, [key = '', count, ...more]) {
      if (more.length > 0) throw syntaxError()
      const drawn = sample(server.process, [...membersOf(database, key)], count === undefined ? 1 : integerOf(count))
      return count === undefined ? (drawn[0] ?? null) : drawn
    },
  },
  smove: {
    arity: 4,
    run({ database }, [from = '', to = '', member = '']) {
      membersOf(database, to)
      if (remove(database, from, [member]) === 0) return 0
      add(database, to, [member])
      return 1
    },
  },
  sunion: combined('union'),
  sinter: combined('intersection'),
  sdiff: combined('difference'),
  sunionstore: stored('union'),
  sinterstore: stored('intersection'),
  sdiffstore: stored('difference'),
  sscan: {
    arity: -3,
    run: ({ database }, [key = '', cursor = '', ...options]) => scanned(cursor, options, [...membersOf(database, key)]),
  },
}
