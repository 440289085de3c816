// Makes a thing once per key: steps that images share must be the very same object.

/** A function that gives the same object for the same key; after `most` keys it begins to forget. */
export function remembered<V>(make: (key: string) => V, most: number = Number.POSITIVE_INFINITY): (key: string) => V {
  const known = new Map<string, V>()
  return (key) => {
    const before = known.get(key)
    if (before !== undefined) return before
    const made = make(key)
    if (known.size >= most) known.clear()
    known.set(key, made)
    return made
  }
}
