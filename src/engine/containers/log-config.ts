// Logging drivers: which there are, which options they know, which of them can be read back.
import { invalid } from '../../world/refusal.ts'

const common = [
  'max-size',
  'max-file',
  'compress',
  'labels',
  'labels-regex',
  'env',
  'env-regex',
  'tag',
  'mode',
  'max-buffer-size',
]

/** Options by driver; undefined for those whose options are not looked at. */
const drivers = new Map<string, readonly string[] | undefined>([
  ['json-file', common],
  ['local', ['max-size', 'max-file', 'compress', 'mode', 'max-buffer-size']],
  ['none', undefined],
  ['journald', undefined],
  ['syslog', undefined],
  ['fluentd', undefined],
  ['gelf', undefined],
  ['awslogs', undefined],
  ['splunk', undefined],
])

const TRUE = /^(1|t|T|TRUE|true|True)$/
const BOOLEAN = /^(1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/

interface LogConfig {
  readonly Type: string
  readonly Config: Readonly<Record<string, string>>
}

export function checkLogConfig(config: LogConfig): void {
  if (!drivers.has(config.Type)) {
    throw invalid(`error looking up logging plugin ${config.Type}: plugin "${config.Type}" not found`)
  }
  const known = drivers.get(config.Type)
  for (const option of Object.keys(config.Config)) {
    if (!known || known.includes(option)) continue
    throw invalid(
      config.Type === 'local'
        ? `unknown log opt '${option}' for log driver local`
        : `unknown log opt '${option}' for ${config.Type} log driver`,
    )
  }
  const { mode = '' } = config.Config
  if (!['', 'blocking', 'non-blocking'].includes(mode)) throw invalid(`logger: logging mode not supported: ${mode}`)
  if (config.Config['max-buffer-size'] !== undefined && mode !== 'non-blocking') {
    throw invalid("logger: max-buffer-size option is only supported with 'mode=non-blocking'")
  }
  const need = needed[config.Type]
  if (need && !config.Config[need.option]) throw invalid(need.words)
}

/** Options that a driver does not go without. */
const needed: Readonly<Record<string, { readonly option: string; readonly words: string }>> = {
  awslogs: { option: 'awslogs-group', words: "must specify a value for log opt 'awslogs-group'" },
  gelf: { option: 'gelf-address', words: 'gelf-address is a required parameter' },
}

/** Why the driver could not be started with these options, or undefined (moby daemon/logger/jsonfilelog). */
export function logStartProblem(config: LogConfig): string | undefined {
  const size = config.Config['max-size']
  if (size !== undefined && !/^\d+(\.\d+)?\s*([kmgtp]i?b?|b)?$/i.test(size)) return `invalid size: '${size}'`
  const files = config.Config['max-file']
  if (files !== undefined && !/^[+-]?\d+$/.test(files)) return `strconv.Atoi: parsing "${files}": invalid syntax`
  if (files !== undefined && Number(files) < 1) return 'max-file cannot be less than 1'
  const { compress } = config.Config
  if (compress !== undefined && !BOOLEAN.test(compress)) {
    return `strconv.ParseBool: parsing "${compress}": invalid syntax`
  }
  if (
    config.Type === 'json-file' &&
    compress &&
    TRUE.test(compress) &&
    (size === undefined || Number(files ?? 1) < 2)
  ) {
    return 'compress cannot be true when max-file is less than 2 or max-size is not set'
  }
  if (/\{\{[^}]*$/.test(config.Config.tag ?? '')) return 'template: log-tag:1: unclosed action'
  if (config.Type === 'splunk' && !config.Config['splunk-url']) return 'splunk: splunk-url is expected'
  return undefined
}

/** Whether `docker logs` works: with the others dockerd keeps a local copy (daemon/logger/loggerutils/cache). */
export const isReadable = (config: LogConfig): boolean => config.Type !== 'none'
