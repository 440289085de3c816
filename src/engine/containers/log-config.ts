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
}

/** Why the driver could not be started with these options, or undefined (moby daemon/logger/jsonfilelog). */
export function logStartProblem(config: LogConfig): string | undefined {
  const size = config.Config['max-size']
  if (size !== undefined && !/^\d+(\.\d+)?\s*([kmgtp]i?b?|b)?$/i.test(size)) return `invalid size: '${size}'`
  const files = config.Config['max-file']
  if (files !== undefined && !/^[+-]?\d+$/.test(files)) return `strconv.Atoi: parsing "${files}": invalid syntax`
  if (files !== undefined && Number(files) < 1) return 'max-file cannot be less than 1'
  return undefined
}

/** Whether `docker logs` works: with the others dockerd keeps a local copy (daemon/logger/loggerutils/cache). */
export const isReadable = (config: LogConfig): boolean => config.Type !== 'none'
