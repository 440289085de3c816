// What a container uses now: what its machine has counted, and what its labels declare.

import type { MachineUsage, MemoryUsage } from '../../../runtime/machine-usage.ts'
import type { Traffic } from '../../../runtime/network/traffic.ts'
import type { Container } from '../container.ts'
import type { ContainerContext } from '../context.ts'
import { isUp } from '../state.ts'
import { type CurveName, type Curves, curvesOf, type DeclaredCurve } from './curve-labels.ts'

export interface Measurement extends MachineUsage {
  /** ms since 1970 */
  readonly at: number
  /** ms of processor time that the whole host has had */
  readonly hostCpu: number
  /** of each interface beside `lo`; none where the network is the host's */
  readonly networks: readonly (readonly [name: string, traffic: Readonly<Traffic>])[]
}

/** ms that the simulated host has been up when its daemon starts */
const HOST_UP = 3_600_000
/** ms of the clock that the kernel counts processor time with */
const TICK = 10
/** bytes of a packet, where only bytes are declared */
const PACKET = 1500

const parsed = new WeakMap<Container, Curves>()

function curves(context: ContainerContext, container: Container): Curves {
  const known = parsed.get(container)
  if (known) return known
  const fresh = curvesOf(container.config.Labels, `${context.world.seed}/stats/${container.id}`)
  parsed.set(container, fresh)
  return fresh
}

/**
 * Declares other curves from now on, in the place of those that its labels declare; returns how to take that back.
 * Throws invalid for what makes no sense.
 */
export function declareCurves(
  context: ContainerContext,
  container: Container,
  labels: Readonly<Record<string, string>>,
): () => void {
  const before = curves(context, container)
  const declared = { ...before, ...curvesOf(labels, `${context.world.seed}/stats/${container.id}`) }
  parsed.set(container, declared)
  return () => void (parsed.get(container) === declared && parsed.set(container, before))
}

/** Undefined for one that does not run. */
export function measure(context: ContainerContext, container: Container): Measurement | undefined {
  const { machine, state } = container
  if (!machine || !isUp(state)) return undefined
  const at = context.world.clock.now()
  const usage = machine.usage()
  const declared = curves(context, container)
  const seconds = Math.max(0, at - (state.startedAt ?? at)) / 1000
  const gauge = (name: CurveName, measured: number): number =>
    told(declared[name], measured, (curve) => curve.at(seconds))
  const total = (name: CurveName, measured: number, scale: number = 1): number =>
    told(declared[name], measured, (curve) => curve.sum(seconds) * scale)
  const requests = (name: CurveName, measured: number): number =>
    told(declared[name], measured, (curve) => Math.ceil(curve.sum(seconds) / 131_072))
  const { disk } = usage
  return {
    at,
    hostCpu: Math.floor(((at - context.began + HOST_UP) * context.host.processors) / TICK) * TICK,
    cpu: total('cpu', usage.cpu, 1000),
    throttling: usage.throttling,
    systemCpu: declared.cpu && !declared.cpu.adds ? 0 : usage.systemCpu,
    memory: withCurve(usage.memory, declared.memory, seconds, container.hostConfig.Memory || context.host.memory),
    disk: {
      readBytes: Math.floor(total('block.read', disk.readBytes)),
      reads: requests('block.read', disk.reads),
      writtenBytes: Math.floor(total('block.write', disk.writtenBytes)),
      writes: requests('block.write', disk.writes),
    },
    processes: Math.round(gauge('pids', usage.processes)),
    made: usage.made,
    networks: networks(context, container, declared, seconds),
  }
}

function told(curve: DeclaredCurve | undefined, measured: number, read: (curve: DeclaredCurve) => number): number {
  if (!curve) return measured
  return read(curve) + (curve.adds ? measured : 0)
}

/** What is declared is memory of programs; there cannot be more of it than the limit allows. */
function withCurve(
  measured: MemoryUsage,
  curve: DeclaredCurve | undefined,
  seconds: number,
  limit: number,
): MemoryUsage {
  if (!curve) return measured
  const base = curve.adds
    ? measured
    : { ...measured, used: 0, programs: 0, kernel: 0, inactiveFiles: 0, activeFiles: 0, shared: 0 }
  const more = Math.min(Math.round(curve.at(seconds)), Math.max(0, limit - base.used))
  const used = base.used + more
  return { ...base, used, programs: base.programs + more, peak: Math.max(measured.peak, used) }
}

/** Those of the network that it shares, too. What is declared goes over the first interface. */
function networks(
  context: ContainerContext,
  { machine }: Container,
  declared: Curves,
  seconds: number,
): Measurement['networks'] {
  const network = machine!.network
  if (network === context.hostNetwork) return []
  return network.surroundings.interfaces().map((one, index) => {
    const measured = network.traffic(one)
    return [one.name, index === 0 ? withRates(measured, declared, seconds) : { ...measured }] as const
  })
}

function withRates(measured: Traffic, declared: Curves, seconds: number): Traffic {
  const { 'network.rx': rx, 'network.tx': tx } = declared
  return {
    rxBytes: told(rx, measured.rxBytes, (curve) => Math.floor(curve.sum(seconds))),
    rxPackets: told(rx, measured.rxPackets, (curve) => Math.ceil(curve.sum(seconds) / PACKET)),
    txBytes: told(tx, measured.txBytes, (curve) => Math.floor(curve.sum(seconds))),
    txPackets: told(tx, measured.txPackets, (curve) => Math.ceil(curve.sum(seconds) / PACKET)),
  }
}
