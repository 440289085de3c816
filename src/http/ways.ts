// How a daemon is reached over its sockets, beside where.
import type { TlsOptions } from './tls.ts'

export interface WayOptions {
  /** TLS for `tcp://` and for TCP sockets that systemd hands over. Unix sockets stay plain. */
  readonly tls?: TlsOptions | undefined
  /** dockerd's `--group`: a name or a number, whose unix sockets are; `docker` if left out, where there is that group. */
  readonly group?: string | undefined
  /** Lets it listen on addresses that others can reach, without TLS that verifies its clients. */
  readonly allowPublic?: boolean | undefined
  /** Names beside addresses and `localhost` that clients over TCP may call it by, and whose pages may ask it. */
  readonly allowedHosts?: readonly string[] | undefined
  /** dockerd's `--api-cors-header`, which is gone since 28: which pages in browsers may ask it; `*` for all. */
  readonly corsHeader?: string | undefined
}
