// Options out of the environment: MOCKERD_<FLAG>, MOCKERD_OPTS, and those of a file that --env-file names.
// differs: HTTP_PROXY and the like say nothing, so that the same options make the same daemon everywhere.
import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { pathError } from '../../codec/path-error.ts'
import { addText, type Values } from './given-values.ts'
import { kindOf } from './kinds.ts'
import type { Options } from './option.ts'
import { FlagError } from './option-error.ts'
import { readFlags } from './read-flags.ts'

export type Environment = Readonly<Record<string, string | undefined>>

const PREFIX = 'MOCKERD_'

/** Said by nobody who wants a daemon; MOCKERD_VERSION is what others call the version that they install. */
const notVariables = new Set(['help', 'version'])

/** `max-concurrent-downloads` is MOCKERD_MAX_CONCURRENT_DOWNLOADS. */
export const variableOf = (flag: string): string => `${PREFIX}${flag.replaceAll('-', '_').toUpperCase()}`

/**
 * What variables say, those of single flags before those that hold a line of flags. An empty one says nothing. Throws a
 * FlagError that names the variable.
 * @param lines the variables that hold lines of flags, the strongest first
 */
export function environmentValues(environment: Environment, lines: readonly string[], options: Options): Values {
  const single: Values = {}
  const isNamed = Object.keys(environment).some((name) => name.startsWith(PREFIX) || lines.includes(name))
  if (!isNamed) return single
  for (const [flag, { kind }] of Object.entries(options)) {
    const name = variableOf(flag)
    const text = environment[name]
    if (!text || notVariables.has(flag)) continue
    about(name, () => {
      for (const one of kindOf(kind).split?.(text) ?? [text]) addText(single, flag, one, options)
    })
  }
  const weaker = lines.toReversed().map((name) => lineValues(name, environment[name], options))
  return Object.assign({}, ...weaker, single)
}

function lineValues(name: string, line: string | undefined, options: Options): Values {
  const values: Values = {}
  if (!line) return values
  about(name, () => {
    const [stray] = readFlags(wordsOf(line), options, (flag, text) => addText(values, flag, text, options))
    if (stray !== undefined) throw new FlagError(`no flag: ${stray}`)
  })
  return values
}

function about(name: string, read: () => void): void {
  try {
    read()
  } catch (error) {
    throw error instanceof FlagError ? new FlagError(`${name}: ${error.reason}`) : error
  }
}

/** As a shell splits a line: blanks part words, quotes keep them together and are taken off. */
function wordsOf(line: string): string[] {
  const words = line.match(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/gs) ?? []
  return words.map((word) =>
    word.replace(/"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)/gs, (_, double?: string, single?: string, escaped?: string) =>
      double !== undefined ? double.replace(/\\(["\\$`])/g, '$1') : (single ?? escaped ?? ''),
    ),
  )
}

/** The variables of a file like /etc/default/docker. Throws an Error with a sentence when it cannot be read. */
export function readEnvironmentFile(path: string): Environment {
  try {
    // shells export; the file is no script otherwise
    return parseEnv(readFileSync(path, 'utf8').replace(/^\s*export\s+/gm, ''))
  } catch (error) {
    throw new Error(`unable to read the file of --env-file: ${pathError(path, error)}`)
  }
}
