// Requests that pages in browsers send, or make others send: refused over TCP, where dockerd lets them in.
import type { IncomingMessage } from 'node:http'
import { hostname } from 'node:os'
import type { TLSSocket } from 'node:tls'
import { hostNameOf, isPrivateName } from '../codec/host-names.ts'

export interface Welcome {
  readonly allowedHosts?: readonly string[] | undefined
  readonly corsHeader?: string | undefined
}

/**
 * Why a request is refused: it is of a page of another site, or calls the daemon by a name that somebody may have bound to
 * its address. Unix sockets are no place for browsers, and with TLS the certificate has that name.
 * differs: dockerd answers every page, and every name.
 */
export function whyRefused({ headers, socket }: IncomingMessage, welcome: Welcome): string | undefined {
  if (socket.remoteAddress === undefined) return undefined
  const { origin, host = '', 'sec-fetch-site': site = 'none' } = headers
  const fromElsewhere = origin !== undefined || site === 'cross-site' || site === 'same-site'
  if (fromElsewhere && !isWelcome(origin ?? 'null', welcome)) {
    return `pages in browsers may not ask this daemon${origin ? `, and this one is of ${origin}` : ''}: let them with --allowed-host NAME`
  }
  const name = hostNameOf(host)
  const isEncrypted = (socket as Partial<TLSSocket>).encrypted === true
  if (isEncrypted || name === '' || isPrivateName(name) || isKnown(name, welcome)) return undefined
  return `the name ${JSON.stringify(name)} may not be used for this daemon: use an address or localhost, or say --allowed-host ${name}`
}

/** @param origin as `https://dash.example:3000` */
function isWelcome(origin: string, welcome: Welcome): boolean {
  const { corsHeader } = welcome
  if (corsHeader === '*' || corsHeader === origin) return true
  return isNamed(hostNameOf(origin.replace(/^\w+:\/\//, '')), welcome)
}

const isNamed = (name: string, { allowedHosts = [] }: Welcome): boolean =>
  allowedHosts.some((allowed) => allowed.toLowerCase() === name)

const isKnown = (name: string, welcome: Welcome): boolean => isNamed(name, welcome) || name === hostname().toLowerCase()

/** What dockerd added to its replies where it was told `--api-cors-header` (moby 27 api/server/middleware/cors.go). */
export const corsHeaders = (origin: string): readonly string[] => [
  'Access-Control-Allow-Headers',
  'Origin, X-Requested-With, Content-Type, Accept, X-Registry-Auth',
  'Access-Control-Allow-Methods',
  'HEAD, GET, POST, DELETE, PUT, OPTIONS',
  'Access-Control-Allow-Origin',
  origin,
]
