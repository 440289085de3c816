// dockerd's options about where it listens, and who may connect.

export const listening = {
  host: {
    kind: 'list',
    short: 'H',
    json: 'hosts',
    check: 'host',
    value: 'ADDRESS',
    does: 'effective',
    help: 'Listen on unix:///path, tcp://host:port or fd://',
  },
  group: {
    kind: 'string',
    short: 'G',
    does: 'effective',
    help: "Group of unix sockets: the user's own unless told",
  },
  tls: { kind: 'bool', does: 'effective', help: 'TLS over TCP; --tlsverify says it, too' },
  tlsverify: {
    kind: 'bool',
    does: 'effective',
    help: 'TLS over TCP, for those only whose certificate the CA has signed',
  },
  tlscacert: {
    kind: 'string',
    value: 'FILE',
    default: '~/.docker/ca.pem',
    does: 'effective',
    help: 'Whose signature the certificates of clients need',
  },
  tlscert: {
    kind: 'string',
    value: 'FILE',
    default: '~/.docker/cert.pem',
    does: 'effective',
    help: 'Certificate of the daemon',
  },
  tlskey: {
    kind: 'string',
    value: 'FILE',
    default: '~/.docker/key.pem',
    does: 'effective',
    help: 'Private key of that certificate',
  },
  'authorization-plugin': {
    kind: 'list',
    json: 'authorization-plugins',
    setting: 'authorizationPlugins',
    does: 'effective',
    reloads: true,
    note: 'A name in `--plugin-dir`, or an address: `unix:///path`. dockerd looks for names in directories of the host.',
    help: 'Plugin that is asked whether a call is allowed',
  },
  'metrics-addr': {
    kind: 'string',
    value: 'ADDRESS',
    does: 'effective',
    help: 'Serve metrics for Prometheus at http://ADDRESS/metrics, as 127.0.0.1:9323',
  },
  'api-cors-header': {
    kind: 'string',
    until: '27.5',
    deprecated: 'accessing Docker API through a browser is insecure; use a reverse proxy if you need CORS headers',
    does: 'effective',
    note: 'refused by engines from 28 on, as dockerd refuses it',
    help: 'Let pages in browsers of these origins ask the API',
  },
} as const
