// The HEALTHCHECK instruction (BuildKit frontend/dockerfile/instructions: parseHealthcheck).
import { durationProblem, parseDuration } from '../../codec/duration.ts'
import type { Healthcheck } from '../../registry/manifest.ts'
import { invalid } from '../../world/refusal.ts'
import { type FlagKind, readFlags } from './flags.ts'
import type { ParsedLine } from './parse-line.ts'

const durations = {
  interval: 'Interval',
  timeout: 'Timeout',
  'start-period': 'StartPeriod',
  'start-interval': 'StartInterval',
} as const

const knownFlags: Readonly<Record<string, FlagKind>> = Object.fromEntries(
  [...Object.keys(durations), 'retries'].map((name) => [name, 'text']),
)

/** nanoseconds in a millisecond, and the shortest time that is taken */
const MILLISECOND = 1e6

/** @param args the kind of check, and its command */
export function readHealthcheck({ flags, args, isJson }: ParsedLine): Healthcheck {
  const [word, ...command] = args
  if (word === undefined) throw invalid('HEALTHCHECK requires at least one argument')
  const kind = word.toUpperCase()
  if (kind === 'NONE') {
    if (command.length > 0) throw invalid('HEALTHCHECK NONE takes no arguments')
    return { Test: ['NONE'] }
  }
  const given = readFlags(flags, knownFlags)
  if (kind !== 'CMD') throw invalid(`Unknown type ${JSON.stringify(kind)} in HEALTHCHECK (try CMD)`)
  if (command.length === 0) throw invalid('Missing command after HEALTHCHECK CMD')
  return Object.assign(
    { Test: isJson ? ['CMD', ...command] : ['CMD-SHELL', ...command] },
    ...[...given].flatMap(([name, value]) => (value === '' ? [] : [readFlag(name, value)])),
  )
}

function readFlag(name: string, value: string): Healthcheck {
  if (name === 'retries') return { Retries: readRetries(value) }
  const ms = parseDuration(value)
  if (ms === undefined) throw invalid(durationProblem(value))
  if (ms !== 0 && ms < 1) throw invalid(`Interval ${JSON.stringify(name)} cannot be less than 1ms`)
  return { [durations[name as keyof typeof durations]]: ms * MILLISECOND }
}

function readRetries(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) throw invalid(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`)
  const retries = Number(text)
  if (retries < 0) throw invalid(`--retries cannot be negative (${retries})`)
  return retries
}
