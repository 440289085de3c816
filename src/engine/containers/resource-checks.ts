// What dockerd refuses of limits, at create and at update (moby daemon/daemon_unix.go: verifyPlatformContainerResources).
import { invalid, type Refusal } from '../../world/refusal.ts'
import type { Host } from '../host.ts'
import type { Words } from '../words.ts'
import type { RequestedHostConfig } from './host-config.ts'

const MIB = 1024 * 1024
const MOST_IN_SET = 8192

/**
 * Checks that come before the host is asked: the client's mistakes (moby runconfig/hostconfig_unix.go).
 * @param refuse makes the errors about what Linux has not
 */
export function checkNewResources(
  config: RequestedHostConfig,
  words: Words,
  refuse: (message: string) => Refusal,
): void {
  if (config.IOMaximumBandwidth) throw refuse(words.unsupportedQuality('bandwidth'))
  if (config.IOMaximumIOps) throw refuse(words.unsupportedQuality('IOPs'))
  const period = config.CpuRealtimePeriod ?? 0
  const runtime = config.CpuRealtimeRuntime ?? 0
  if (period !== 0 && runtime !== 0 && runtime > period) {
    throw refuse('cpu real-time runtime cannot be higher than cpu real-time period')
  }
  const shares = config.CpuShares ?? 0
  if (shares < 0) throw invalid(`invalid CPU shares (${shares}): value must be a positive integer`)
  if ((config.MemorySwap ?? 0) > 0 && !config.Memory) {
    throw invalid('You should always set the Memory limit when using Memoryswap limit, see usage')
  }
}

/** Checks against what the host has. */
export function checkResources(config: RequestedHostConfig, host: Host, words: Words): void {
  checkMemory(config)
  checkProcessors(config, host, words)
  checkSet(config.CpusetCpus, 'cpus', 'CPUs', host.processors)
  checkSet(config.CpusetMems, 'mems', 'memory nodes', 1)
  // on cgroup version 1 kernels have no such weights any more: it is discarded
  const weight = host.cgroupVersion === '1' ? 0 : (config.BlkioWeight ?? 0)
  if (weight !== 0 && (weight < 10 || weight > 1000)) throw invalid('Range of blkio weight is from 10 to 1000')
}

function checkMemory(config: RequestedHostConfig): void {
  const memory = config.Memory ?? 0
  const swap = config.MemorySwap ?? 0
  const reservation = config.MemoryReservation ?? 0
  if (memory !== 0 && memory < 6 * MIB) throw invalid('Minimum memory limit allowed is 6MB')
  if (memory > 0 && swap > 0 && swap < memory) {
    throw invalid('Minimum memoryswap limit should be larger than memory limit, see usage')
  }
  const swappiness = config.MemorySwappiness
  if (swappiness !== null && swappiness !== undefined && (swappiness < -1 || swappiness > 100)) {
    throw invalid(`Invalid value: ${swappiness}, valid memory swappiness range is 0-100`)
  }
  if (reservation > 0 && reservation < 6 * MIB) throw invalid('Minimum memory reservation allowed is 6MB')
  if (memory > 0 && reservation > memory) {
    throw invalid('Minimum memory limit can not be less than memory reservation limit, see usage')
  }
}

function checkProcessors(config: RequestedHostConfig, host: Host, words: Words): void {
  const nano = config.NanoCpus ?? 0
  const period = config.CpuPeriod ?? 0
  const quota = config.CpuQuota ?? 0
  if (nano > 0 && period > 0) {
    throw invalid('Conflicting options: Nano CPUs and CPU Period cannot both be set')
  }
  if (nano > 0 && quota > 0) {
    throw invalid('Conflicting options: Nano CPUs and CPU Quota cannot both be set')
  }
  if (nano < 0 || nano > host.processors * 1e9) {
    throw invalid(words.processorsOutside(host.processors))
  }
  if (period !== 0 && (period < 1000 || period > 1_000_000)) {
    throw invalid('CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)')
  }
  if (quota > 0 && quota < 1000) throw invalid('CPU cfs quota can not be less than 1ms (i.e. 1000)')
}

/** A list such as `0-2,4` of at most `available` numbers. */
function checkSet(text: string | null | undefined, name: string, what: string, available: number): void {
  if (!text) return
  const wrong = (reason: string): Error => invalid(`Invalid value ${text} for cpuset ${name}: ${reason}`)
  const parts = text.split(',')
  if (parts.some((part) => part.split('-').some((number) => Number(number) > MOST_IN_SET))) {
    throw wrong(`value of out range, maximum is ${MOST_IN_SET}`)
  }
  for (const part of parts) {
    const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? []
    if (first === undefined || Number(last) < Number(first)) throw wrong(`invalid format: ${text}`)
    if (Number(last) >= available) {
      const all = available === 1 ? '0' : `0-${available - 1}`
      throw invalid(`Requested ${what} are not available - requested ${text}, available: ${all}`)
    }
  }
}
