// How the log of a container is configured: what of that is refused when it is made, and what when it is started or read.
import { booleanProblem, parseBoolean } from '../../../codec/boolean.ts'
import { ramInBytesProblem } from '../../../codec/size.ts'
import { broken, invalid, Refusal } from '../../../world/refusal.ts'
import type { Settings } from '../../settings.ts'
import type { Container } from '../container.ts'
import { attributesProblem } from './attributes.ts'
import type { LogOptions } from './driver.ts'
import { logDrivers } from './drivers.ts'

export interface LogConfig {
  readonly Type: string
  readonly Config: LogOptions
}

/** Those of every driver; the ones of the cache are those of the driver `local`. */
const everywhere = ['mode', 'max-buffer-size', 'cache-disabled', 'cache-max-size', 'cache-max-file', 'cache-compress']

/** Throws what a container cannot be made with (moby daemon/logger/factory.go: ValidateLogOpts). */
export function checkLogConfig({ Type, Config }: LogConfig): void {
  if (Type === 'none') return
  const mode = Config.mode ?? ''
  if (!['', 'blocking', 'non-blocking'].includes(mode)) throw invalid(`logger: logging mode not supported: ${mode}`)
  const buffer = Config['max-buffer-size']
  if (buffer !== undefined) {
    if (mode !== 'non-blocking') {
      throw invalid("logger: max-buffer-size option is only supported with 'mode=non-blocking'")
    }
    const problem = ramInBytesProblem(buffer)
    if (problem) throw invalid(`error parsing option max-buffer-size: ${problem}`)
  }
  const disabled = Config['cache-disabled']
  if (disabled && booleanProblem(disabled)) throw invalid(`invalid value for option cache-disabled: ${disabled}`)
  const driver = logDrivers.get(Type)
  if (!driver) throw invalid(`error looking up logging plugin ${Type}: plugin "${Type}" not found`)
  const own = Object.fromEntries(Object.entries(Config).filter(([name]) => !everywhere.includes(name)))
  const unknown = Object.keys(own).find((name) => !driver.options.includes(name))
  const problem = driver.looksFirst ? driver.check?.(own) : undefined
  if (problem !== undefined) throw invalid(problem)
  if (unknown !== undefined)
    throw invalid(driver.unknown?.(unknown) ?? `unknown log opt '${unknown}' for ${Type} log driver`)
  const late = driver.check?.(own)
  if (late !== undefined) throw invalid(late)
}

/** Why a daemon cannot have these options for all containers, or undefined (moby daemon/logs.go: defaultLogConfig). */
export function logOptionsProblem({ logDriver, logOpts }: Pick<Settings, 'logDriver' | 'logOpts'>): string | undefined {
  if (Object.keys(logOpts).length === 0) return undefined
  try {
    checkLogConfig({ Type: logDriver, Config: logOpts })
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return `failed to set log opts: failed to set log opts: ${error.message}`
    throw error
  }
}

/** Why the driver cannot be started with these options, or undefined. */
export function logStartProblem(container: Pick<Container, 'config' | 'hostConfig'>): string | undefined {
  const { Type, Config } = container.hostConfig.LogConfig
  const driver = logDrivers.get(Type)
  return driver?.start?.(Config) ?? (driver?.options.includes('tag') ? attributesProblem(container) : undefined)
}

/** Throws what `docker logs` says when there is nothing to be read (moby daemon/logs.go: ContainerLogs). */
export function checkReadable(container: Container): void {
  if (container.doomed || container.state.status === 'dead') {
    throw new Refusal('conflict', 'can not get logs from container which is dead or marked for removal')
  }
  const { Type, Config } = container.hostConfig.LogConfig
  const problem = logStartProblem(container)
  if (problem !== undefined) throw Type === 'local' ? invalid(problem) : broken(problem)
  if (Type === 'none' || (!logDrivers.get(Type)?.reads && parseBoolean(Config['cache-disabled'] ?? '') === true)) {
    throw new Refusal('unsupported', 'configured logging driver does not support reading')
  }
}
