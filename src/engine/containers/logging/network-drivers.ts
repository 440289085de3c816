// The logging drivers that send lines to a collector in the network (moby daemon/logger/syslog, fluentd, gelf).
import { booleanProblem } from '../../../codec/boolean.ts'
import { durationProblem, parseDuration } from '../../../codec/duration.ts'
import { integerProblem } from '../../../codec/integer.ts'
import { ramInBytesProblem } from '../../../codec/size.ts'
import { fluentdAddressProblem, gelfAddressProblem, schemeOf, syslogAddressProblem } from './addresses.ts'
import { attributes, type LogDriver, type LogOptions } from './driver.ts'

const facilities =
  'kern user mail daemon auth syslog lpr news uucp cron authpriv ftp local0 local1 local2 local3 local4 local5 local6 local7'.split(
    ' ',
  )

const isFacility = (text: string): boolean =>
  text === '' ||
  facilities.includes(text) ||
  (integerProblem(text) === undefined && Number(text) >= 0 && Number(text) < 24)

const isSyslogFormat = (text: string): boolean => ['', 'rfc3164', 'rfc5424', 'rfc5424micro'].includes(text)

export const syslog: LogDriver = {
  options: [
    ...attributes,
    'tag',
    'syslog-address',
    'syslog-facility',
    'syslog-format',
    'syslog-tls-ca-cert',
    'syslog-tls-cert',
    'syslog-tls-key',
    'syslog-tls-skip-verify',
  ],
  check(options) {
    const problem = syslogAddressProblem(options['syslog-address'] ?? '')
    if (problem) return problem
    if (!isFacility(options['syslog-facility'] ?? '')) return 'invalid syslog facility'
    return isSyslogFormat(options['syslog-format'] ?? '') ? undefined : 'Invalid syslog format'
  },
}

const waitProblem = (text: string): string | undefined =>
  parseDuration(text) === undefined ? durationProblem(text) : undefined

const MOST_RETRIES = 2 ** 31 - 1

function retriesProblem(text: string): string | undefined {
  const problem = (reason: string): string => `strconv.ParseUint: parsing ${JSON.stringify(text)}: ${reason}`
  if (!/^\d+$/.test(text)) return problem('invalid syntax')
  if (Number(text) >= 2 ** 32) return problem('value out of range')
  return Number(text) > MOST_RETRIES ? 'invalid fluentd-max-retries: value out of range' : undefined
}

function reconnectProblem(text: string): string | undefined {
  const name = 'fluentd-async-reconnect-interval'
  const problem = waitProblem(text)
  if (problem) return `invalid value for ${name}: ${problem}`
  const ms = parseDuration(text)!
  if (ms === 0 || (ms >= 100 && ms <= 10_000)) return undefined
  return `invalid value for ${name}: value (${JSON.stringify(text)}) must be between 100ms and 10s`
}

function writeTimeoutProblem(text: string): string | undefined {
  const beginning = 'invalid value for fluentd-write-timeout: value must be a duration'
  const problem = waitProblem(text)
  if (problem) return `${beginning}: ${problem}`
  return parseDuration(text)! < 0 ? `${beginning} that is non-negative` : undefined
}

/** In the order in which they are looked at; empty ones count as left out. */
const fluentdChecks: readonly (readonly [option: string, problem: (text: string) => string | undefined])[] = [
  ['fluentd-address', fluentdAddressProblem],
  ['fluentd-buffer-limit', ramInBytesProblem],
  ['fluentd-retry-wait', waitProblem],
  ['fluentd-max-retries', retriesProblem],
  ['fluentd-async', booleanProblem],
  ['fluentd-async-reconnect-interval', reconnectProblem],
  ['fluentd-sub-second-precision', booleanProblem],
  ['fluentd-request-ack', booleanProblem],
  ['fluentd-write-timeout', writeTimeoutProblem],
]

export const fluentd: LogDriver = {
  options: [...attributes, 'tag', ...fluentdChecks.map(([option]) => option)],
  check(options) {
    for (const [option, problemOf] of fluentdChecks) {
      const problem = options[option] ? problemOf(options[option]) : undefined
      if (problem) return problem
    }
    return undefined
  },
}

function gelfProblem(name: string, value: string, scheme: string): string | undefined {
  const wrong = `unknown value ${JSON.stringify(value)} for log opt "${name}" for gelf log driver`
  const isNumber = integerProblem(value) === undefined
  if (/^gelf-compression/.test(name) && scheme !== 'udp') return 'compression is only supported on UDP'
  if (name === 'gelf-compression-type') return ['gzip', 'zlib', 'none'].includes(value) ? undefined : wrong
  if (name === 'gelf-compression-level') {
    return isNumber && Number(value) >= -1 && Number(value) <= 9 ? undefined : wrong
  }
  if (!/^gelf-tcp/.test(name)) return undefined
  if (scheme !== 'tcp') return `"${name}" is only valid for TCP`
  return isNumber && Number(value) >= 0 ? undefined : `"${name}" must be a positive integer`
}

export const gelf: LogDriver = {
  options: [
    ...attributes,
    'tag',
    'gelf-address',
    'gelf-compression-level',
    'gelf-compression-type',
    'gelf-tcp-max-reconnect',
    'gelf-tcp-reconnect-delay',
  ],
  unknown: (option) => `unknown log opt ${JSON.stringify(option)} for gelf log driver`,
  looksFirst: true,
  check(options: LogOptions) {
    const address = options['gelf-address'] ?? ''
    const problem = gelfAddressProblem(address)
    if (problem) return problem
    for (const [name, value] of Object.entries(options)) {
      const wrong = gelfProblem(name, value, schemeOf(address))
      if (wrong) return wrong
    }
    return undefined
  },
}
