// How far two words are from each other.

/** Levenshtein's: how many letters to add, take away or change. */
export function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [index, character] of [...one].entries()) {
    const next = [index + 1]
    for (const [column, against] of [...other].entries()) {
      next.push(Math.min(next[column]! + 1, row[column + 1]! + 1, row[column]! + (character === against ? 0 : 1)))
    }
    row = next
  }
  return row.at(-1)!
}
