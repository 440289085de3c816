// Whole numbers as Go reads them.

const LARGEST = 2n ** 63n - 1n

/** What Go's strconv.Atoi says of a text that it cannot read as a number of 64 bits; undefined if it can. */
export function integerProblem(text: string): string | undefined {
  const say = (reason: string): string => `strconv.Atoi: parsing ${JSON.stringify(text)}: ${reason}`
  if (!/^[+-]?\d+$/.test(text)) return say('invalid syntax')
  const value = BigInt(text.replace('+', ''))
  return value > LARGEST || value < -LARGEST - 1n ? say('value out of range') : undefined
}
