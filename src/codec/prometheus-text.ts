// Prometheus's text format, version 0.0.4, as its Go library writes it.
import { Histogram } from './histogram.ts'

export interface Sample {
  readonly labels?: Readonly<Record<string, string>>
  readonly value: number | Histogram
  /** after the family's name */
  readonly suffix?: string
  /** ms since 1970, when it was not taken just now */
  readonly at?: number
}

/** One metric with all its samples. */
export interface Family {
  readonly name: string
  readonly help: string
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary'
  readonly samples: readonly Sample[]
}

/** The families by their names; those without a sample are left out. */
export function metricsText(families: readonly Family[]): string {
  return families
    .filter(({ samples }) => samples.length > 0)
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map(familyText)
    .join('')
}

function familyText({ name, help, type, samples }: Family): string {
  const lines = samples.map(({ labels = {}, value, suffix = '', at }) =>
    value instanceof Histogram ? histogramLines(name, labels, value) : line(name + suffix, labels, value, at),
  )
  return `# HELP ${name} ${escaped(help)}\n# TYPE ${name} ${type}\n${lines.join('')}`
}

function histogramLines(name: string, labels: Readonly<Record<string, string>>, histogram: Histogram): string {
  const { bounds, counts, sum, count } = histogram
  const buckets = bounds.map((bound, index) => line(`${name}_bucket`, { ...labels, le: number(bound) }, counts[index]!))
  return [
    ...buckets,
    line(`${name}_bucket`, { ...labels, le: '+Inf' }, count),
    line(`${name}_sum`, labels, sum),
    line(`${name}_count`, labels, count),
  ].join('')
}

function line(name: string, labels: Readonly<Record<string, string>>, value: number, at?: number): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text).replaceAll('"', '\\"')}"`)
  return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${number(value)}${at === undefined ? '' : ` ${Math.floor(at)}`}\n`
}

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')

/** As Go writes a float in as few digits as tell it: with an exponent from a million on (strconv: 'g', -1). */
export function number(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf'
  if (value === Number.NEGATIVE_INFINITY) return '-Inf'
  const [digits = '0', exponent = '0'] = value.toExponential().split('e')
  const power = Number(exponent)
  if (value === 0 || (power >= -4 && power < 6) || Number.isNaN(value)) return String(value)
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}
