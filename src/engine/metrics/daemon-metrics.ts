// What a daemon counts of its own doings (moby internal/metrics/metrics.go).
import { Histogram } from '../../codec/histogram.ts'

/** How long things took, by what was done. */
export class Timers {
  readonly histograms: Map<string, Histogram> = new Map()

  /** @param begun those that are there from the start, with one value of zero, as dockerd has them */
  constructor(begun: readonly string[] = []) {
    for (const name of begun) this.observe(name, 0)
  }

  /** @param ms how long it took by the daemon's clock */
  observe(name: string, ms: number): void {
    const histogram = this.histograms.get(name) ?? new Histogram()
    this.histograms.set(name, histogram)
    histogram.observe(ms / 1000)
  }
}

export class DaemonMetrics {
  readonly containerActions: Timers = new Timers(['changes', 'commit', 'create', 'delete', 'start'])
  readonly networkActions: Timers = new Timers()
  readonly imageActions: Timers = new Timers()
  readonly hostInfo: Timers = new Timers(['operating_system', 'os_version', 'system_info', 'system_version'])
  readonly healthCheckStarts: Histogram = new Histogram()
  healthChecks = 0
  failedHealthChecks = 0
  builds = 0
}
