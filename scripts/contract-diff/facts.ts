// What a contract says of one thing in one version, in a form in which two contracts can be compared.

/** An operation, parameter, status, header, body or field. Formats, nulls and descriptions are not compared. */
export interface Fact {
  readonly type?: string | undefined
  readonly required?: boolean
  /** as JSON */
  readonly default?: string | undefined
  /** sorted */
  readonly enum?: readonly string[] | undefined
  /** Real daemons have it, the published definitions are not expected to. */
  readonly undocumented?: boolean
}

/**
 * By place: `GET /x`, `GET /x ? query all`, `GET /x -> 200`, `GET /x -> 200 header Y`, `GET /x 200 . [].Names`,
 * `GET /x body . Labels{}`; the path `$` is the value itself.
 */
export type Facts = Map<string, Fact>

/** The places that hold a place, innermost first: what lies in a missing one need not be told. */
export function holders(place: string): string[] {
  const [operation = '', separator = '', path = ''] =
    /^(\S+ \S+)(?:( -> | \? | \S+ \. )(.*))?$/.exec(place)?.slice(1) ?? []
  if (separator === '') return []
  if (!separator.endsWith(' . '))
    return separator === ' -> ' && / header /.test(path)
      ? [`${operation} -> ${path.split(' ')[0]}`, operation]
      : [operation]
  const root = `${operation}${separator}`
  const found: string[] = []
  for (let end = path.length; end > 0; end--) {
    const rest = path.slice(end)
    if (/^(\.|\[\]|\{\})/.test(rest)) found.push(root + path.slice(0, end))
  }
  if (path !== '$') found.push(`${root}$`)
  return [...found, operation]
}

export const sortedEnum = (values: readonly unknown[] | undefined): string[] | undefined =>
  values
    ?.filter((value) => value !== null)
    .map(String)
    .sort()
