// The addresses of log collectors: what is wrong with them, as the drivers say it.

/** The parts of a URL that matter here; Go takes many for a URL that the web's rules refuse. */
function partsOf(address: string): { scheme: string; host: string; path: string } {
  const match = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)/.exec(address)
  return { scheme: match?.[1]?.toLowerCase() ?? '', host: match?.[2] ?? '', path: match?.[3] ?? '' }
}

export const schemeOf = (address: string): string => partsOf(address).scheme

/** Go's net/url does not take a port that is no number. */
function urlProblem(address: string): string | undefined {
  const port = /:[^:\]]*$/.exec(partsOf(address).host)?.[0]
  if (port === undefined || /^:\d*$/.test(port)) return undefined
  return `parse ${JSON.stringify(address)}: invalid port ${JSON.stringify(port)} after host`
}

/** moby daemon/logger/syslog/syslog.go: parseAddress */
export function syslogAddressProblem(address: string): string | undefined {
  if (address === '') return undefined
  const problem = urlProblem(address)
  if (problem) return problem
  const { scheme } = partsOf(address)
  return ['unix', 'unixgram', 'udp', 'tcp', 'tcp+tls'].includes(scheme) ? undefined : `unsupported scheme: '${scheme}'`
}

/** moby daemon/logger/fluentd/fluentd.go: parseAddress */
export function fluentdAddressProblem(address: string): string | undefined {
  const refuse = (reason: string): string => `invalid fluentd-address (${address}): ${reason}`
  const whole = address.includes('://') ? address : `tcp://${address}`
  const problem = urlProblem(whole)
  if (problem) return refuse(problem)
  const { scheme, host, path } = partsOf(whole)
  if (scheme === 'unix') return /^\/*$/.test(path) ? refuse('path is empty') : undefined
  if (scheme !== 'tcp' && scheme !== 'tls') return refuse(`unsupported scheme: '${scheme}'`)
  if (path !== '') return refuse('should not contain a path element')
  const port = /:(\d+)$/.exec(host)?.[1]
  if (port === undefined || Number(port) < 65536) return undefined
  return refuse(`invalid port: strconv.ParseUint: parsing "${port}": value out of range`)
}

/** moby daemon/logger/gelf/gelf.go: parseAddress */
export function gelfAddressProblem(address: string): string | undefined {
  if (address === '') return 'gelf-address is a required parameter'
  const problem = urlProblem(address)
  if (problem) return problem
  const { scheme, host } = partsOf(address)
  if (scheme !== 'udp' && scheme !== 'tcp') return 'gelf: endpoint needs to be TCP or UDP'
  return /:\d*$/.test(host) ? undefined : 'gelf: please provide gelf-address as proto://host:port'
}

/** moby daemon/logger/splunk/splunk.go: parseURL */
export const isSplunkUrl = (url: string): boolean => /^https?:\/\/[^/?#]*\/?$/i.test(url)
