// The machine as cAdvisor tells of it: /api/v1.3/machine and the metrics machine_* (cadvisor info/v1/machine.go).
import type { Family } from '../../../codec/prometheus-text.ts'
import type { DockerInfo } from './docker-client.ts'
import type { Machine, Snapshot } from './machine.ts'

export const REVISION = '6f3f25ba'
/** kHz, as /proc/cpuinfo of the simulated host has it */
const FREQUENCY = 2_000_000
const IDENTITY = '00000000000000000000000000000000'

/** Without Docker to ask, what /proc says. */
function sizeOf(machine: Machine, docker: DockerInfo | undefined): { cores: number; memory: number } {
  if (docker) return { cores: docker.NCPU, memory: docker.MemTotal }
  const { files } = machine.process
  const cores = files.readText('/proc/cpuinfo').match(/^processor/gm)?.length ?? 1
  const memory = Number(/^MemTotal: +(\d+)/m.exec(files.readText('/proc/meminfo'))?.[1] ?? 0) * 1024
  return { cores, memory }
}

export function machineInfo(machine: Machine, { docker, root }: Snapshot): Record<string, unknown> {
  const { cores, memory } = sizeOf(machine, docker)
  const core = (id: number): object => ({
    core_id: id,
    thread_ids: [id],
    caches: null,
    uncore_caches: null,
    socket_id: 0,
  })
  return {
    timestamp: root.stats[0]!.timestamp,
    vendor_id: 'GenuineIntel',
    num_cores: cores,
    num_physical_cores: cores,
    num_sockets: 1,
    cpu_frequency_khz: FREQUENCY,
    memory_capacity: memory,
    swap_capacity: 0,
    memory_by_type: {},
    nvm: { memory_mode_capacity: 0, 'app direct_mode_capacity': 0, avg_power_budget: 0 },
    hugepages: null,
    machine_id: IDENTITY,
    system_uuid: IDENTITY,
    boot_id: IDENTITY,
    filesystems: [],
    disk_map: { '254:0': { name: 'vda', major: 254, minor: 0, size: 0, scheduler: 'none' } },
    network_devices: [],
    topology: [
      {
        node_id: 0,
        memory,
        hugepages: null,
        cores: Array.from({ length: cores }, (_, id) => core(id)),
        caches: null,
        distances: [10],
      },
    ],
    cloud_provider: 'Unknown',
    instance_type: 'Unknown',
    instance_id: 'None',
  }
}

export function versionInfo(machine: Machine, { docker }: Snapshot, version: string): Record<string, string> {
  const kernel = /^Linux version (\S+)/.exec(machine.process.files.readText('/proc/version'))?.[1] ?? ''
  return {
    kernel_version: docker?.KernelVersion ?? kernel,
    container_os_version: 'Alpine Linux v3.18',
    docker_version: docker?.ServerVersion ?? '',
    docker_api_version: '',
    cadvisor_version: version,
    cadvisor_revision: REVISION,
  }
}

export function machineFamilies(machine: Machine, snapshot: Snapshot, version: string): Family[] {
  const { cores, memory } = sizeOf(machine, snapshot.docker)
  const about = versionInfo(machine, snapshot, version)
  const ids = { boot_id: IDENTITY, machine_id: IDENTITY, system_uuid: IDENTITY }
  const gauge = (name: string, help: string, value: number, labels: Record<string, string> = ids): Family => ({
    name,
    help,
    type: 'gauge',
    samples: [{ labels, value }],
  })
  const versions = {
    cadvisorRevision: about.cadvisor_revision!,
    cadvisorVersion: about.cadvisor_version!,
    dockerVersion: about.docker_version!,
    kernelVersion: about.kernel_version!,
    osVersion: about.container_os_version!,
  }
  return [
    gauge(
      'cadvisor_version_info',
      "A metric with a constant '1' value labeled by kernel version, OS version, docker version, cadvisor version & cadvisor revision.",
      1,
      versions,
    ),
    gauge('container_scrape_error', '1 if there was an error while getting container metrics, 0 otherwise', 0, {}),
    gauge('machine_cpu_cores', 'Number of logical CPU cores.', cores),
    gauge('machine_cpu_physical_cores', 'Number of physical CPU cores.', cores),
    gauge('machine_cpu_sockets', 'Number of CPU sockets.', 1),
    gauge('machine_memory_bytes', 'Amount of memory installed on the machine.', memory),
    gauge('machine_nvm_avg_power_budget_watts', 'NVM power budget.', 0),
    gauge('machine_scrape_error', '1 if there was an error while getting machine metrics, 0 otherwise.', 0, {}),
    gauge('machine_swap_bytes', 'Amount of swap memory available on the machine.', 0),
  ]
}
