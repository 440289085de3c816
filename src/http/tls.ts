// TLS on tcp://, as dockerd has it: a server certificate, and certificates of clients that one CA has signed.

/** What `--tls`, `--tlsverify`, `--tlscacert`, `--tlscert` and `--tlskey` say. Texts in PEM, or paths of files. */
export interface TlsOptions {
  /** The certificate of the daemon, those of intermediate CAs behind it. */
  readonly cert: string
  /** Its private key, without a passphrase. */
  readonly key: string
  /** Who has signed the certificates of clients; the CAs of the system if left out. */
  readonly ca?: string | undefined
  /** Whether clients must have a certificate: `--tlsverify`, the default; false as `--tls --tlsverify=false`. */
  readonly verify?: boolean | undefined
}
