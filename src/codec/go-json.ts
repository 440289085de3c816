// JSON as Go's encoding/json writes maps: their keys sorted, and nothing in it that HTML could take for its own.

/** json.Marshal of a value that JSON.parse gave. */
export const goJson = (value: unknown): string => sorted(value).replace(/[<>&\u2028\u2029]/g, escaped)

function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  // written key by key: an object would have those that look like numbers first
  const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${fields.map(([key, inner]) => `${JSON.stringify(key)}:${sorted(inner)}`).join(',')}}`
}

const escaped = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`
