// What cAdvisor asks Docker over the socket that was mounted into its container.
import type { Process } from '../../../runtime/process.ts'
import { requestDocker } from '../docker-socket.ts'

/** The JSON under a path; undefined when there is no such thing, or no Docker to ask. */
export async function askDocker<Reply>(process: Process, path: string): Promise<Reply | undefined> {
  const reply = await requestDocker(process, 'GET', path)
  return reply?.status === 200 ? (JSON.parse(reply.text) as Reply) : undefined
}

export interface DockerInfo {
  readonly Name: string
  readonly NCPU: number
  readonly MemTotal: number
  readonly KernelVersion: string
  readonly OperatingSystem: string
  readonly ServerVersion: string
  readonly DockerRootDir: string
  readonly Driver: string
  readonly DriverStatus: readonly (readonly [string, string])[] | null
  readonly Images: number
  readonly Containers: number
  readonly CgroupVersion: string
}

export interface ListedContainer {
  readonly Id: string
  readonly SizeRw?: number
  readonly SizeRootFs?: number
}

export interface InspectedContainer {
  readonly Id: string
  readonly Name: string
  readonly State: { readonly StartedAt: string }
  readonly Config: { readonly Image: string; readonly Labels: Record<string, string> | null }
  readonly HostConfig: {
    readonly Memory: number
    readonly MemorySwap: number
    readonly MemoryReservation: number
    readonly CpuShares: number
    readonly CpuQuota: number
    readonly CpuPeriod: number
    readonly NanoCpus: number
    readonly CpusetCpus: string
    readonly PidsLimit: number | null
    readonly CgroupParent: string
  }
}

interface Cpu {
  readonly cpu_usage: {
    readonly total_usage: number
    readonly percpu_usage?: readonly number[]
    readonly usage_in_kernelmode: number
    readonly usage_in_usermode: number
  }
  readonly throttling_data: {
    readonly periods: number
    readonly throttled_periods: number
    readonly throttled_time: number
  }
}

export interface DockerStats {
  readonly read: string
  readonly cpu_stats: Cpu
  readonly memory_stats: {
    readonly usage?: number
    readonly max_usage?: number
    readonly failcnt?: number
    readonly stats?: Readonly<Record<string, number>>
  }
  readonly pids_stats: { readonly current?: number }
  readonly blkio_stats: Readonly<Record<string, readonly { readonly op: string; readonly value: number }[] | null>>
  readonly networks?: Readonly<Record<string, Readonly<Record<string, number>>>>
}
