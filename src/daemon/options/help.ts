// What --help prints.
import { defaultPersona, personas } from '../personas.ts'
import { kindOf } from './kinds.ts'
import type { Option, Options } from './option.ts'
import { dockerdGroups, type OptionGroup, ownGroups } from './table.ts'

/** Where the help begins, if what stands before it is not longer. */
const COLUMN = 40

/** A line for each, as help has them. */
export function optionRows(options: Options): readonly string[] {
  const rows = Object.entries(options)
    .filter(([, { hidden }]) => !hidden)
    .map(([flag, option]) => [flagText(flag, option), helpOf(option)] as const)
  const width = Math.max(...rows.map(([flag]) => flag.length).filter((length) => length < COLUMN)) + 3
  return rows.flatMap(([flag, help]) =>
    flag.length < width - 1 ? [flag.padEnd(width) + help] : [flag, ' '.repeat(width) + help],
  )
}

const flagText = (flag: string, option: Option): string =>
  `  ${option.short ? `-${option.short}, ` : '    '}--${flag}${valueText(option)}`

/** With dots behind it if it may be given several times. */
export function valueText({ kind, value }: Option): string {
  const { type, gathers } = kindOf(kind)
  const named = value ?? type
  return named === '' ? '' : ` ${named}${gathers ? '...' : ''}`
}

/** With the names of the engines, and what holds if nothing is said. */
export function helpOf({ help, default: usual }: Option): string {
  const engines = `${personas.map(({ name }) => name).join(', ')} (default ${defaultPersona.name})`
  return help.replace('{engines}', engines) + (usual === undefined ? '' : ` (default ${usual})`)
}

export function helpText(): string {
  return [
    'Usage:  mockerd [OPTIONS]',
    '        mockerd start | stop | status | logs [OPTIONS]',
    '        mockerd run [OPTIONS] -- COMMAND [ARG...]',
    '        mockerd audit [OPTIONS] -- COMMAND [ARG...]',
    '        mockerd storage [OPTIONS]',
    '        mockerd explain [OPTIONS] FILE...',
    '        mockerd record [OPTIONS] --to ADDRESS --out FILE',
    '        mockerd replay [OPTIONS] FILE',
    '        mockerd import [OPTIONS] --from ADDRESS --out FILE',
    '        mockerd certs [OPTIONS] DIR',
    '',
    'A mock Docker daemon: speaks the Docker Engine API, needs no Docker host.',
    '',
    'Options with dots may be given several times.',
    '',
    "mockerd's own options",
    ...ownGroups.flatMap(groupRows),
    '',
    "dockerd's options; docs/flags.md says what mockerd does with each",
    ...dockerdGroups.flatMap(groupRows),
    '',
    'Environment:',
    '  MOCKERD_<OPTION>         Any of these options, as MOCKERD_DATA_ROOT; lists with commas',
    '  MOCKERD_OPTS             A line of options',
    '  DOCKER_MIN_API_VERSION   Oldest API version to take, as in dockerd from 25.0 on',
    '',
  ].join('\n')
}

const groupRows = ({ title, options }: OptionGroup): readonly string[] => ['', `${title}:`, ...optionRows(options)]
