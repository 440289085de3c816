// What dockerd refuses of the requests to make a swarm and to join one, before it does anything
// (moby daemon/cluster/swarm.go: Init, Join).
import { broken, invalid } from '../../world/refusal.ts'
import {
  checkAdvertiseAddress,
  checkDataPathAddress,
  checkListenAddress,
  checkListening,
  withPort,
} from './addresses.ts'

const FIRST_DATA_PORT = 1024
const LAST_DATA_PORT = 49_151
const SUBNET_SIZE = 24
const LARGEST_SUBNET_SIZE = 29

/** What both requests have; a field may always be missing. */
interface NodeRequest {
  readonly ListenAddr?: string | undefined
  readonly AdvertiseAddr?: string | undefined
  readonly DataPathAddr?: string | undefined
  readonly Availability?: string | undefined
}

interface InitRequest extends NodeRequest {
  readonly DataPathPort?: number | undefined
  readonly DefaultAddrPool?: readonly string[] | undefined
  readonly SubnetSize?: number | undefined
  readonly Spec?: { readonly Name?: string | undefined } | undefined
}

interface JoinRequest extends NodeRequest {
  readonly RemoteAddrs?: readonly string[] | undefined
  readonly JoinToken?: string | undefined
}

export function checkInit(request: InitRequest): void {
  const name = request.Spec?.Name ?? ''
  if (name !== '' && name !== 'default') throw invalid('swarm spec must be named "default"')
  const address = withPort('ListenAddr', request.ListenAddr ?? '')
  checkListenAddress(address)
  checkAdvertiseAddress(request.AdvertiseAddr ?? '')
  checkDataPathAddress(request.DataPathAddr ?? '')
  checkPools(request.DefaultAddrPool ?? [], request.SubnetSize ?? 0)
  const port = request.DataPathPort ?? 0
  if (port !== 0 && (port < FIRST_DATA_PORT || port > LAST_DATA_PORT)) {
    throw broken(`Datapath port number is not in valid range (${FIRST_DATA_PORT}-${LAST_DATA_PORT}) : ${port}`)
  }
  checkAvailability(request.Availability)
  checkListening(address)
}

export function checkJoin(request: JoinRequest): void {
  const address = withPort('ListenAddr', request.ListenAddr ?? '')
  const remotes = request.RemoteAddrs ?? []
  if (remotes.length === 0) throw invalid('at least 1 RemoteAddr is required to join')
  for (const remote of remotes) withPort('remoteAddr', remote)
  checkListenAddress(address)
  checkDataPathAddress(request.DataPathAddr ?? '')
  checkAvailability(request.Availability)
  const token = request.JoinToken ?? ''
  if (token !== '' && !TOKEN.test(token)) throw broken('invalid join token')
}

/** Digest of the root certificate and secret, in base 36 (swarmkit ca: ParseJoinToken). */
const TOKEN = /^SWMTKN-(1|2)(-[01])?-[0-9a-z]{50}-[0-9a-z]{25}$/

function checkPools(pools: readonly string[], size: number): void {
  for (const pool of pools) {
    const bits = /^\d{1,3}(?:\.\d{1,3}){3}\/(\d{1,2})$/.exec(pool)?.[1]
    if (bits === undefined || Number(bits) > 32)
      throw broken(`invalid base pool ${pool}: invalid CIDR address: ${pool}`)
    if (Number(bits) > (size || SUBNET_SIZE)) {
      throw broken(`invalid CIDR: "${pool}". Subnet size is too small for pool: ${size || SUBNET_SIZE}`)
    }
  }
  if (size > LARGEST_SUBNET_SIZE) throw broken(`subnet size is out of range: ${size}`)
}

function checkAvailability(availability: string = ''): void {
  if (!['', 'active', 'pause', 'drain'].includes(availability)) throw broken(`invalid Availability: "${availability}"`)
}
