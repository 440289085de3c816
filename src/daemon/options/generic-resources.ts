// `--node-generic-resource`: numbers of things, or their names (swarmkit api/genericresource/parse.go).

/** Throws an Error with swarmkit's words. */
export function checkResources(texts: readonly string[]): void {
  const refuse = (reason: string): Error => new Error(`could not parse GenericResource: ${reason}`)
  const values = new Map<string, string[]>()
  for (const text of texts) {
    const [name, value, ...more] = text.split('=')
    if (name === undefined || value === undefined || more.length > 0) {
      throw refuse(`incorrect term ${text}, missing '=' or malformed expression`)
    }
    values.set(name.trim(), [...(values.get(name.trim()) ?? []), value.trim()])
  }
  for (const [name, list] of values) {
    const numbers = list.filter((value) => /^[+-]?\d+$/.test(value))
    if (numbers.length === 1 && list.length === 1) {
      if (Number(numbers[0]) < 0) throw refuse(`cannot ask for negative resource ${name}`)
    } else if (numbers.length > 0) {
      throw refuse(`mixed discrete and named resources in expression '${name}=[${list.join(' ')}]'`)
    }
  }
}
