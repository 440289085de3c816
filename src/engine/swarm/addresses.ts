// The addresses that a node of a swarm is told to use (moby daemon/cluster/listen_addr.go).
import { isIP } from 'node:net'
import { broken, invalid } from '../../world/refusal.ts'
import { hostInterfaces } from '../containers/interfaces.ts'

const PORT = '2377'
const LAST_PORT = 65_535

/** With the usual port where none is said. Throws invalid (400). @param name of the field, for the complaint */
export function withPort(name: string, address: string): string {
  if (address === '') throw invalid(`invalid ${name} "": invalid empty address`)
  return splitHostPort(address) || address.startsWith('[') ? address : `${bracketed(address)}:${PORT}`
}

/** Go's net.SplitHostPort; undefined where that fails. */
function splitHostPort(address: string): [host: string, port: string] | undefined {
  const [, six, sixPort, four, fourPort] = /^(?:\[([^\][]*)\]:([^:]*)|([^:\][]*):([^:\][]*))$/.exec(address) ?? []
  if (sixPort !== undefined) return [six ?? '', sixPort]
  return fourPort === undefined ? undefined : [four ?? '', fourPort]
}

const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host)

const isInterface = (name: string): boolean => name === 'lo' || hostInterfaces.some((one) => one.name === name)

const isUnspecified = (address: string): boolean => /^(0\.0\.0\.0|[0:]*::[0:]*)$/.test(address)

/** Throws invalid (400) for what is neither an address nor an interface of the host. */
export function checkListenAddress(address: string): void {
  const split = splitHostPort(address)
  if (!split) throw invalid(`could not parse listen address ${address}`)
  if (!isIP(split[0]) && !isInterface(split[0])) {
    throw invalid('listen address must be an IP address or network interface (with optional port number)')
  }
}

export function checkAdvertiseAddress(address: string): void {
  if (address === '') return
  const [host] = splitHostPort(address) ?? [address]
  if (isIP(host) ? isUnspecified(host) : !isInterface(host)) {
    throw invalid('advertise address must be a non-zero IP address or network interface (with optional port number)')
  }
}

/** The daemon's own, for who names none. */
export const checkDefaultAdvertiseAddress = (address: string): void => checkWithoutPort(address, 'default advertise')

export const checkDataPathAddress = (address: string): void => checkWithoutPort(address, 'data path')

function checkWithoutPort(address: string, what: string): void {
  if (address === '' || (isIP(address) ? !isUnspecified(address) : isInterface(address))) return
  throw invalid(`${what} address must be a non-zero IP address or network interface (without a port number)`)
}

/** Why the host cannot listen there; dockerd has no class for it: 500. */
export function checkListening(address: string): void {
  const [host = '', port = ''] = splitHostPort(address) ?? []
  const failed = (reason: string): Error => broken(`manager stopped: failed to listen on remote API address: ${reason}`)
  if (!/^\d*$/.test(port)) throw failed(`listen tcp: lookup tcp/${port}: unknown port`)
  if (Number(port) > LAST_PORT) throw failed(`listen tcp: address ${port}: invalid port`)
  const isOwn =
    isInterface(host) ||
    isUnspecified(host) ||
    /^127\.|^::1$/.test(host) ||
    hostInterfaces.some((one) => one.address === host)
  if (!isOwn) throw failed(`listen tcp ${address}: bind: cannot assign requested address`)
}
