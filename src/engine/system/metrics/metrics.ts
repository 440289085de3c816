// All that dockerd tells Prometheus at --metrics-addr.

import { type Family, metricsText } from '../../../codec/prometheus-text.ts'
import type { Engine } from '../../engine.ts'
import { daemonFamilies } from './daemon-families.ts'
import { goFamilies } from './go-families.ts'
import { idleFamilies } from './idle-families.ts'
import { processFamilies } from './process-families.ts'

/** Makes the text of each scrape; counts them, too. */
export function metricsPage(engine: Engine): () => string {
  let scrapes = 0
  return () => {
    const all = [...daemonFamilies(engine), ...idleFamilies, ...goFamilies(engine), ...processFamilies(engine)]
    return metricsText([...all, ...scrapeFamilies(scrapes++)])
  }
}

/** The scrape that goes on is in flight, and not counted yet. */
function scrapeFamilies(scrapes: number): Family[] {
  return [
    {
      name: 'promhttp_metric_handler_requests_in_flight',
      help: 'Current number of scrapes being served.',
      type: 'gauge',
      samples: [{ value: 1 }],
    },
    {
      name: 'promhttp_metric_handler_requests_total',
      help: 'Total number of scrapes by HTTP status code.',
      type: 'counter',
      samples: [scrapes, 0, 0].map((value, index) => ({ labels: { code: ['200', '500', '503'][index]! }, value })),
    },
  ]
}
