// Addresses to listen on, as dockerd reads them (moby opts/hosts.go).

/**
 * The address in full. `undefined` for the usual unix socket, which is dockerd's where nothing or only `unix://` is said:
 * differs: mockerd has one of its own, and port 0 is a free port.
 *
 * Throws an Error with dockerd's words for what is no address.
 */
export function hostAddress(text: string): string | undefined {
  const address = text.trim()
  if (address === '') return undefined
  const [, scheme = 'tcp', place = address] = /^(.*?):\/\/(.*)$/s.exec(address) ?? []
  const refuse = (reason: string): Error => new Error(`invalid bind address (${address}): ${reason}`)
  switch (scheme) {
    case 'tcp':
      return tcpAddress(place, refuse)
    case 'unix':
    case 'npipe':
      if (place.includes('://')) throw refuse(`invalid ${scheme} address: ${place}`)
      return place === '' ? undefined : `${scheme}://${place}`
    case 'fd':
      return address
    default:
      throw refuse(`unsupported proto '${scheme}'`)
  }
}

type Refuse = (reason: string) => Error

/** differs: a path alone is that of a unix socket; dockerd takes it for the path of a URL, and refuses it. */
function tcpAddress(place: string, refuse: Refuse): string {
  if (place.startsWith('/') && !place.startsWith('//')) return `unix://${place}`
  const [authority = ''] = /^[^/?#]*/.exec(place) ?? []
  const [, host = '', port = ''] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/s.exec(authority) ?? []
  const parsing = `parse ${JSON.stringify(`tcp://${place}`)}`
  if (!/^\d*$/.test(port)) {
    throw refuse(`${parsing}: invalid port ${JSON.stringify(authority.slice(authority.lastIndexOf(':')))} after host`)
  }
  const stray = /[\s<>"\\^`{|}]/.exec(host)
  if (stray) throw refuse(`${parsing}: invalid character ${JSON.stringify(stray[0])} in host name`)
  if (place[authority.length] === '/') throw refuse('should not contain a path element')
  return `tcp://${host || 'localhost'}:${port || '2375'}`
}
