// Reads `WWW-Authenticate` headers (RFC 9110, 11.6.1).

export interface Challenge {
  /** in small letters: `basic`, `bearer` */
  readonly scheme: string
  /** by name in small letters */
  readonly parameters: Readonly<Record<string, string>>
}

const PARAMETER = /\s*([A-Za-z0-9!#$%&'*+.^_`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))\s*,?/y

/** One challenge for each header, as registries send them. */
export function parseChallenges(headers: readonly string[]): Challenge[] {
  return headers.flatMap((header) => {
    const [, scheme, rest = ''] = /^\s*([^\s,=]+)(?:\s+(.*))?$/s.exec(header) ?? []
    return scheme === undefined ? [] : [{ scheme: scheme.toLowerCase(), parameters: parametersOf(rest) }]
  })
}

function parametersOf(text: string): Record<string, string> {
  const parameters: Record<string, string> = Object.create(null)
  PARAMETER.lastIndex = 0
  for (let match = PARAMETER.exec(text); match; match = PARAMETER.exec(text)) {
    const [, name = '', quoted, plain = ''] = match
    parameters[name.toLowerCase()] = quoted?.replace(/\\(.)/g, '$1') ?? plain
  }
  return parameters
}
