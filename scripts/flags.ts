// Writes docs/flags.md from the table of options: `npm run flags:docs`.
import { join } from 'node:path'
import { variableOf } from '../src/daemon/options/environment.ts'
import { helpOf, valueText } from '../src/daemon/options/help.ts'
import type { Effect, Option } from '../src/daemon/options/option.ts'
import { dockerdGroups, dockerdOptions, type OptionGroup, ownGroups } from '../src/daemon/options/table.ts'
import { writeIfChanged } from './generate/write.ts'

const meanings: Readonly<Record<Effect, string>> = {
  effective: 'does what it does in dockerd, as far as anybody who talks to the daemon can tell',
  reported: '`docker info`, `docker inspect` and the like show it; nothing else changes',
  accepted: 'is read and checked as dockerd does, and changes nothing',
  'not simulated': 'is read and checked as dockerd does; what it asks for is not there',
}

const variables: readonly (readonly [string, string])[] = [
  ['`DOCKER_MIN_API_VERSION`', 'the oldest API version to take, as in dockerd from 25.0 on'],
  ['`DOCKER_DRIVER`', 'the storage driver; stronger than `--storage-driver`, as in dockerd'],
  [
    '`DOCKER_CERT_PATH`, `DOCKER_CONFIG`',
    'the folder of ca.pem, cert.pem and key.pem if `--tls` or `--tlsverify` is given without paths, as in dockerd',
  ],
  ['`DOCKER_TLS_VERIFY`', 'the same where daemon.json asks for TLS; nothing on its own, as in dockerd'],
  ['`HTTP_PROXY`, `HTTPS_PROXY`, `NO_PROXY`', 'nothing: `--http-proxy` and so on say what `docker info` shows'],
  ['`DOCKER_RAMDISK`, `DOCKER_TMPDIR`', 'nothing: there is no runtime, and no directory for what is on its way'],
]

export function flagsPage(): string {
  const counted = Object.keys(meanings).map((effect) => {
    const count = Object.values(dockerdOptions).filter(({ does }) => does === effect).length
    return `| ${effect} | ${count} | ${meanings[effect as Effect]} |`
  })
  return [
    '# Options, flag by flag',
    '',
    'mockerd takes the flags of dockerd, those of old releases too, and its `daemon.json`; it has some of its own besides.',
    'Made from the table of options (`src/daemon/options/`) by `npm run flags:docs`; a test says when that has to run again.',
    '',
    '| What mockerd does with it | Flags | Means that it |',
    '| --- | --- | --- |',
    ...counted,
    '',
    '## Where options come from',
    '',
    'The first that says something wins:',
    '',
    '1. flags on the command line; all that is given of those with dots below, the last of the others;',
    `2. the environment: \`${variableOf('data-root')}\` for \`--data-root\` and so on. Lists and maps have commas between their`,
    '   parts (`MOCKERD_LABEL=rack=3,disk=ssd`), `MOCKERD_DEFAULT_ADDRESS_POOL` semicolons. `MOCKERD_OPTS` is a line of flags;',
    '3. a file that `--env-file` names, like `/etc/default/docker`: the same variables, or `DOCKER_OPTS="--debug --mtu 1400"`;',
    '4. `daemon.json`, if `--config-file` or `MOCKERD_CONFIG_FILE` names one; /etc/docker is never looked at.',
    '',
    'What a flag or a variable says must not be in `daemon.json`, too: that is refused, in the words of dockerd, as are',
    'unknown keys and values of the wrong type. `--validate` looks whether everything is in order, and ends with',
    "`configuration OK`. mockerd's own options are in the file under one key:",
    '',
    '```json',
    '{ "debug": true, "labels": ["rack=3"], "mockerd": { "engine": "27.5", "scenario": ["pull/enospc"] } }',
    '```',
    '',
    '`mockerd daemon` takes the same flags, and says that it is deprecated, as `docker daemon` did.',
    '',
    'In the library the same object is `startDaemon({ daemonJson: { … } })`.',
    '',
    '| Variable of dockerd | What it does |',
    '| --- | --- |',
    ...variables.map(([name, does]) => `| ${name} | ${does} |`),
    '',
    'SIGHUP reads `daemon.json` again, and takes over what is marked with ↻, as dockerd does.',
    '',
    '## Options of dockerd',
    ...dockerdGroups.flatMap((group) => table(group, ['Flag', 'daemon.json', 'mockerd', 'What for'], dockerdRow)),
    '',
    '## Options of mockerd',
    ...ownGroups.flatMap((group) => table(group, ['Flag', 'What for'], ownRow)),
    '',
  ].join('\n')
}

function table({ title, options }: OptionGroup, heads: readonly string[], row: typeof dockerdRow): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const rows = Object.entries(options).map(([flag, option]) => line(row(flag, option)))
  return ['', `### ${title}`, '', line(heads), line(heads.map(() => '---')), ...rows]
}

const dockerdRow = (flag: string, option: Option): string[] => [
  flagCell(flag, option),
  `${keyCell(flag, option)}${option.reloads ? ' ↻' : ''}`,
  option.note === undefined ? option.does! : `${option.does}: ${option.note}`,
  `${helpOf(option)}${option.until === undefined ? '' : `; up to ${option.until}`}`,
]

const ownRow = (flag: string, option: Option): string[] => [flagCell(flag, option), helpOf(option)]

function flagCell(flag: string, option: Option): string {
  const letter = option.short === undefined ? '' : `\`-${option.short}\`, `
  return `${letter}\`--${flag}${valueText(option)}\``
}

function keyCell(flag: string, { json = flag }: Option): string {
  if (json === false) return ''
  return `\`${json}\``
}

if (process.argv[1] === import.meta.filename) {
  const changed = writeIfChanged(join(import.meta.dirname, '..', 'docs', 'flags.md'), flagsPage())
  console.log(changed ? 'docs/flags.md is new' : 'docs/flags.md was right')
}
