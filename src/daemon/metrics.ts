// The metrics of a daemon, where somebody asked for them.
import type { Engine } from '../engine/engine.ts'
import { metricsPage } from '../engine/system/metrics/metrics.ts'
import type { Listener } from '../http/listen.ts'
import { listenForMetrics } from '../http/metrics-server.ts'

export const openMetrics = (
  engine: Engine,
  address: string,
  exposure: { readonly allowPublic?: boolean | undefined },
): Promise<Listener> => listenForMetrics(address, metricsPage(engine), exposure)
