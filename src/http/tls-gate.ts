// Lets in over TCP who speaks TLS and, if that is asked for, has a certificate of the right CA.
import { constants } from 'node:crypto'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import tls, { type TLSSocket } from 'node:tls'
import type { Logger } from '../world/logger.ts'
import { plainAlert, sealedAlert } from './alert.ts'
import { misfitOf } from './first-record.ts'
import { handshakeError, type Verdict, verdictOn } from './handshake-words.ts'
import { readCredentials, type TlsOptions } from './tls.ts'
import { runsOver } from './under-tls.ts'

/** Go's own for TLS 1.3, and docker/go-connections tlsconfig (DefaultServerAcceptedCiphers) for TLS 1.2. */
const CIPHERS = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-SHA',
  'ECDHE-ECDSA-AES128-SHA',
  'ECDHE-RSA-AES256-SHA',
  'ECDHE-RSA-AES128-SHA',
].join(':')

/** ms; dockerd gives a head, and so a handshake, five minutes (moby cmd/dockerd/daemon.go: ReadHeaderTimeout). */
const HANDSHAKE_TIMEOUT = 300_000

/** Takes connections of TCP, for clients that must speak TLS on them. */
export type TlsGate = (socket: Socket) => void

/** Those in their handshake are in `outside`. Rejects with dockerd's words for certificates that it does not start with. */
export async function createTlsGate(
  options: TlsOptions,
  enter: (socket: Duplex) => void,
  { outside, logger }: { readonly outside: Set<Duplex>; readonly logger: Logger },
): Promise<TlsGate> {
  const { certificates, key, clientAuthorities } = await readCredentials(options)
  // OpenSSL would send the CA of clients behind a lonely certificate, and clients with another CA would hear of that one.
  const chain = certificates.length === 1 ? [...certificates, ...certificates] : certificates
  const server = tls.createServer({
    cert: chain.join('\n'),
    key,
    ...(clientAuthorities !== 'system' && { ca: clientAuthorities }),
    requestCert: clientAuthorities !== undefined,
    // node would end the connection without an alert
    rejectUnauthorized: false,
    minVersion: 'TLSv1.2',
    ciphers: CIPHERS,
    honorCipherOrder: true,
    ALPNProtocols: ['http/1.1'],
    handshakeTimeout: HANDSHAKE_TIMEOUT,
    // who is turned away has a ticket already, and node lets in who resumes a session, whatever his certificate was;
    // Go takes no second handshake on a connection either
    secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
    allowHalfOpen: true,
  })
  const arriving = new Map<string, Socket>()
  const complain = (socket: Socket, reason: string): void =>
    logger.log('warning', `http: TLS handshake error from ${remoteOf(socket)}: ${reason}`)

  const secrets = new WeakMap<TLSSocket, Buffer>()
  server.on('keylog', (line: Buffer, socket: TLSSocket) => {
    const [label, , secret = ''] = line.toString('latin1').trim().split(' ')
    if (label === 'SERVER_TRAFFIC_SECRET_0') secrets.set(socket, Buffer.from(secret, 'hex'))
  })
  server.on('tlsClientError', (error, socket) => {
    complain(socket, handshakeError(error))
  })
  server.on('secureConnection', (socket) => {
    const raw = arriving.get(keyOf(socket))
    const verdict = clientAuthorities === undefined ? undefined : verdictOn(socket)
    if (!raw) socket.destroy()
    else if (verdict) turnAway(raw, socket, verdict)
    else {
      outside.delete(raw)
      runsOver(socket, raw)
      enter(socket)
    }
  })

  /** What OpenSSL has written to end the handshake is still in its memory: the alert comes before it. */
  function turnAway(raw: Socket, socket: TLSSocket, { alert, reason }: Verdict): void {
    complain(raw, reason)
    const secret = secrets.get(socket)
    raw.end(secret ? sealedAlert(alert, socket, secret) : plainAlert(alert))
    // the client's bytes are read, or its system would throw the alert away
    socket.on('error', ignore).resume()
  }

  return async (raw) => {
    outside.add(raw)
    const place = keyOf(raw)
    raw.on('error', ignore).once('close', () => {
      outside.delete(raw)
      arriving.delete(place)
    })
    const misfit = await misfitOf(raw)
    if (misfit) {
      complain(raw, misfit.reason)
      raw.end(misfit.answer ?? '', () => raw.destroy())
    } else {
      arriving.set(place, raw)
      server.emit('connection', raw)
    }
  }
}

const ignore = (): void => {}

/** Of a client that has gone already nobody knows where it was. */
const remoteOf = ({ remoteAddress = '', remotePort = 0 }: Socket): string =>
  remoteAddress.includes(':') ? `[${remoteAddress}]:${remotePort}` : `${remoteAddress}:${remotePort}`

/** No two open connections have the same. */
const keyOf = (socket: Socket): string => `${remoteOf(socket)} ${socket.localAddress} ${socket.localPort}`
