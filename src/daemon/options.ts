// The options of the command: one table makes the parser and the help.
import { parseArgs } from 'node:util'
import type { FileSystem } from '../storage/driver.ts'
import { type ClockFlags, clockFlags, clockOf } from './clock-flags.ts'
import { defaultPersona, personas } from './personas.ts'
import { type RegistryFlags, registryFlags, registryOptionsOf } from './registry-flags.ts'

export interface Option {
  readonly type: 'string' | 'boolean'
  readonly short?: string
  readonly multiple?: boolean
  /** how the help names the value */
  readonly value?: string
  readonly help: string
}

const table = {
  host: {
    type: 'string',
    short: 'H',
    multiple: true,
    value: 'ADDRESS',
    help: 'Listen on unix:///path or tcp://host:port; may be given several times',
  },
  engine: {
    type: 'string',
    value: 'RELEASE',
    help: `Be this engine: ${personas.map(({ name }) => name).join(', ')} (default ${defaultPersona.name})`,
  },
  seed: { type: 'string', value: 'TEXT', help: 'Make ids, names and digests the same in every run' },
  'strict-images': { type: 'boolean', help: 'Pull only what the library has, make up no image' },
  image: {
    type: 'string',
    multiple: true,
    value: 'FILE',
    help: 'Images of your own: a .yaml, .json, .js or .ts file, or a directory of them; may be given several times',
  },
  'unknown-commands': {
    type: 'string',
    value: 'POLICY',
    help: 'Package managers and build tools: leave behind what is declared for them (effects, the default), refuse (strict), or let every command succeed (lenient)',
  },
  fixture: {
    type: 'string',
    multiple: true,
    value: 'URL=FILE',
    help: 'What curl and wget in containers get for a URL (* stands for anything); may be given several times',
  },
  'data-root': {
    type: 'string',
    value: 'DIR',
    help: 'Keep images, containers, volumes and networks in this directory; without it they are gone at the end',
  },
  snapshot: {
    type: 'string',
    value: 'FILE',
    help: 'Begin with what is in this file (docs/snapshots.md); nothing is written to it',
  },
  'exec-root': {
    type: 'string',
    value: 'DIR',
    help: 'Directory that replies name for execution state; nothing is written there',
  },
  'storage-driver': {
    type: 'string',
    short: 's',
    value: 'NAME',
    help: 'Storage driver: overlay2 (default), btrfs, zfs, vfs, fuse-overlayfs; of old releases aufs, devicemapper, overlay; or the path of a module with one of your own',
  },
  'storage-opt': {
    type: 'string',
    multiple: true,
    value: 'NAME=VALUE',
    help: 'Option of the storage driver, as dockerd takes it; may be given several times',
  },
  'backing-filesystem': {
    type: 'string',
    value: 'NAME',
    help: 'What the data root lies on: extfs, xfs, xfs-pquota (with project quotas), btrfs or zfs',
  },
  bridge: {
    type: 'string',
    short: 'b',
    value: 'NAME',
    help: 'Default bridge: docker0 (default), or none for no default network',
  },
  'cgroup-version': { type: 'string', value: 'N', help: 'Control groups of the simulated host: 2 (default) or 1' },
  'host-processors': { type: 'string', value: 'N', help: 'Processors of the simulated host: 4 unless told' },
  'host-memory': { type: 'string', value: 'SIZE', help: 'Memory of the simulated host, as 16g: about 8g unless told' },
  'host-mount': {
    type: 'string',
    multiple: true,
    value: 'DIR[:DIR]',
    help: 'Let containers read this directory of the real host (at another place); may be given several times',
  },
  publish: {
    type: 'string',
    value: 'WHERE',
    help: 'Published ports: open on the loopback address of the real host (loopback, the default), or state only (none)',
  },
  'metrics-addr': {
    type: 'string',
    value: 'ADDRESS',
    help: 'Serve metrics for Prometheus at http://ADDRESS/metrics, as 127.0.0.1:9323',
  },
  ...clockFlags,
  ...registryFlags,
  scenario: {
    type: 'string',
    multiple: true,
    value: 'FILE',
    help: 'Play the scenarios of this file (docs/scenario-language.md), or one of those that come along (docs/scenarios.md), as pull/enospc; may be given several times',
  },
  'strict-scenario': { type: 'boolean', help: 'Exit with 97 when a rule of a scenario has never fired' },
  control: { type: 'boolean', help: 'Serve the control API under /_mockerd (docs/control.md)' },
  'control-token': {
    type: 'string',
    value: 'TOKEN',
    help: 'The same, for those only who send this as a bearer token',
  },
  debug: { type: 'boolean', short: 'D', help: 'Log every call' },
  version: { type: 'boolean', short: 'v', help: 'Print version information and quit' },
  help: { type: 'boolean', short: 'h', help: 'Print this help and quit' },
} as const satisfies Record<string, Option>

