// Options of the subcommands that stand between clients and another daemon.

/** Where to listen. */
export const listeningOptions = {
  host: {
    kind: 'string',
    short: 'H',
    value: 'ADDRESS',
    help: "Where to listen: unix:///path or tcp://host:port (default: the command's own socket)",
  },
  'allow-public': { kind: 'bool', help: 'Listen on an address of TCP that other machines reach' },
} as const

/** How the other daemon is spoken with. */
export const tlsOption = {
  'tls-dir': {
    kind: 'string',
    value: 'DIR',
    help: 'Speak TLS with the daemon, with ca.pem, cert.pem and key.pem of this directory',
  },
} as const
