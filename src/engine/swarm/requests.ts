// What dockerd refuses of the requests to make a swarm and to join one, before it does anything
// (moby daemon/cluster/swarm.go: Init, Join).
import { broken, invalid } from '../../world/refusal.ts'
import type { Settings } from '../settings.ts'
import {
  checkAdvertiseAddress,
  checkDataPathAddress,
  checkDefaultAdvertiseAddress,
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

export function checkInit(request: InitRequest, settings: Settings): void {
  const name = request.Spec?.Name ?? ''
  if (name !== '' && name !== 'default') throw invalid('swarm spec must be named "default"')
  const address = withPort('ListenAddr', request.ListenAddr ?? '')
  checkListenAddress(address)
  if (request.AdvertiseAddr) checkAdvertiseAddress(request.AdvertiseAddr)
  else checkDefaultAdvertiseAddress(settings.swarmDefaultAdvertiseAddr)
  checkDataPathAddress(request.DataPathAddr ?? '')
  checkPools(request.DefaultAddrPool ?? [], request.SubnetSize ?? 0)
  const port = request.DataPathPort ?? 0
  if (port !== 0 && (port < FIRST_DATA_PORT || port > LAST_DATA_PORT)) {
    throw broken(`Datapath port number is not in valid range (${FIRST_DATA_PORT}-${LAST_DATA_PORT}) : ${port}`)
  }
  checkLiveRestore(settings)
  checkAvailability(request.Availability)
  checkListening(address)
}

export function checkJoin(request: JoinRequest, settings: Settings): void {
  const address = withPort('ListenAddr', request.ListenAddr ?? '')
  const remotes = request.RemoteAddrs ?? []
  if (remotes.length === 0) throw invalid('at least 1 RemoteAddr is required to join')
  for (const remote of remotes) withPort('remoteAddr', remote)
  checkListenAddress(address)
  checkDataPathAddress(request.DataPathAddr ?? '')
  checkLiveRestore(settings)
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

/** dockerd has no class for it: 500 (moby daemon/config/config_linux.go: IsSwarmCompatible). */
function checkLiveRestore({ liveRestore }: Settings): void {
  if (liveRestore) throw broken('--live-restore daemon configuration is incompatible with swarm mode')
}

function checkAvailability(availability: string = ''): void {
  if (!['', 'active', 'pause', 'drain'].includes(availability)) throw broken(`invalid Availability: "${availability}"`)
}
