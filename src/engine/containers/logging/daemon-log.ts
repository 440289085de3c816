// How the log of a container is configured where the container leaves it to the daemon.
import type { Settings } from '../../settings.ts'
import type { LogOptions } from './driver.ts'

/** Of the copies that dockerd keeps beside most drivers (moby daemon/logger/loggerutils/cache). */
const ofCache = ['cache-disabled', 'cache-max-size', 'cache-max-file', 'cache-compress']

interface Asked {
  readonly Type?: string | undefined
  readonly Config?: LogOptions | null | undefined
}

/**
 * What a container asks for, filled up with what the daemon is told: its options count for the same driver, those of the
 * cache for any (moby daemon/logs.go: mergeAndVerifyLogConfig).
 */
export function withDaemonLog(
  asked: Asked | null | undefined,
  { logDriver, logOpts }: Pick<Settings, 'logDriver' | 'logOpts'>,
): { Type: string; Config: Record<string, string> } {
  const Type = asked?.Type || logDriver
  const missing = Object.entries(logOpts).filter(
    ([name]) => !Object.hasOwn(asked?.Config ?? {}, name) && (Type === logDriver || ofCache.includes(name)),
  )
  return { Type, Config: { ...asked?.Config, ...Object.fromEntries(missing) } }
}
