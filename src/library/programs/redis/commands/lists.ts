// Commands of redis for lists, but for those that wait.
import { type Command, type Commands, type Context, integerOf, rangeOf, syntaxError } from '../command.ts'
import type { Database } from '../database.ts'
import { CommandError, NULL_LIST, OK, type Reply } from '../reply.ts'
import { ListValue } from '../values.ts'

export type End = 'head' | 'tail'

const listOf = (database: Database, key: string): ListValue | undefined => database.find(key, ListValue)

function push(end: End, onlyIfThere = false): Command {
  return {
    arity: -3,
    run({ database }, [key = '', ...texts]) {
      if (onlyIfThere && !listOf(database, key)) return 0
      const list = database.findOrMake(key, ListValue)
      for (const text of texts) list.push(text, end)
      const length = list.items.length
      database.changed(key)
      return length
    },
  }
}

/** Takes one away; undefined if there is no list. */
export function popOne(database: Database, key: string, end: End): string | undefined {
  const list = listOf(database, key)
  const text = list?.pop(end)
  if (list) database.changed(key)
  return text
}

function pop(end: End): Command {
  return {
    arity: -2,
    run({ database }, [key = '', most, ...more]) {
      if (more.length > 0) throw syntaxError()
      if (most === undefined) return popOne(database, key, end) ?? null
      const count = integerOf(most, 'ERR value is out of range, must be positive')
      if (count < 0) throw new CommandError('ERR value is out of range, must be positive')
      const list = listOf(database, key)
      if (!list) return NULL_LIST
      const texts: string[] = []
      while (texts.length < count && !list.isEmpty) texts.push(list.pop(end)!)
      database.changed(key)
      return texts
    },
  }
}

export function endOf(word: string): End {
  const ends: Readonly<Record<string, End>> = { LEFT: 'head', RIGHT: 'tail' }
  const end = ends[word.toUpperCase()]
  if (!end) throw syntaxError()
  return end
}

/** Takes from one list and puts into another; undefined if there is nothing to take. */
export function moveOne(database: Database, from: string, to: string, ends: readonly [End, End]): string | undefined {
  if (!listOf(database, from)) return undefined
  listOf(database, to)
  const text = popOne(database, from, ends[0])!
  database.findOrMake(to, ListValue).push(text, ends[1])
  database.changed(to)
  return text
}

/** Where an index points; undefined outside. */
function placeIn(list: ListValue, index: string): number | undefined {
  const number = integerOf(index)
  const at = number < 0 ? list.items.length + number : number
  return at >= 0 && at < list.items.length ? at : undefined
}

function insert({ database }: Context, [key = '', where = '', pivot = '', text = '']: readonly string[]): Reply {
  const offset = { BEFORE: 0, AFTER: 1 }[where.toUpperCase()]
  if (offset === undefined) throw syntaxError()
  const list = listOf(database, key)
  if (!list) return 0
  const at = list.items.indexOf(pivot)
  if (at < 0) return -1
  list.replace(list.items.toSpliced(at + offset, 0, text))
  database.changed(key)
  return list.items.length
}

function remove({ database }: Context, [key = '', most = '', text = '']: readonly string[]): Reply {
  const count = integerOf(most)
  const list = listOf(database, key)
  if (!list) return 0
  let left = count === 0 ? Number.POSITIVE_INFINITY : Math.abs(count)
  const before = list.items.length
  const stays = (item: string): boolean => item !== text || left-- <= 0
  const kept = count < 0 ? list.items.toReversed().filter(stays).reverse() : list.items.filter(stays)
  if (kept.length === before) return 0
  list.replace(kept)
  database.changed(key)
  return before - kept.length
}

function position({ database }: Context, [key = '', text = '', ...options]: readonly string[]): Reply {
  const given: Record<string, number> = {}
  for (let at = 0; at < options.length; at += 2) {
    const name = options[at]!.toUpperCase()
    if (!['RANK', 'COUNT', 'MAXLEN'].includes(name) || options[at + 1] === undefined) throw syntaxError()
    given[name] = integerOf(options[at + 1]!)
  }
  const { RANK: rank = 1, COUNT: count, MAXLEN: most = 0 } = given
  if (rank === 0)
    throw new CommandError(
      "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list",
    )
  if (count !== undefined && count < 0) throw new CommandError("ERR COUNT can't be negative")
  const items = listOf(database, key)?.items ?? []
  const places = [...items.keys()]
  if (rank < 0) places.reverse()
  const found = (most > 0 ? places.slice(0, most) : places).filter((at) => items[at] === text).slice(Math.abs(rank) - 1)
  return count === undefined ? (found[0] ?? null) : count === 0 ? found : found.slice(0, count)
}

export const lists: Commands = {
  lpush: push('head'),
  rpush: push('tail'),
  lpushx: push('head', true),
  rpushx: push('tail', true),
  lpop: pop('head'),
  rpop: pop('tail'),
  llen: { arity: 2, run: ({ database }, [key = '']) => listOf(database, key)?.items.length ?? 0 },
  lrange: {
    arity: 4,
    run({ database }, [key = '', start = '', stop = '']) {
      const items = listOf(database, key)?.items ?? []
      return items.slice(...rangeOf(integerOf(start), integerOf(stop), items.length))
    },
  },
  lindex: {
    arity: 3,
    run({ database }, [key = '', index = '']) {
      const list = listOf(database, key)
      const at = list && placeIn(list, index)
      return at === undefined ? null : (list?.items[at] ?? null)
    },
  },
  lset: {
    arity: 4,
    run({ database }, [key = '', index = '', text = '']) {
      const list = listOf(database, key)
      if (!list) throw new CommandError('ERR no such key')
      const at = placeIn(list, index)
      if (at === undefined) throw new CommandError('ERR index out of range')
      list.replace(list.items.with(at, text))
      database.changed(key)
      return OK
    },
  },
  linsert: { arity: 5, run: insert },
  lrem: { arity: 4, run: remove },
  lpos: { arity: -3, run: position },
  ltrim: {
    arity: 4,
    run({ database }, [key = '', start = '', stop = '']) {
      const range = [integerOf(start), integerOf(stop)] as const
      const list = listOf(database, key)
      list?.replace(list.items.slice(...rangeOf(...range, list.items.length)))
      if (list) database.changed(key)
      return OK
    },
  },
  rpoplpush: {
    arity: 3,
    run: ({ database }, [from = '', to = '']) => moveOne(database, from, to, ['tail', 'head']) ?? null,
  },
  lmove: {
    arity: 5,
    run: ({ database }, [from = '', to = '', one = '', other = '']) =>
      moveOne(database, from, to, [endOf(one), endOf(other)]) ?? null,
  },
}
