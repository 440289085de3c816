// What cAdvisor knows of the machine: its containers, measured when somebody asks, and the samples taken before.
import { rfc3339 } from '../../../codec/timestamp.ts'
import type { Process } from '../../../runtime/process.ts'
import { type ContainerInfo, rootInfo, type Stats, specOf, statsOf } from './container-info.ts'
import {
  askDocker,
  type DockerInfo,
  type DockerStats,
  type InspectedContainer,
  type ListedContainer,
} from './docker-client.ts'

/** samples of a container that are kept */
const KEPT = 60

export interface Snapshot {
  readonly docker: DockerInfo | undefined
  /** the machine's own, `/` */
  readonly root: ContainerInfo
  readonly containers: readonly ContainerInfo[]
}

export class Machine {
  readonly #process: Process
  readonly #samples = new Map<string, Stats[]>()
  readonly #started: number

  constructor(process: Process) {
    this.#process = process
    this.#started = process.now()
  }

  get process(): Process {
    return this.#process
  }

  /**
   * differs: the numbers come from Docker's own stats, not from the cgroups below /sys; nothing is measured between
   * requests. Without Docker's socket, or without the machine's /sys, only the machine as a whole is there.
   */
  async look(): Promise<Snapshot> {
    const docker = this.#seesCgroups() ? await askDocker<DockerInfo>(this.#process, '/info') : undefined
    const listed = docker ? ((await askDocker<ListedContainer[]>(this.#process, '/containers/json?size=1')) ?? []) : []
    const containers: ContainerInfo[] = []
    for (const one of listed) {
      const info = await this.#measure(docker!, one)
      if (info) containers.push(info)
    }
    this.#forgetAllBut(listed)
    const now = rfc3339(this.#process.now())
    return { docker, containers, root: rootInfo(docker, containers, { booted: rfc3339(this.#started), now }) }
  }

  /** A container's own /sys shows no other control groups. */
  #seesCgroups(): boolean {
    return this.#process.files.mounts().some(({ at, type }) => at === '/sys' && type !== 'sysfs')
  }

  async #measure(docker: DockerInfo, listed: ListedContainer): Promise<ContainerInfo | undefined> {
    const path = `/containers/${listed.Id}`
    const inspected = await askDocker<InspectedContainer>(this.#process, `${path}/json`)
    const sample = await askDocker<DockerStats>(this.#process, `${path}/stats?stream=0&one-shot=1`)
    if (!inspected || !sample) return undefined
    const stats = this.#samples.get(listed.Id) ?? []
    this.#samples.set(listed.Id, stats)
    stats.push(statsOf(sample, listed))
    if (stats.length > KEPT) stats.shift()
    const parent = (inspected.HostConfig.CgroupParent || 'docker').replace(/^\//, '')
    return {
      id: listed.Id,
      name: `/${parent}/${listed.Id}`,
      aliases: [inspected.Name.slice(1), listed.Id],
      namespace: 'docker',
      spec: specOf(inspected, docker),
      stats: [...stats],
    }
  }

  #forgetAllBut(listed: readonly ListedContainer[]): void {
    const there = new Set(listed.map(({ Id }) => Id))
    for (const id of this.#samples.keys()) if (!there.has(id)) this.#samples.delete(id)
  }
}
