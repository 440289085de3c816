// The alert that ends a TLS handshake: OpenSSL leaves certificates to node, and node tells clients nothing.
import { createCipheriv, createHmac } from 'node:crypto'
import type { TLSSocket } from 'node:tls'

/** Codes of alerts (RFC 8446, 6.2). */
export const alerts = {
  handshakeFailure: 40,
  badCertificate: 42,
  certificateExpired: 45,
  unknownCa: 48,
  protocolVersion: 70,
  certificateRequired: 116,
} as const

export type Alert = (typeof alerts)[keyof typeof alerts]

const FATAL = 2
const ALERT_RECORD = 21
const DATA_RECORD = 23

/** As it is before there are keys (RFC 5246, 7.2); `version` is 0x0301 in answer to a first record. */
export const plainAlert = (alert: Alert, version = 0x0303): Buffer =>
  Buffer.from([ALERT_RECORD, version >> 8, version & 0xff, 0, 2, FATAL, alert])

/**
 * The first record that a server of TLS 1.3 writes with the keys of data (RFC 8446, 5.2 and 7.3): an alert.
 *
 * @param secret server_application_traffic_secret_0, as key logs have it
 */
export function sealedAlert(alert: Alert, socket: TLSSocket, secret: Buffer): Buffer {
  const suite = socket.getCipher().standardName
  const { cipher, keyLength } = ciphers[suite] ?? ciphers.TLS_AES_128_GCM_SHA256!
  const hash = suite.endsWith('SHA384') ? 'sha384' : 'sha256'
  // the nonce is the vector itself: this is record 0
  const [key, nonce] = [expand(hash, secret, 'key', keyLength), expand(hash, secret, 'iv', 12)]
  const inner = Buffer.from([FATAL, alert, ALERT_RECORD])
  const head = Buffer.from([DATA_RECORD, 3, 3, 0, inner.length + TAG_LENGTH])
  const seal = createCipheriv(cipher as 'aes-128-gcm', key, nonce, { authTagLength: TAG_LENGTH }).setAAD(head)
  return Buffer.concat([head, seal.update(inner), seal.final(), seal.getAuthTag()])
}

const TAG_LENGTH = 16

const ciphers: Readonly<
  Record<string, { cipher: 'aes-128-gcm' | 'aes-256-gcm' | 'chacha20-poly1305'; keyLength: number }>
> = {
  TLS_AES_128_GCM_SHA256: { cipher: 'aes-128-gcm', keyLength: 16 },
  TLS_AES_256_GCM_SHA384: { cipher: 'aes-256-gcm', keyLength: 32 },
  TLS_CHACHA20_POLY1305_SHA256: { cipher: 'chacha20-poly1305', keyLength: 32 },
}

/** HKDF-Expand-Label without a context, up to the length of one hash (RFC 8446, 7.1). */
function expand(hash: 'sha256' | 'sha384', secret: Buffer, label: string, length: number): Buffer {
  const name = Buffer.from(`tls13 ${label}`)
  const info = Buffer.concat([Buffer.from([0, length, name.length]), name, Buffer.from([0, 1])])
  return createHmac(hash, secret).update(info).digest().subarray(0, length)
}
