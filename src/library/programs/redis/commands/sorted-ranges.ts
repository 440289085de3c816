// Commands of redis for ranges of sorted sets: by place, by score, by name.
import { type Command, type Commands, floatOf, integerOf, rangeOf, syntaxError } from '../command.ts'
import type { Database } from '../database.ts'
import { CommandError, type Reply } from '../reply.ts'
import { type Scored, SortedSetValue } from '../values.ts'
import { removeAll, sortedSetOf, withScores } from './sorted-sets.ts'

type By = 'place' | 'score' | 'name'
type Test = (one: Scored) => boolean

/** A limit of scores, `(` in front leaves the limit itself out. */
function scoreTest(text: string, side: 'from' | 'to'): Test {
  const open = text.startsWith('(')
  const limit = floatOf(open ? text.slice(1) : text, 'ERR min or max is not a float')
  if (side === 'from') return ([, score]) => (open ? score > limit : score >= limit)
  return ([, score]) => (open ? score < limit : score <= limit)
}

/** A limit of names: `[name`, `(name`, `-` or `+`. */
function nameTest(text: string, side: 'from' | 'to'): Test {
  if (text === '-' || text === '+') return () => (text === '-') === (side === 'from')
  const sign = text[0]
  if (sign !== '[' && sign !== '(') throw new CommandError('ERR min or max not valid string range item')
  const limit = text.slice(1)
  if (side === 'from') return ([name]) => (sign === '(' ? name > limit : name >= limit)
  return ([name]) => (sign === '(' ? name < limit : name <= limit)
}

/** What lies between two limits, the lowest first. */
function between(database: Database, key: string, by: By, from: string, to: string): readonly Scored[] {
  if (by === 'place') {
    const range = [integerOf(from), integerOf(to)] as const
    const sorted = sortedSetOf(database, key)?.sorted ?? []
    return sorted.slice(...rangeOf(...range, sorted.length))
  }
  const test = by === 'score' ? scoreTest : nameTest
  const [above, below] = [test(from, 'from'), test(to, 'to')]
  return (sortedSetOf(database, key)?.sorted ?? []).filter((one) => above(one) && below(one))
}

interface Wanted {
  readonly by: By
  readonly reverse: boolean
  readonly scores: boolean
  readonly limit: readonly [offset: number, count: number] | undefined
}

function readOptions(options: readonly string[], fixed: Partial<Wanted>): Wanted {
  let wanted: Wanted = { by: 'place', reverse: false, scores: false, limit: undefined, ...fixed }
  for (let at = 0; at < options.length; at++) {
    const option = options[at]!.toUpperCase()
    const open = fixed.by === undefined
    if (option === 'WITHSCORES') wanted = { ...wanted, scores: true }
    else if (option === 'LIMIT' && at + 2 < options.length) {
      wanted = { ...wanted, limit: [integerOf(options[++at]!), integerOf(options[++at]!)] }
    } else if (open && option === 'BYSCORE') wanted = { ...wanted, by: 'score' }
    else if (open && option === 'BYLEX') wanted = { ...wanted, by: 'name' }
    else if (open && option === 'REV') wanted = { ...wanted, reverse: true }
    else throw syntaxError()
  }
  if (wanted.limit && wanted.by === 'place') {
    throw new CommandError('ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX')
  }
  if (wanted.scores && wanted.by === 'name') {
    throw new CommandError('ERR syntax error, WITHSCORES not supported in combination with BYLEX')
  }
  return wanted
}

function select(database: Database, key: string, limits: readonly [string, string], wanted: Wanted): readonly Scored[] {
  const { by, reverse, limit } = wanted
  let found: readonly Scored[]
  if (by === 'place' && reverse) {
    const range = [integerOf(limits[0]), integerOf(limits[1])] as const
    const sorted = (sortedSetOf(database, key)?.sorted ?? []).toReversed()
    found = sorted.slice(...rangeOf(...range, sorted.length))
  } else {
    const [from, to] = reverse ? [limits[1], limits[0]] : limits
    found = between(database, key, by, from, to)
    if (reverse) found = found.toReversed()
  }
  if (!limit) return found
  const [offset, count] = limit
  return offset < 0 ? [] : found.slice(offset, count < 0 ? undefined : offset + count)
}

const range = (fixed: Partial<Wanted> = {}): Command => ({
  arity: -4,
  run({ database }, [key = '', one = '', other = '', ...options]): Reply {
    const wanted = readOptions(options, fixed)
    const found = select(database, key, [one, other], wanted)
    return wanted.scores ? withScores(found) : found.map(([member]) => member)
  },
})

const count = (by: By): Command => ({
  arity: 4,
  run: ({ database }, [key = '', from = '', to = '']) => between(database, key, by, from, to).length,
})

const remove = (by: By): Command => ({
  arity: 4,
  run({ database }, [key = '', from = '', to = '']) {
    const found = between(database, key, by, from, to)
    return removeAll(
      database,
      key,
      found.map(([member]) => member),
    )
  },
})

export const sortedRanges: Commands = {
  zrange: range(),
  zrevrange: range({ by: 'place', reverse: true }),
  zrangebyscore: range({ by: 'score' }),
  zrevrangebyscore: range({ by: 'score', reverse: true }),
  zrangebylex: range({ by: 'name' }),
  zrevrangebylex: range({ by: 'name', reverse: true }),
  zrangestore: {
    arity: -5,
    run({ database }, [target = '', key = '', one = '', other = '', ...options]) {
      const wanted = readOptions(options, {})
      if (wanted.scores) throw syntaxError()
      const found = select(database, key, [one, other], wanted)
      const value = new SortedSetValue()
      for (const [member, score] of found) value.set(member, score)
      if (found.length > 0) database.set(target, value)
      else database.delete(target)
      return found.length
    },
  },
  zcount: count('score'),
  zlexcount: count('name'),
  zremrangebyscore: remove('score'),
  zremrangebylex: remove('name'),
  zremrangebyrank: remove('place'),
}
