// Why handshakes fail, in the words of Go's log, from those of OpenSSL and node.
import type { TLSSocket } from 'node:tls'
import { secondsFromCivil } from '../codec/calendar.ts'
import { MONTHS } from '../codec/http-date.ts'
import { rfc3339 } from '../codec/timestamp.ts'
import { hostNow } from '../world/real-clock.ts'
import { type Alert, alerts } from './alert.ts'

export interface Verdict {
  readonly alert: Alert
  readonly reason: string
}

/** Nothing for a client whose certificate is good (crypto/tls: processCertsFromClient). */
export function verdictOn(socket: TLSSocket): Verdict | undefined {
  if (socket.getPeerX509Certificate() === undefined) {
    const alert = socket.getProtocol() === 'TLSv1.3' ? alerts.certificateRequired : alerts.handshakeFailure
    return { alert, reason: "tls: client didn't provide a certificate" }
  }
  const error = socket.authorizationError as unknown as string | undefined
  if (!error) return undefined
  const failed = (alert: Alert, reason: string): Verdict => ({
    alert,
    reason: `tls: failed to verify certificate: x509: ${reason}`,
  })
  switch (error) {
    case 'CERT_HAS_EXPIRED':
      return failed(alerts.certificateExpired, outOfTime('after', socket.getPeerCertificate().valid_to))
    case 'CERT_NOT_YET_VALID':
      return failed(alerts.certificateExpired, outOfTime('before', socket.getPeerCertificate().valid_from))
    case 'INVALID_PURPOSE':
      return failed(alerts.badCertificate, 'certificate specifies an incompatible key usage')
    default:
      return failed(alerts.unknownCa, 'certificate signed by unknown authority')
  }
}

/** @param limit as OpenSSL writes it: `Jan  1 00:00:00 2021 GMT` */
function outOfTime(relation: 'after' | 'before', limit: string): string {
  const now = rfc3339(Math.floor(hostNow() / 1000) * 1000)
  const [, month = '', day, hour, minute, second, year] = /^(\w+) +(\d+) (\d+):(\d+):(\d+) (\d+)/.exec(limit) ?? []
  const at = secondsFromCivil(
    Number(year),
    MONTHS.indexOf(month) + 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  )
  return `certificate has expired or is not yet valid: current time ${now} is ${relation} ${rfc3339(at * 1000)}`
}

/** What clients say with an alert (crypto/tls: alertText). */
const alertWords: Readonly<Record<string, string>> = {
  40: 'handshake failure',
  42: 'bad certificate',
  43: 'unsupported certificate',
  44: 'revoked certificate',
  45: 'expired certificate',
  46: 'unknown certificate',
  47: 'illegal parameter',
  48: 'unknown certificate authority',
  49: 'access denied',
  51: 'error decrypting message',
  70: 'protocol version not supported',
  80: 'internal error',
  90: 'user canceled',
  112: 'unrecognized name',
}

const words: Readonly<Record<string, string>> = {
  ECONNRESET: 'EOF',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'tls: client offered only unsupported versions',
  ERR_SSL_NO_SHARED_CIPHER: 'tls: no cipher suite supported by both client and server',
  ERR_SSL_NO_APPLICATION_PROTOCOL: 'tls: client requested unsupported application protocols',
  ERR_TLS_HANDSHAKE_TIMEOUT: 'i/o timeout',
}

/**
 * What broke a handshake off before there was a certificate to judge.
 * differs: Go tells which versions, ciphers and protocols the client has offered.
 */
export function handshakeError({ code = '', message }: NodeJS.ErrnoException): string {
  const [, number = ''] = /SSL alert number (\d+)/.exec(message) ?? []
  if (number && /_ALERT_/.test(code)) return `remote error: tls: ${alertWords[number] ?? `alert(${number})`}`
  const [, reason = message] = /SSL routines:[^:]*:([^:]*)/.exec(message) ?? []
  return words[code] ?? `tls: ${reason.trim()}`
}
