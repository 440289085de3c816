// The options of the command, wherever they are said: flags before the environment, before daemon.json.
import { clockOf } from './clock-flags.ts'
import { configuredBy, configValues } from './options/daemon-json.ts'
import { type Environment, environmentValues, readEnvironmentFile } from './options/environment.ts'
import { addText, type Values } from './options/given-values.ts'
import type { Options, ValuesOf } from './options/option.ts'
import { StrayWord } from './options/option-error.ts'
import { type ConfigObject, readConfigFile } from './options/read-config-file.ts'
import { readFlags } from './options/read-flags.ts'
import { allOptions, type CommandOptions, dockerdOptions } from './options/table.ts'
import { conflictFree, refuseRealtime, validate } from './options/validate.ts'

/** Options, and what of them was said by flags and in the environment, not in daemon.json. */
export interface ReadOptions extends CommandOptions {
  readonly flags: Values
  /** What dockerd tells of flags that are on their way out, and what mockerd tells of those that it does not simulate. */
  readonly notices: readonly string[]
}

/**
 * Throws an Error whose message is what dockerd prints: a FlagError for a flag that is not known, lacks its value or has a
 * wrong one, another one for a daemon.json that cannot be.
 *
 * @param more options that a subcommand has beside these
 */
export function parseOptions<More extends Options = Record<never, never>>(
  words: readonly string[],
  more?: More,
  environment: Environment = process.env,
): ReadOptions & ValuesOf<More> {
  const options = { ...more, ...allOptions }
  const said: Values = {}
  const strays = readFlags(words, options, (flag, text) => addText(said, flag, text, options))
  const flags = { ...environmentOptions(said, environment), ...said }
  const read = (values: Values): ReadOptions & ValuesOf<More> =>
    ({ ...values, flags, notices: noticesOf(flags, values) }) as object as ReadOptions & ValuesOf<More>
  if (flags.help === true || flags.version === true) return read(flags)
  const [stray] = strays
  if (stray !== undefined) throw new StrayWord(stray)
  const path = flags['config-file']
  return read(settled(path === undefined || path === '' ? flags : withFile(flags, path as string)))
}

/** Throws an Error with dockerd's words for what does not fit together. */
function settled(values: Values): Values {
  const options = values as CommandOptions
  validate(options)
  const label = options.label && conflictFree(options.label)
  refuseRealtime(options)
  clockOf(options)
  return { ...values, ...(label && { label }) }
}

/** differs: the command says them on stderr; what it prints on stdout is for `eval`. */
function noticesOf(flags: Values, values: Values): string[] {
  return Object.entries(dockerdOptions).flatMap(([flag, { deprecated, does, note }]) => [
    ...(deprecated !== undefined && flag in flags ? [`Flag --${flag} has been deprecated, ${deprecated}`] : []),
    ...(does === 'not simulated' && flag in values ? [`--${flag} is not simulated: ${note}`] : []),
  ])
}

/** The environment before the file of it that a flag, or the environment, names. */
function environmentOptions(said: Values, environment: Environment): Values {
  const values = environmentValues(environment, ['MOCKERD_OPTS'], allOptions)
  const path = said['env-file'] ?? values['env-file']
  if (path === undefined) return values
  const file = readEnvironmentFile(path as string)
  return { ...environmentValues(file, ['MOCKERD_OPTS', 'DOCKER_OPTS'], allOptions), ...values }
}

/**
 * What a daemon.json says, or such an object, where there are no flags. Throws an Error with dockerd's words for what
 * cannot be.
 */
export function optionsOfFile(config: string | ConfigObject): ReadOptions {
  const values = typeof config === 'string' ? withFile({}, config) : withConfig({}, 'daemonJson', () => config)
  return { ...settled(values), flags: {}, notices: noticesOf({}, values) }
}

/** differs: never a file that nobody names. */
const withFile = (flags: Values, path: string): Values =>
  withConfig(flags, path, () => readConfigFile(path, flags.engine))

/** moby daemon/config/config.go: MergeDaemonConfigurations */
function withConfig(flags: Values, name: string, read: () => ConfigObject): Values {
  return configuredBy(name, () => {
    const file = configValues(read(), flags)
    const runtimes = { ...(flags['add-runtime'] as object), ...(file['add-runtime'] as object) }
    const merged = { ...file, ...flags, ...(Object.keys(runtimes).length > 0 && { 'add-runtime': runtimes }) }
    validateMerged(merged)
    return merged
  })
}

function validateMerged(merged: Values): void {
  try {
    validate(merged as CommandOptions)
  } catch (error) {
    const reason = (error as Error).message
    throw new Error(`merged configuration validation from file and command line flags failed: ${reason}`)
  }
}
