// What a daemon says of itself to Prometheus (moby internal/metrics/metrics.go).

import type { Family, Sample } from '../../../codec/prometheus-text.ts'
import type { State } from '../../containers/state.ts'
import type { Engine } from '../../engine.ts'
import type { Timers } from '../../metrics/daemon-metrics.ts'
import { ARCHITECTURE } from '../version.ts'

const PREFIX = 'engine_daemon_'

const one = (name: string, help: string, type: 'gauge' | 'counter', value: number): Family => ({
  name: PREFIX + name,
  help,
  type,
  samples: [{ value }],
})

/** What was never done has no sample. */
function timers(name: string, help: string, label: string, { histograms }: Timers): Family {
  const samples = [...histograms].sort().map(([key, value]): Sample => ({ labels: { [label]: key }, value }))
  return { name: PREFIX + name, help, type: 'histogram', samples }
}

/** Stopped is whatever is not up. */
function stateOf({ status }: State): 'paused' | 'running' | 'stopped' {
  return status === 'paused' || status === 'running' ? status : 'stopped'
}

function states(engine: Engine): Family {
  const counts = { paused: 0, running: 0, stopped: 0 }
  for (const { state } of engine.containers.all()) counts[stateOf(state)]++
  return {
    name: 'engine_daemon_container_states_containers',
    help: 'The count of containers in various states',
    type: 'gauge',
    samples: Object.entries(counts).map(([state, value]) => ({ labels: { state }, value })),
  }
}

function information({ persona, host, driver, id }: Engine): Family {
  const labels = {
    architecture: ARCHITECTURE.machine,
    commit: persona.gitCommit,
    daemon_id: id,
    graphdriver: driver.name,
    kernel: host.kernel,
    os: host.system,
    os_type: 'linux',
    os_version: host.systemVersion,
    version: persona.version,
  }
  return {
    name: 'engine_daemon_engine_info',
    help: 'The information related to the engine and the OS it is running on',
    type: 'gauge',
    samples: [{ labels, value: 1 }],
  }
}

/** `engine_daemon_*` and the counters of builds. */
export function daemonFamilies(engine: Engine): Family[] {
  const { metrics, host, world } = engine
  return [
    timers(
      'container_actions_seconds',
      'The number of seconds it takes to process each container action',
      'action',
      metrics.containerActions,
    ),
    timers(
      'network_actions_seconds',
      'The number of seconds it takes to process each network action',
      'action',
      metrics.networkActions,
    ),
    timers(
      'image_actions_seconds',
      'The number of seconds it takes to process each image action',
      'action',
      metrics.imageActions,
    ),
    timers(
      'host_info_functions_seconds',
      'The number of seconds it takes to call functions gathering info about the host',
      'function',
      metrics.hostInfo,
    ),
    states(engine),
    information(engine),
    one('engine_cpus_cpus', 'The number of cpus that the host system of the engine has', 'gauge', host.processors),
    one(
      'engine_memory_bytes',
      'The number of bytes of memory that the host system of the engine has',
      'gauge',
      host.memory,
    ),
    one('events_total', 'The number of events logged', 'counter', world.events.published),
    one('events_subscribers_total', 'The number of current subscribers to events', 'gauge', world.events.listening),
    one('health_checks_total', 'The total number of health checks', 'counter', metrics.healthChecks),
    one(
      'health_checks_failed_total',
      'The total number of failed health checks',
      'counter',
      metrics.failedHealthChecks,
    ),
    {
      name: 'engine_daemon_health_check_start_duration_seconds',
      help: 'The number of seconds it takes to prepare to run health checks',
      type: 'histogram',
      samples: [{ value: metrics.healthCheckStarts }],
    },
    {
      name: 'builder_builds_triggered_total',
      help: 'Number of triggered image builds',
      type: 'counter',
      samples: [{ value: metrics.builds }],
    },
  ]
}
