// What a process says of itself to Prometheus: the real one that mockerd runs in.
import type { Family } from '../../../codec/prometheus-text.ts'
import { ownProcess } from '../../../world/own-process.ts'
import type { Engine } from '../../engine.ts'

/** Go's word for no limit of the address space: 2^64 - 1, as near as a float comes */
const NO_LIMIT = 2 ** 64

/** `process_*`. What node does not tell (files, network, address space) is that of the simulated host. */
export function processFamilies({ world, containers }: Engine): Family[] {
  const { cpu, age, memory } = ownProcess()
  const one = (name: string, type: 'gauge' | 'counter', help: string, value: number): Family => ({
    name: `process_${name}`,
    type,
    help,
    samples: [{ value }],
  })
  return [
    one('cpu_seconds_total', 'counter', 'Total user and system CPU time spent in seconds.', cpu),
    one('max_fds', 'gauge', 'Maximum number of open file descriptors.', 1_048_576),
    one('network_receive_bytes_total', 'counter', 'Number of bytes received by the process over the network.', 0),
    one('network_transmit_bytes_total', 'counter', 'Number of bytes sent by the process over the network.', 0),
    one('open_fds', 'gauge', 'Number of open file descriptors.', 24 + [...containers.all()].length),
    one('resident_memory_bytes', 'gauge', 'Resident memory size in bytes.', memory.rss),
    one(
      'start_time_seconds',
      'gauge',
      'Start time of the process since unix epoch in seconds.',
      Math.round(world.clock.now() / 10 - age * 100) / 100,
    ),
    one('virtual_memory_bytes', 'gauge', 'Virtual memory size in bytes.', memory.rss),
    one('virtual_memory_max_bytes', 'gauge', 'Maximum amount of virtual memory available in bytes.', NO_LIMIT),
  ]
}
