// `mockerd certs`: makes the files that dockerd and its clients need for TLS.
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type CertificateOptions, certificateFiles, makeCertificates } from './certificates.ts'
import { refuseToReplace, writeCertificates } from './write-certificates.ts'

const certsHelp = `Usage:  mockerd certs [OPTIONS] DIR

Make a CA and certificates of a daemon and of a client, for --tlsverify and DOCKER_CERT_PATH:
ca.pem, ca-key.pem, server-cert.pem, server-key.pem, cert.pem, key.pem.

Options:
      --host NAME|IP   What clients call the daemon, beside localhost, 127.0.0.1 and ::1; may be given several times
      --days N         How long they are valid (default 365)
      --client NAME    The name in the certificate of the client (default client)
      --force          Replace files that are there
  -h, --help           Print this help and quit
`

/** What it prints. Rejects with a sentence when it cannot. */
export async function certsCommand(args: readonly string[]): Promise<string> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      host: { type: 'string', multiple: true },
      days: { type: 'string' },
      client: { type: 'string' },
      force: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return certsHelp
  const [directory, ...more] = positionals
  if (directory === undefined || more.length > 0) throw new Error("one DIR is needed\nSee 'mockerd certs --help'.")
  const { host, days, client } = values
  if (days !== undefined && !/^[1-9]\d{0,4}$/.test(days)) {
    throw new Error(`invalid value "${days}" for flag --days: must be like 365`)
  }
  const options: CertificateOptions = { hosts: host, client, ...(days !== undefined && { days: Number(days) }) }
  const place = resolve(directory)
  if (!values.force) await refuseToReplace(place, certificateFiles)
  await writeCertificates(place, await makeCertificates(options))
  return [
    `The daemon:   mockerd -H tcp://127.0.0.1:2376 --tlsverify --tlscacert ${place}/ca.pem --tlscert ${place}/server-cert.pem --tlskey ${place}/server-key.pem`,
    `Its clients:  export DOCKER_HOST=tcp://127.0.0.1:2376 DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=${place}`,
    '',
  ].join('\n')
}
