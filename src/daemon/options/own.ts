// Options that dockerd does not have: what is simulated, and how it is watched and broken.

export const simulation = {
  engine: { kind: 'string', value: 'RELEASE', help: 'Be this engine: {engines}' },
  seed: { kind: 'string', value: 'TEXT', help: 'Make ids, names and digests the same in every run' },
  snapshot: {
    kind: 'string',
    value: 'FILE',
    help: 'Begin with what is in this file (docs/snapshots.md); nothing is written to it',
  },
  time: {
    kind: 'string',
    oneOf: ['real', 'skip', 'frozen'],
    value: 'HOW',
    help: "The daemon's time: real (default), skip (leaps to what is due next while a call waits) or frozen",
  },
  'time-scale': {
    kind: 'string',
    value: 'N',
    help: 'Let time run N times as fast: 60 makes a minute a second',
  },
  'time-start': { kind: 'string', value: 'MOMENT', help: 'Begin at this moment, such as 2026-01-01T00:00:00Z' },
} as const

export const imagesAndPrograms = {
  image: {
    kind: 'list',
    value: 'FILE',
    help: 'Images of your own: a .yaml, .json, .js or .ts file, or a directory of them',
  },
  'strict-images': { kind: 'bool', help: 'Pull only what the library has, make up no image' },
  'unknown-commands': {
    kind: 'string',
    oneOf: ['strict', 'effects', 'lenient'],
    value: 'POLICY',
    help: 'Package managers and build tools: leave behind what is declared for them (effects, the default), refuse (strict), or let every command succeed (lenient)',
  },
  fixture: {
    kind: 'list',
    check: 'URL=FILE',
    value: 'URL=FILE',
    help: 'What curl and wget in containers get for a URL (* stands for anything)',
  },
  registry: {
    kind: 'list',
    value: 'ADDRESS',
    help: 'Be a registry, too, on tcp://127.0.0.1:5000: it has the library, and takes pushes',
  },
  'real-registry': {
    kind: 'list',
    value: 'HOST',
    help: 'Connect to this registry over https; without options only those on loopback addresses are connected to',
  },
} as const

export const simulatedHost = {
  'backing-filesystem': {
    kind: 'string',
    oneOf: ['extfs', 'xfs', 'xfs-pquota', 'btrfs', 'zfs'],
    value: 'NAME',
    help: 'What the data root lies on: extfs, xfs, xfs-pquota (with project quotas), btrfs or zfs',
  },
  'cgroup-version': {
    kind: 'string',
    oneOf: ['1', '2'],
    value: 'N',
    help: 'Control groups of the simulated host: 2 (default) or 1',
  },
  'host-processors': {
    kind: 'int',
    check: 'whole number',
    value: 'N',
    help: 'Processors of the simulated host: 4 unless told',
  },
  'host-memory': {
    kind: 'bytes',
    value: 'SIZE',
    help: 'Memory of the simulated host, as 16g: about 8g unless told',
  },
  'host-mount': {
    kind: 'list',
    value: 'DIR[:DIR]',
    help: 'Let containers read this directory of the real host (at another place)',
  },
  publish: {
    kind: 'string',
    oneOf: ['loopback', 'none'],
    value: 'WHERE',
    help: 'Published ports: open on the loopback address of the real host (loopback, the default), or state only (none)',
  },
  'plugin-dir': {
    kind: 'string',
    value: 'DIR',
    help: 'Where authorization plugins are looked for: NAME.sock, or NAME.spec and NAME.json that tell an address',
  },
  'allow-public': {
    kind: 'bool',
    help: 'Listen on TCP addresses that other machines reach, without TLS that verifies who they are',
  },
  'allowed-host': {
    kind: 'list',
    value: 'NAME',
    help: 'What clients over TCP may call the daemon, beside addresses and localhost',
  },
} as const

export const faultsAndControl = {
  scenario: {
    kind: 'list',
    value: 'FILE',
    help: 'Play the scenarios of this file (docs/scenario-language.md), or one of those that come along (docs/scenarios.md), as pull/enospc',
  },
  'strict-scenario': { kind: 'bool', help: 'Exit with 97 when a rule of a scenario has never fired' },
  control: { kind: 'bool', help: 'Serve the control API under /_mockerd (docs/control.md)' },
  'control-token': {
    kind: 'string',
    check: 'some text',
    value: 'TOKEN',
    help: 'The same, for those only who send this as a bearer token',
  },
} as const

export const command = {
  'env-file': {
    kind: 'string',
    json: false,
    value: 'FILE',
    help: 'Read DOCKER_OPTS and MOCKERD_… from this file, as from the environment',
  },
  'exit-with-stdin': {
    kind: 'bool',
    json: false,
    help: 'End when the standard input ends, as it does with the process that holds its other side',
  },
} as const
