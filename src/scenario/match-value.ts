// Values held against a part of them that is wanted.

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** As `expect.any(String)` of Vitest and Jest: a value that says itself what it fits. */
export interface Asymmetric {
  asymmetricMatch(value: unknown): boolean
  toAsymmetricMatcher?(): string
}

export const isAsymmetric = (value: unknown): value is Asymmetric =>
  typeof (value as Partial<Asymmetric> | null | undefined)?.asymmetricMatch === 'function'

/** JSON, with what such values call themselves. */
export const wantedText = (wanted: unknown): string =>
  JSON.stringify(wanted, (_, value: unknown) =>
    isAsymmetric(value) ? (value.toAsymmetricMatcher?.() ?? String(value)) : value,
  )

/** Whether all that `wanted` names is in `value`; lists must be equal item by item. */
export function includesValue(value: unknown, wanted: unknown): boolean {
  if (isAsymmetric(wanted)) return wanted.asymmetricMatch(value)
  if (isMap(wanted)) {
    return isMap(value) && Object.entries(wanted).every(([key, inner]) => includesValue(value[key], inner))
  }
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(value) &&
      value.length === wanted.length &&
      wanted.every((inner, index) => includesValue(value[index], inner))
    )
  }
  return value === wanted
}
