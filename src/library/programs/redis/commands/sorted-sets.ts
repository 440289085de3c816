// Commands of redis that change sorted sets, or ask for single members.
import { type Command, type Commands, type Context, floatOf, integerOf, syntaxError } from '../command.ts'
import type { Database } from '../database.ts'
import { CommandError, Double, Pairs, type Reply } from '../reply.ts'
import { scanned } from '../scan.ts'
import { type Scored, SortedSetValue } from '../values.ts'

export const sortedSetOf = (database: Database, key: string): SortedSetValue | undefined =>
  database.find(key, SortedSetValue)

export const withScores = (found: readonly Scored[]): Pairs =>
  new Pairs(
    found.map(([member, score]) => [member, new Double(score)]),
    'lists',
  )

const flags = ['NX', 'XX', 'GT', 'LT', 'CH', 'INCR']

function add({ database }: Context, [key = '', ...words]: readonly string[]): Reply {
  const first = words.findIndex((word) => !flags.includes(word.toUpperCase()))
  const given = new Set(words.slice(0, Math.max(0, first)).map((word) => word.toUpperCase()))
  const rest = first < 0 ? [] : words.slice(first)
  if (rest.length === 0 || rest.length % 2 !== 0) throw syntaxError()
  if (given.has('NX') && given.has('XX')) {
    throw new CommandError('ERR XX and NX options at the same time are not compatible')
  }
  if (['NX', 'GT', 'LT'].filter((flag) => given.has(flag)).length > 1) {
    throw new CommandError('ERR GT, LT, and/or NX options at the same time are not compatible')
  }
  if (given.has('INCR') && rest.length > 2) {
    throw new CommandError('ERR INCR option supports a single increment-element pair')
  }
  const scored: [string, number][] = []
  for (let at = 0; at < rest.length; at += 2) scored.push([rest[at + 1]!, floatOf(rest[at]!)])
  const there = sortedSetOf(database, key)
  if (!there && given.has('XX')) return given.has('INCR') ? null : 0
  const value = database.findOrMake(key, SortedSetValue)
  let added = 0
  let changed = 0
  let last: Reply = null
  for (const [member, number] of scored) {
    const before = value.scores.get(member)
    const score = given.has('INCR') ? (before ?? 0) + number : number
    if (Number.isNaN(score)) {
      database.changed(key)
      throw new CommandError('ERR resulting score is not a number (NaN)')
    }
    if (isRefused(given, before, score)) continue
    last = new Double(score)
    if (before === undefined) added++
    else if (before !== score) changed++
    value.set(member, score)
  }
  database.changed(key)
  return given.has('INCR') ? last : added + (given.has('CH') ? changed : 0)
}

function isRefused(given: ReadonlySet<string>, before: number | undefined, score: number): boolean {
  if (before === undefined) return given.has('XX')
  return given.has('NX') || (given.has('GT') && score <= before) || (given.has('LT') && score >= before)
}

/** Removes members and says how many there were. */
export function removeAll(database: Database, key: string, members: readonly string[]): number {
  const value = sortedSetOf(database, key)
  const removed = members.filter((member) => value?.delete(member)).length
  if (removed > 0) database.changed(key)
  return removed
}

function pop(end: 'lowest' | 'highest'): Command {
  return {
    arity: -2,
    run({ database }, [key = '', most, ...more]) {
      if (more.length > 0) throw syntaxError()
      const count = most === undefined ? 1 : integerOf(most, 'ERR value is out of range, must be positive')
      if (count < 0) throw new CommandError('ERR value is out of range, must be positive')
      const sorted = sortedSetOf(database, key)?.sorted ?? []
      const found =
        end === 'lowest' ? sorted.slice(0, count) : sorted.slice(Math.max(0, sorted.length - count)).reverse()
      removeAll(
        database,
        key,
        found.map(([member]) => member),
      )
      return count === 0
        ? []
        : new Pairs(
            found.map(([member, score]) => [member, new Double(score)]),
            most === undefined ? 'flat' : 'lists',
          )
    },
  }
}

function rank(reverse: boolean): Command {
  return {
    arity: 3,
    run({ database }, [key = '', member = '']) {
      const sorted = sortedSetOf(database, key)?.sorted ?? []
      const at = sorted.findIndex(([one]) => one === member)
      return at < 0 ? null : reverse ? sorted.length - 1 - at : at
    },
  }
}

const scoreOf = (database: Database, key: string, member: string): Reply => {
  const score = sortedSetOf(database, key)?.scores.get(member)
  return score === undefined ? null : new Double(score)
}

export const sortedSets: Commands = {
  zadd: { arity: -4, run: add },
  zincrby: { arity: 4, run: (context, [key = '', by = '', member = '']) => add(context, [key, 'INCR', by, member]) },
  zscore: { arity: 3, run: ({ database }, [key = '', member = '']) => scoreOf(database, key, member) },
  zmscore: {
    arity: -3,
    run: ({ database }, [key = '', ...members]) => members.map((member) => scoreOf(database, key, member)),
  },
  zcard: { arity: 2, run: ({ database }, [key = '']) => sortedSetOf(database, key)?.scores.size ?? 0 },
  zrem: { arity: -3, run: ({ database }, [key = '', ...members]) => removeAll(database, key, members) },
  zrank: rank(false),
  zrevrank: rank(true),
  zpopmin: pop('lowest'),
  zpopmax: pop('highest'),
  zscan: {
    arity: -3,
    run({ database }, [key = '', cursor = '', ...options]) {
      const scores = sortedSetOf(database, key)?.scores ?? new Map<string, number>()
      return scanned(cursor, options, [...scores.keys()], undefined, (name) => [name, String(scores.get(name))])
    },
  },
}
