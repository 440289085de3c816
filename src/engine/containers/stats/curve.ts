// A declared curve: what a container is said to use at each moment, told in a few words.
import { parseDuration } from '../../../codec/duration.ts'
import type { Random } from '../../../world/random.ts'

/** Seconds are those since the container was started. */
export interface Curve {
  at(seconds: number): number
  /** What came together until then, where the curve is a rate: the area below it. */
  sum(seconds: number): number
}

const MOST_STEPS = 1000

/**
 * `30`, `ramp 0 80 1m`, `sine 20 60 5m`, `steps 10 50 10 30s`, `random 10 30`; docs/stats.md explains them.
 * @param read reads one value; throws an Error that says what is wrong with it
 * @param random what `random` draws from: a stream for each second
 */
export function parseCurve(text: string, read: (word: string) => number, random: Random): Curve {
  const [kind = '', ...words] = text.trim().split(/\s+/)
  switch (kind) {
    case 'ramp': {
      const [from, to, seconds] = three(words, 'ramp FROM TO DURATION')
      return ramp(read(from), read(to), secondsOf(seconds))
    }
    case 'sine': {
      const [low, high, period] = three(words, 'sine LOW HIGH PERIOD')
      return sine(...ordered(read(low), read(high)), secondsOf(period))
    }
    case 'steps': {
      if (words.length < 2 || words.length > MOST_STEPS) throw new Error('it must be steps VALUE… DURATION')
      return steps(words.slice(0, -1).map(read), secondsOf(words.at(-1)!))
    }
    case 'random': {
      if (words.length !== 2) throw new Error('it must be random LOW HIGH')
      return scattered(...ordered(read(words[0]!), read(words[1]!)), random)
    }
    default: {
      if (words.length > 0) throw new Error(`there is no curve ${kind}: it may be ramp, sine, steps or random`)
      const value = read(kind)
      return { at: () => value, sum: (seconds) => value * seconds }
    }
  }
}

function three(words: readonly string[], form: string): readonly [string, string, string] {
  const [one, two, three] = words
  if (one === undefined || two === undefined || three === undefined || words.length > 3) {
    throw new Error(`it must be ${form}`)
  }
  return [one, two, three]
}

function ordered(low: number, high: number): [number, number] {
  if (low > high) throw new Error('the low value must not be above the high one')
  return [low, high]
}

function secondsOf(word: string): number {
  const ms = parseDuration(word)
  if (ms === undefined || ms <= 0) throw new Error(`"${word}" is no duration such as 30s or 5m`)
  return ms / 1000
}

/** From one value to the other, and there it stays. */
function ramp(from: number, to: number, duration: number): Curve {
  const slope = (to - from) / duration
  return {
    at: (seconds) => from + slope * Math.min(seconds, duration),
    sum(seconds) {
      const rising = Math.min(seconds, duration)
      return from * rising + (slope * rising ** 2) / 2 + to * (seconds - rising)
    },
  }
}

/** Begins in the middle, going up. */
function sine(low: number, high: number, period: number): Curve {
  const middle = (low + high) / 2
  const height = (high - low) / 2
  const turn = (2 * Math.PI) / period
  return {
    at: (seconds) => middle + height * Math.sin(seconds * turn),
    sum: (seconds) => middle * seconds + (height * (1 - Math.cos(seconds * turn))) / turn,
  }
}

/** Each value for the same time, over and over. */
function steps(values: readonly number[], duration: number): Curve {
  const round = values.reduce((sum, value) => sum + value, 0) * duration
  return {
    at: (seconds) => values[Math.floor(seconds / duration) % values.length]!,
    sum(seconds) {
      const done = Math.floor(seconds / duration)
      const rounds = Math.floor(done / values.length)
      const place = done % values.length
      const before = values.slice(0, place).reduce((sum, value) => sum + value * duration, 0)
      return rounds * round + before + values[place]! * (seconds - done * duration)
    },
  }
}

/**
 * Another value each second. The sum at each full second is that of the mean and a drawn part of half the range, so
 * that it can be told for any moment without all those before.
 */
function scattered(low: number, high: number, random: Random): Curve {
  const mean = (low + high) / 2
  const part = (second: number): number => ((high - low) / 2) * random.fork(String(second)).next()
  const at = (seconds: number): number => {
    const second = Math.floor(seconds)
    return mean + part(second + 1) - part(second)
  }
  return {
    at,
    sum(seconds) {
      const second = Math.floor(seconds)
      return mean * second + part(second) - part(0) + at(seconds) * (seconds - second)
    },
  }
}
