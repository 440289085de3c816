// The HEALTHCHECK instruction (BuildKit frontend/dockerfile/instructions: parseHealthcheck).
import { parseDuration } from '../../codec/duration.ts'
import type { Healthcheck } from '../../registry/manifest.ts'
import { invalid } from '../../world/refusal.ts'
import { type Instruction, jsonList } from './lines.ts'

const durations = {
  interval: 'Interval',
  timeout: 'Timeout',
  'start-period': 'StartPeriod',
  'start-interval': 'StartInterval',
} as const

/** nanoseconds in a millisecond, and the shortest time that is taken */
const MILLISECOND = 1e6

export function readHealthcheck({ flags, rest }: Instruction): Healthcheck {
  if (rest === '') throw invalid('HEALTHCHECK requires at least one argument')
  const [, word = '', command = ''] = /^(\S+)\s*(.*)$/s.exec(rest) ?? []
  const kind = word.toUpperCase()
  const settings = Object.assign({}, ...flags.map(readFlag)) as Healthcheck
  if (kind === 'NONE') {
    if (command !== '') throw invalid('HEALTHCHECK NONE takes no arguments')
    return { Test: ['NONE'] }
  }
  if (kind !== 'CMD') throw invalid(`Unknown type ${JSON.stringify(kind)} in HEALTHCHECK (try CMD)`)
  const list = jsonList(command)
  if (command === '' || list?.length === 0) throw invalid('Missing command after HEALTHCHECK CMD')
  return { Test: list ? ['CMD', ...list] : ['CMD-SHELL', command], ...settings }
}

function readFlag(flag: string): Healthcheck {
  const [, name = '', value = ''] = /^--([^=]*)=?(.*)$/s.exec(flag) ?? []
  if (name === 'retries') return { Retries: readRetries(value) }
  if (!(name in durations)) throw invalid(`unknown flag: --${name}`)
  const ms = parseDuration(value)
  if (ms === undefined) throw invalid(`time: invalid duration ${JSON.stringify(value)}`)
  if (ms !== 0 && ms < 1) throw invalid(`Interval ${JSON.stringify(name)} cannot be less than 1ms`)
  return { [durations[name as keyof typeof durations]]: ms * MILLISECOND }
}

function readRetries(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) throw invalid(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`)
  const retries = Number(text)
  if (retries < 0) throw invalid(`--retries cannot be negative (${retries})`)
  return retries
}
