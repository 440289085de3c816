// What a command of redis is, and how it reads its arguments.
import type { Client } from './client.ts'
import type { Database } from './database.ts'
import { CommandError, type Reply } from './reply.ts'
import type { Server } from './server.ts'

/** Who asks, and whom. */
export interface Context {
  readonly server: Server
  readonly client: Client
  readonly database: Database
}

export interface Command {
  /** How many words it has with its name; at least so many if negative. */
  readonly arity: number
  /** Gets the words behind the name. Throws a CommandError. */
  run(context: Context, args: readonly string[]): Reply | Promise<Reply>
  /** Runs before a password was given. */
  readonly early?: true
  /** Runs while the client has subscriptions (RESP 2), as well. */
  readonly subscribed?: true
  /** Runs at once between MULTI and EXEC. */
  readonly unqueued?: true
  /** Cannot be queued. */
  readonly alone?: true
}

export type Commands = Readonly<Record<string, Command>>

export const syntaxError = (): CommandError => new CommandError('ERR syntax error')

const LEAST = -(2n ** 63n)
const MOST = 2n ** 63n - 1n

/** A 64-bit integer, without anything around it. Throws ERR. */
export function bigIntegerOf(text: string, problem = 'ERR value is not an integer or out of range'): bigint {
  const value = /^(0|-?[1-9]\d{0,18})$/.test(text) ? BigInt(text) : undefined
  if (value === undefined || value < LEAST || value > MOST) throw new CommandError(problem)
  return value
}

export function integerOf(text: string, problem?: string): number {
  return Number(bigIntegerOf(text, problem))
}

export const inRange = (value: bigint): boolean => value >= LEAST && value <= MOST

/** Throws ERR for what is no number. */
export function floatOf(text: string, problem = 'ERR value is not a valid float'): number {
  const found = /^([+-]?)(inf|infinity)$/i.exec(text)
  if (found) return found[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) throw new CommandError(problem)
  return Number(text)
}

/** Where a range from `start` to `stop` lies in `length` things: both ends count, negative ones from the end. */
export function rangeOf(start: number, stop: number, length: number): [from: number, to: number] {
  const from = Math.max(0, start < 0 ? length + start : start)
  const to = Math.min(length, (stop < 0 ? length + stop : stop) + 1)
  return [from, Math.max(from, to)]
}

/** Words two by two. Throws ERR when one is left over. */
export function pairsOf(words: readonly string[], name: string): [string, string][] {
  if (words.length % 2 !== 0) throw new CommandError(`ERR wrong number of arguments for '${name}' command`)
  const pairs: [string, string][] = []
  for (let at = 0; at < words.length; at += 2) pairs.push([words[at]!, words[at + 1]!])
  return pairs
}

/** A moment from a time to live: `EX` and its like. Throws ERR for one that cannot be. */
export function expiryOf(unit: string, text: string, now: number, name: string): number {
  const value = integerOf(text)
  const ms = unit.startsWith('P') ? value : value * 1000
  const at = unit.endsWith('AT') ? ms : now + ms
  if (value <= 0 || at > Number(MOST)) throw new CommandError(`ERR invalid expire time in '${name}' command`)
  return at
}
