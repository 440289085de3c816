// Options of dockerd that no new release has; those who still give them are told so.

export const retired = {
  graph: {
    kind: 'string',
    short: 'g',
    value: 'DIR',
    json: false,
    until: '20.10',
    does: 'effective',
    note: 'as --data-root',
    help: 'The same as --data-root',
  },
  restart: {
    kind: 'bool',
    short: 'r',
    json: false,
    deprecated: 'Please use a restart policy on docker run',
    does: 'accepted',
    help: 'Start containers again that ran before',
  },
  'cluster-advertise': {
    kind: 'string',
    json: false,
    until: '20.10',
    deprecated: 'Swarm classic is deprecated. Please use Swarm-mode (docker swarm init)',
    does: 'accepted',
    help: 'Address that a node of Swarm classic gave',
  },
  'cluster-store': {
    kind: 'string',
    json: false,
    until: '20.10',
    deprecated: 'Swarm classic is deprecated. Please use Swarm-mode (docker swarm init)',
    does: 'accepted',
    help: 'Key-value store of Swarm classic',
  },
  'cluster-store-opt': {
    kind: 'map',
    json: false,
    until: '20.10',
    deprecated: 'Swarm classic is deprecated. Please use Swarm-mode (docker swarm init)',
    does: 'accepted',
    help: 'Option of that store',
  },
  'oom-score-adjust': {
    kind: 'int',
    json: false,
    until: '24.0',
    does: 'accepted',
    help: 'How soon the kernel ends the daemon when memory runs out',
  },
} as const
