// Go's durations as text: `1h30m`, `1.5s`, `-10ms`; read and written.

const units: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
}
const DURATION = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h)/

/** ms, or undefined if it is no duration (Go: time.ParseDuration). */
export function parseDuration(text: string): number | undefined {
  if (text === '0') return 0
  if (!DURATION.test(text)) return undefined
  const sign = text.startsWith('-') ? -1 : 1
  let rest = text.replace(/^[+-]/, '')
  let total = 0
  while (rest !== '') {
    const match = /^(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)/.exec(rest)
    if (!match) return undefined
    total += Number(match[1]) * units[match[2]!]!
    rest = rest.slice(match[0].length)
  }
  return sign * total
}

/** Why a text is no duration, in Go's words. */
export function durationProblem(text: string): string {
  const quoted = JSON.stringify(text)
  const rest = text.replace(/^[+-]/, '').replace(/^(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h))*/, '')
  const [, unit] = /^(?:\d+\.?\d*|\.\d+)([^\d.]*)/.exec(rest) ?? []
  if (unit === undefined) return `time: invalid duration ${quoted}`
  return unit === ''
    ? `time: missing unit in duration ${quoted}`
    : `time: unknown unit ${JSON.stringify(unit)} in duration ${quoted}`
}

/** Go's time.Duration.String: `500ms`, `1.5s`, `1m30s`; takes ns. */
export function durationText(nanoseconds: number): string {
  if (nanoseconds === 0) return '0s'
  if (nanoseconds < 0) return `-${durationText(-nanoseconds)}`
  if (nanoseconds < 1e3) return `${nanoseconds}ns`
  if (nanoseconds < 1e6) return `${nanoseconds / 1e3}µs`
  if (nanoseconds < 1e9) return `${nanoseconds / 1e6}ms`
  const hours = Math.floor(nanoseconds / 3.6e12)
  const minutes = Math.floor((nanoseconds % 3.6e12) / 6e10)
  const seconds = (nanoseconds % 6e10) / 1e9
  return `${hours > 0 ? `${hours}h` : ''}${hours > 0 || minutes > 0 ? `${minutes}m` : ''}${seconds}s`
}
