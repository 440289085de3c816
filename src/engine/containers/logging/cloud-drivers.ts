// The logging drivers of services: awslogs, splunk, gcplogs (moby daemon/logger).
import { booleanProblem } from '../../../codec/boolean.ts'
import { integerProblem } from '../../../codec/integer.ts'
import { isSplunkUrl } from './addresses.ts'
import { attributes, type LogDriver, type LogOptions } from './driver.ts'

const isPositive = (text: string): boolean => integerProblem(text) === undefined && Number(text) > 0

function awsProblem(options: LogOptions): string | undefined {
  if (!options['awslogs-group']) return "must specify a value for log opt 'awslogs-group'"
  const create = options['awslogs-create-group']
  const problem = create ? booleanProblem(create) : undefined
  if (problem) return `must specify valid value for log opt 'awslogs-create-group': ${problem}`
  for (const name of ['awslogs-force-flush-interval-seconds', 'awslogs-max-buffered-events']) {
    const value = options[name]
    if (value && !isPositive(value)) return `must specify a positive integer for log opt '${name}': ${value}`
  }
  const [date, lines] = ['awslogs-datetime-format', 'awslogs-multiline-pattern']
  if (date! in options && lines! in options) {
    return `you cannot configure log opt '${date}' and '${lines}' at the same time`
  }
  const format = options['awslogs-format']
  if (!format) return undefined
  if (format !== 'json/emf') return `unsupported log format '${format}'`
  return date! in options || lines! in options
    ? `you cannot configure log opt '${date}' or '${lines}' when log opt 'awslogs-format' is set to 'json/emf'`
    : undefined
}

export const awslogs: LogDriver = {
  options: [
    'tag',
    'awslogs-group',
    'awslogs-stream',
    'awslogs-create-group',
    'awslogs-region',
    'awslogs-endpoint',
    'awslogs-datetime-format',
    'awslogs-multiline-pattern',
    'awslogs-credentials-endpoint',
    'awslogs-force-flush-interval-seconds',
    'awslogs-max-buffered-events',
    'awslogs-format',
  ],
  check: awsProblem,
}

const splunkFormats = ['inline', 'json', 'raw']

function levelProblem(text: string): string | undefined {
  if (integerProblem(text)) return `strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`
  if (Number(text) >= -1 && Number(text) <= 9) return undefined
  return `not supported level '${text}' for splunk-gzip-level (supported values between -1 and 9)`
}

/** In the order in which they are looked at. */
const splunkChecks: readonly (readonly [option: string, problem: (text: string) => string | undefined])[] = [
  ['splunk-insecureskipverify', booleanProblem],
  ['splunk-gzip', booleanProblem],
  ['splunk-gzip-level', levelProblem],
  ['splunk-index-acknowledgment', booleanProblem],
  ['splunk-verify-connection', booleanProblem],
  [
    'splunk-format',
    (text) =>
      splunkFormats.includes(text)
        ? undefined
        : `unknown format specified ${text}, supported formats are inline, json and raw`,
  ],
]

export const splunk: LogDriver = {
  options: [
    ...attributes,
    'tag',
    'splunk-url',
    'splunk-token',
    'splunk-source',
    'splunk-sourcetype',
    'splunk-index',
    'splunk-capath',
    'splunk-caname',
    ...splunkChecks.map(([option]) => option),
  ],
  start(options) {
    const { 'splunk-url': url, 'splunk-token': token } = options
    if (url === undefined) return 'splunk: splunk-url is expected'
    if (!isSplunkUrl(url)) return 'splunk: expected format scheme://dns_name_or_ip:port for splunk-url'
    if (token === undefined) return 'splunk: splunk-token is expected'
    for (const [option, problemOf] of splunkChecks) {
      const problem = options[option] === undefined ? undefined : problemOf(options[option])
      if (problem) return problem
    }
    return undefined
  },
}

export const gcplogs: LogDriver = {
  options: [...attributes, 'gcp-project', 'gcp-log-cmd', 'gcp-meta-zone', 'gcp-meta-name', 'gcp-meta-id'],
  unknown: (option) => `${JSON.stringify(option)} is not a valid option for the gcplogs driver`,
}
