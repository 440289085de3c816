// Checks of what records say, as a person or another release may have written them.

export type Fields = Readonly<Record<string, unknown>>

/** Throws an Error when it is no object. */
export function fieldsOf(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('it is no JSON object')
  return value as Fields
}

export function textOf(fields: Fields, name: string): string {
  const value = fields[name]
  if (typeof value !== 'string') throw new Error(`its ${name} is no text`)
  return value
}

export function numberOf(fields: Fields, name: string): number {
  const value = fields[name]
  if (typeof value !== 'number') throw new Error(`its ${name} is no number`)
  return value
}

export function digestIn(fields: Fields, name: string): string {
  const text = textOf(fields, name)
  if (!/^sha256:[0-9a-f]{64}$/.test(text)) throw new Error(`its ${name} is no digest`)
  return text
}

/** Undefined if it is left out. */
export function optional<Value>(
  fields: Fields,
  name: string,
  read: (fields: Fields, name: string) => Value,
): Value | undefined {
  return fields[name] === undefined ? undefined : read(fields, name)
}