export interface CommandOptions extends ClockFlags, RegistryFlags {
  readonly host?: string[]
  readonly engine?: string
  readonly seed?: string
  readonly 'strict-images'?: boolean
  readonly image?: string[]
  readonly 'unknown-commands'?: 'strict' | 'effects' | 'lenient'
  readonly fixture?: string[]
  readonly 'data-root'?: string
  readonly snapshot?: string
  readonly 'exec-root'?: string
  readonly 'storage-driver'?: string
  readonly 'storage-opt'?: string[]
  readonly 'backing-filesystem'?: FileSystem
  readonly bridge?: string
  readonly 'cgroup-version'?: string
  readonly 'host-processors'?: string
  readonly 'host-memory'?: string
  readonly 'host-mount'?: string[]
  readonly publish?: 'loopback' | 'none'
  readonly 'metrics-addr'?: string
  readonly scenario?: string[]
  readonly 'strict-scenario'?: boolean
  readonly control?: boolean
  readonly 'control-token'?: string
  readonly debug?: boolean
  readonly version?: boolean
  readonly help?: boolean
}

/**
 * Throws an Error with a sentence for a flag that is not known, a missing or a wrong value.
 *
 * @param more options that a subcommand has beside these
 */
export function parseOptions<More extends object = object>(
  args: readonly string[],
  more?: Readonly<Record<keyof More & string, Option>>,
): CommandOptions & Partial<More> {
  const { values } = parseArgs({ args: [...args], options: { ...more, ...table }, allowPositionals: false })
  const oneOf = (
    name: 'backing-filesystem' | 'bridge' | 'cgroup-version' | 'publish' | 'unknown-commands',
    known: readonly string[],
  ): void => {
    const value = values[name]
    if (value !== undefined && !known.includes(value)) {
      throw new Error(`invalid value "${value}" for flag --${name}: must be ${known.join(' or ')}`)
    }
  }
  oneOf('backing-filesystem', ['extfs', 'xfs', 'xfs-pquota', 'btrfs', 'zfs'])
  oneOf('bridge', ['docker0', 'none'])
  oneOf('cgroup-version', ['1', '2'])
  oneOf('publish', ['loopback', 'none'])
  oneOf('unknown-commands', ['strict', 'effects', 'lenient'])
  const fixture = values.fixture?.find((one) => !/.=./.test(one))
  if (fixture !== undefined) throw new Error(`invalid value "${fixture}" for flag --fixture: must be like URL=FILE`)
  const matching = (name: 'host-processors' | 'host-memory', form: RegExp, example: string): void => {
    const value = values[name]
    if (value !== undefined && !form.test(value)) {
      throw new Error(`invalid value "${value}" for flag --${name}: must be like ${example}`)
    }
  }
  matching('host-processors', /^[1-9]\d{0,3}$/, '8')
  matching('host-memory', /^\d+[kmgt]?b?$/i, '16g')
  if (values['control-token'] === '') throw new Error('invalid value "" for flag --control-token: must be a text')
  registryOptionsOf(values)
  clockOf(values)
  return values as CommandOptions & Partial<More>
}

/** A line for each, as help has them. */
export function optionRows(options: Readonly<Record<string, Option>>): readonly string[] {
  const rows = Object.entries(options).map(([name, option]) => {
    const short = option.short ? `-${option.short}, ` : '    '
    return [`  ${short}--${name}${option.value ? ` ${option.value}` : ''}`, option.help] as const
  })
  const width = Math.max(...rows.map(([flag]) => flag.length)) + 3
  return rows.map(([flag, help]) => flag.padEnd(width) + help)
}

export function helpText(): string {
  return [
    'Usage:  mockerd [OPTIONS]',
    '        mockerd run [OPTIONS] -- COMMAND [ARG...]',
    '        mockerd audit [OPTIONS] -- COMMAND [ARG...]',
    '        mockerd storage [OPTIONS]',
    '        mockerd explain [OPTIONS] FILE...',
    '        mockerd record [OPTIONS] --to ADDRESS --out FILE',
    '        mockerd replay [OPTIONS] FILE',
    '        mockerd import [OPTIONS] --from ADDRESS --out FILE',
    '',
    'A mock Docker daemon: speaks the Docker Engine API, needs no Docker host.',
    '',
    'Options:',
    ...optionRows(table),
    '',
    'Environment:',
    `  DOCKER_MIN_API_VERSION   Oldest API version to take, as in dockerd from 25.0 on`,
    '',
  ].join('\n')
}
