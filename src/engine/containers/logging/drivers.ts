// The logging drivers, by name.
import { awslogs, gcplogs, splunk } from './cloud-drivers.ts'
import { attributes, type LogDriver } from './driver.ts'
import { jsonFile, local } from './file-drivers.ts'
import { fluentd, gelf, syslog } from './network-drivers.ts'

/**
 * differs: the drivers that send logs away connect to nobody, at start as later; what they would have sent is read from
 * the copy that dockerd keeps beside them, too.
 */
export const logDrivers: ReadonlyMap<string, LogDriver> = new Map([
  ['json-file', jsonFile],
  ['local', local],
  ['journald', { options: [...attributes, 'tag'], reads: true }],
  ['syslog', syslog],
  ['fluentd', fluentd],
  ['gelf', gelf],
  ['awslogs', awslogs],
  ['splunk', splunk],
  ['gcplogs', gcplogs],
])
