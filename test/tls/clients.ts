// Clients that speak TLS with a daemon, and what they say of it.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import https from 'node:https'
import { text } from 'node:stream/consumers'
import tls, { type ConnectionOptions, type SecureVersion } from 'node:tls'
import { expect } from 'vitest'
import type { Logger } from '../../src/world/logger.ts'
import { DockerCli, RunningCli } from '../docker-cli.ts'
import { RawClient } from '../http/raw-client.ts'

export const withoutCurl: string | undefined =
  spawnSync('curl', ['--version']).status === 0 ? undefined : 'there is no curl on this machine'

export const withoutOpenssl: string | undefined =
  spawnSync('openssl', ['version']).status === 0 ? undefined : 'there is no openssl on this machine'

export interface ClientFiles {
  readonly ca: string
  readonly cert?: string | undefined
  readonly key?: string | undefined
}

const optionsFor = ({ ca, cert, key }: ClientFiles, version?: SecureVersion): ConnectionOptions => ({
  ca,
  ...(cert !== undefined && key !== undefined && { cert, key }),
  ...(version && { minVersion: version, maxVersion: version }),
})

/** The body of a ping; in its place `alert` and its number if the daemon sent one, or the code of node's error. */
export async function nodePing(host: string, files: ClientFiles, version?: SecureVersion): Promise<string> {
  const url = `${host.replace('tcp:', 'https:')}/_ping`
  try {
    const request = https.get(url, { ...optionsFor(files, version), agent: false })
    const [response] = await once(request, 'response')
    return await text(response)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const [, number] = /SSL alert number (\d+)/.exec(message) ?? []
    return number === undefined ? String(code) : `alert ${number}`
  }
}

/** A client that says the bytes that it is told, over TLS. */
export async function connectTls(host: string, files: ClientFiles): Promise<RawClient> {
  const { hostname, port } = new URL(host)
  const socket = tls.connect({ host: hostname, port: Number(port), ...optionsFor(files), ...{ allowHalfOpen: true } })
  await once(socket, 'secureConnect')
  return new RawClient(socket)
}

/** The docker command, told where the certificates are as people tell it. */
export const dockerOver = (host: string, certPath: string): DockerCli =>
  new DockerCli(host, { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: certPath })

/** What `docker version` complains of, or the version of the daemon. */
export async function dockerVersion(host: string, certPath: string): Promise<string> {
  const docker = dockerOver(host, certPath)
  try {
    const { stdout, stderr } = await docker.run('version', '--format', '{{.Server.Version}}')
    return `${stdout}${stderr}`.trim()
  } finally {
    await docker.close()
  }
}

/** The exit code of a ping with curl. */
export async function curlPing(host: string, certPath: string, hasCertificate: boolean): Promise<number | null> {
  const files = ['--cacert', `${certPath}/ca.pem`]
  if (hasCertificate) files.push('--cert', `${certPath}/cert.pem`, '--key', `${certPath}/key.pem`)
  const child = spawn('curl', ['-sS', '--max-time', '10', ...files, `${host.replace('tcp:', 'https:')}/_ping`])
  const { stdout, exitCode } = await new RunningCli(child).finished
  if (exitCode === 0) expect(stdout).toBe('OK')
  return exitCode
}

/** A logger that keeps why handshakes failed: what Go's server writes. */
export function handshakeLog(): { readonly reasons: string[]; readonly logger: Logger } {
  const reasons: string[] = []
  const log = (_level: string, message: string): void => {
    const [, reason] = /^http: TLS handshake error from 127\.0\.0\.1:\d+: (.*)$/.exec(message) ?? []
    if (reason !== undefined) reasons.push(reason)
  }
  return { reasons, logger: { level: 'warning', log } }
}
