// Values held against a part of them that is wanted.

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether all that `wanted` names is in `value`; lists must be equal item by item. */
export function includesValue(value: unknown, wanted: unknown): boolean {
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
