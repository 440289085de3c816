// What a log line carries beside its text: labels and variables of the container, and a tag (moby
// daemon/logger/loginfo.go: ExtraAttributes).
import { toBytes } from '../../../runtime/applets/byte-string.ts'
import { Pattern } from '../../../runtime/applets/text-pattern/pattern.ts'
import type { Container } from '../container.ts'
import { tagOf, tagProblem } from './tag.ts'

type Described = Pick<Container, 'config' | 'hostConfig'>

/** Why they cannot be found out, or undefined. */
export function attributesProblem({ config, hostConfig }: Described): string | undefined {
  const { Config: options } = hostConfig.LogConfig
  const patterns = [options['labels-regex'], ...(config.Env.length > 0 ? [options['env-regex']] : [])]
  for (const source of patterns) {
    const problem = source ? patternProblem(source) : undefined
    if (problem) return problem
  }
  return tagProblem(options.tag ?? '')
}

function patternProblem(source: string): string | undefined {
  try {
    new Pattern(toBytes(source), { extended: true })
    return undefined
  } catch (error) {
    // Go's regexp/syntax has words of its own for what goes wrong most often
    const reason = (error as Error).message
    if (reason.startsWith('Unmatched ( ')) return `error parsing regexp: missing closing ): \`${source}\``
    if (reason.startsWith('Unmatched ) ')) return `error parsing regexp: unexpected ): \`${source}\``
    if (reason.startsWith('Unmatched [')) {
      return `error parsing regexp: missing closing ]: \`${source.slice(source.lastIndexOf('['))}\``
    }
    return `error parsing regexp: ${reason}`
  }
}

/** By name; json-file writes them into each line. */
export function attributesOf(container: Container): ReadonlyMap<string, string> {
  const { config, hostConfig } = container
  const { Config: options } = hostConfig.LogConfig
  const found = new Map<string, string>()
  const variables = new Map(
    config.Env.filter((entry) => entry.includes('=')).map((entry): [string, string] => {
      const equals = entry.indexOf('=')
      return [entry.slice(0, equals), entry.slice(equals + 1)]
    }),
  )
  take(found, new Map(Object.entries(config.Labels)), options.labels, options['labels-regex'])
  take(found, variables, options.env, options['env-regex'])
  const tag = tagOf(options.tag ?? '', container)
  if (tag !== '') found.set('tag', tag)
  return found
}

function take(
  into: Map<string, string>,
  from: ReadonlyMap<string, string>,
  names: string | undefined,
  pattern: string | undefined,
): void {
  for (const name of names?.split(',') ?? []) if (from.has(name)) into.set(name, from.get(name)!)
  if (!pattern) return
  const wanted = new Pattern(toBytes(pattern), { extended: true })
  for (const [name, value] of from) if (wanted.test(toBytes(name))) into.set(name, value)
}

/** `a=1,b=2`, sorted, as `docker logs --details` shows them (moby api/server/httputils/write_log_stream.go). */
export function attributesText(found: ReadonlyMap<string, string>): string {
  return [...found]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${queryEscaped(name)}=${queryEscaped(value)}`)
    .join(',')
}

/** Go: url.QueryEscape */
const queryEscaped = (text: string): string =>
  encodeURIComponent(text)
    .replace(/%20/g, '+')
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
