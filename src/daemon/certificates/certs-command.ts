// `mockerd certs`: makes the files that dockerd and its clients need for TLS.
import { resolve } from 'node:path'
import { misused, readSubcommand } from '../options/subcommand.ts'
import { type CertificateOptions, certificateFiles, makeCertificates } from './certificates.ts'
import { refuseToReplace, writeCertificates } from './write-certificates.ts'

const certs = {
  name: 'certs',
  usage: '[OPTIONS] DIR',
  does: [
    'Make a CA and certificates of a daemon and of a client, for --tlsverify and DOCKER_CERT_PATH:',
    'ca.pem, ca-key.pem, server-cert.pem, server-key.pem, cert.pem, key.pem.',
  ].join('\n'),
  takesWords: true,
  options: {
    host: {
      kind: 'list',
      value: 'NAME|IP',
      help: 'What clients call the daemon, beside localhost, 127.0.0.1 and ::1',
    },
    days: { kind: 'string', value: 'N', default: '365', help: 'How long they are valid' },
    client: { kind: 'string', value: 'NAME', default: 'client', help: 'The name in the certificate of the client' },
    force: { kind: 'bool', help: 'Replace files that are there' },
  },
} as const

/** What it prints. Rejects with a sentence when it cannot. */
export async function certsCommand(args: readonly string[]): Promise<string> {
  const given = readSubcommand(certs, args)
  if (!given) return ''
  const [directory, ...more] = given.words
  if (directory === undefined || more.length > 0) throw misused(certs, 'one DIR is needed')
  const { host, days, client, force } = given.options
  if (days !== undefined && !/^[1-9]\d{0,4}$/.test(days)) {
    throw new Error(`invalid value "${days}" for flag --days: must be like 365`)
  }
  const options: CertificateOptions = { hosts: host, client, ...(days !== undefined && { days: Number(days) }) }
  const place = resolve(directory)
  if (!force) await refuseToReplace(place, certificateFiles)
  await writeCertificates(place, await makeCertificates(options))
  return [
    `The daemon:   mockerd -H tcp://127.0.0.1:2376 --tlsverify --tlscacert ${place}/ca.pem --tlscert ${place}/server-cert.pem --tlskey ${place}/server-key.pem`,
    `Its clients:  export DOCKER_HOST=tcp://127.0.0.1:2376 DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=${place}`,
    '',
  ].join('\n')
}
