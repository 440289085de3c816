// True and false as Go reads them (strconv.ParseBool).

const spelled: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'T', 'true', 'TRUE', 'True'].map((text): [string, boolean] => [text, true]),
  ...['0', 'f', 'F', 'false', 'FALSE', 'False'].map((text): [string, boolean] => [text, false]),
])

/** Undefined if it is neither. */
export const parseBoolean = (text: string): boolean | undefined => spelled.get(text)

/** What Go says of a text that is neither true nor false; undefined if it is one of them. */
export const booleanProblem = (text: string): string | undefined =>
  spelled.has(text) ? undefined : `strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`
