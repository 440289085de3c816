// Who reaches a daemon over TCP without a certificate: what dockerd warns of, and what mockerd wants to be told.
import { lookup } from 'node:dns/promises'
import { BlockList } from 'node:net'
import type { Logger } from '../world/logger.ts'

/** Logged for every address of TCP where clients are not verified (moby cmd/dockerd/daemon.go: loadListeners). */
const warnings: readonly string[] = [
  'Binding to IP address without --tlsverify is insecure and gives root access on this machine to everyone who has access to your network.',
  'Binding to an IP address, even on localhost, can also give access to scripts run in a browser. Be safe out there!',
]

/** Since 26.0. */
const notice =
  '[DEPRECATION NOTICE] In future versions this will be a hard failure preventing the daemon from starting! Learn more at: https://docs.docker.com/go/api-security/'

interface Exposure {
  readonly logger: Logger
  /** of the releases that tell what will be */
  readonly noticesDeprecation: boolean
}

/** Warns of an address of TCP without TLS that verifies clients, as dockerd does. */
export function warnOfExposure(address: string, { logger, noticesDeprecation }: Exposure): void {
  for (const text of noticesDeprecation ? [...warnings, notice] : warnings) {
    logger.log('warning', text, { host: address })
  }
}

/**
 * Rejects with a sentence for an address of TCP that other machines reach.
 * differs: dockerd starts all the same, some seconds later; its metrics, and sockets that systemd hands over, it does not
 * even warn of.
 */
export async function refusePublic(address: string): Promise<void> {
  const [, host = ''] = /^tcp:\/\/(\[[^\]]*\]|[^:]*)/.exec(address) ?? []
  if (await isLoopback(host.replace(/^\[|\]$/g, ''))) return
  throw new Error(
    `${address} can be reached from other machines, and nobody who comes there is asked who they are: listen on 127.0.0.1, have clients of the API verified (--tlsverify; mockerd certs makes the files), or say --allow-public (allowPublic: true) where nobody else is, as in a container or in a job of CI`,
  )
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** A name is, if all its addresses are; one without an address is nothing to be warned of. */
async function isLoopback(host: string): Promise<boolean> {
  if (host === '' || host === 'localhost') return true
  const found = await lookup(host, { all: true }).catch(() => [])
  return found.every(({ address, family }) => loopback.check(address, family === 6 ? 'ipv6' : 'ipv4'))
}
