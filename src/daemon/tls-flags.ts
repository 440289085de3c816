// Whether there is TLS, and where its certificates are, by dockerd's rules (moby cmd/dockerd/options.go, daemon.go).
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { TlsOptions } from '../http/tls.ts'
import type { ReadOptions } from './options.ts'

/** Whether TLS was asked for: `--tlsverify=false` does that, too. */
export const isTlsWanted = ({ tls, tlsverify }: ReadOptions): boolean => tls === true || tlsverify !== undefined

/**
 * Undefined without TLS. Paths that nobody says are those of DOCKER_CERT_PATH, DOCKER_CONFIG or ~/.docker if a flag or
 * DOCKER_TLS_VERIFY asks for TLS; a daemon.json that does has to say them, too. Empty for files that are not there.
 */
export function tlsOptionsOf(
  options: ReadOptions,
  environment: NodeJS.ProcessEnv = process.env,
): TlsOptions | undefined {
  if (!isTlsWanted(options)) return undefined
  const { tlsverify, tlscacert, tlscert, tlskey, flags } = options
  const { DOCKER_CERT_PATH, DOCKER_CONFIG, DOCKER_TLS_VERIFY } = environment
  const isAskedByFlag = flags.tls === true || flags.tlsverify !== undefined || Boolean(DOCKER_TLS_VERIFY)
  const folder = DOCKER_CERT_PATH || DOCKER_CONFIG || join(homedir(), '.docker')
  const usual = (name: string): string => (isAskedByFlag ? join(folder, name) : '')
  const usualIfThere = (name: string): string => (existsSync(usual(name)) ? usual(name) : '')
  return {
    cert: tlscert ?? usualIfThere('cert.pem'),
    key: tlskey ?? usualIfThere('key.pem'),
    ca: tlscacert ?? (usual('ca.pem') || undefined),
    verify: tlsverify ?? true,
  }
}
