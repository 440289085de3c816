// The differences of two lists of lines, by Myers' method: as few changes as possible.

/** Lines of the old list from..to have become lines of the new list start..end. */
export interface Edit {
  readonly from: number
  readonly to: number
  readonly start: number
  readonly end: number
}

/** Changes after which the search is given up and the rest taken as replaced: time and memory grow with its square. */
const mostChanges = 3000

/** Both lists by numbers: equal numbers are equal lines. Gives up the processor through `tick` now and then. */
export async function findEdits(
  left: readonly number[],
  right: readonly number[],
  tick: () => Promise<void> | undefined,
): Promise<Edit[]> {
  let start = 0
  while (start < left.length && start < right.length && left[start] === right[start]) start++
  let [leftEnd, rightEnd] = [left.length, right.length]
  while (leftEnd > start && rightEnd > start && left[leftEnd - 1] === right[rightEnd - 1]) {
    leftEnd--
    rightEnd--
  }
  const [n, m] = [leftEnd - start, rightEnd - start]
  if (n === 0 && m === 0) return []
  const whole: Edit = { from: start, to: leftEnd, start, end: rightEnd }
  if (n === 0 || m === 0) return [whole]
  const trace = await searchPath(left, right, start, n, m, tick)
  return trace ? walkBack(trace, start, n, m) : [whole]
}

/** The furthest places on every diagonal, one array per number of changes; undefined if there are too many. */
async function searchPath(
  left: readonly number[],
  right: readonly number[],
  offset: number,
  n: number,
  m: number,
  tick: () => Promise<void> | undefined,
): Promise<Int32Array[] | undefined> {
  const trace: Int32Array[] = []
  let before = new Int32Array(3)
  for (let changes = 0; changes <= Math.min(n + m, mostChanges); changes++) {
    const now = new Int32Array(2 * changes + 3)
    for (let diagonal = -changes; diagonal <= changes; diagonal += 2) {
      const at = (k: number) => before[k + changes] ?? 0
      const down = diagonal === -changes || (diagonal !== changes && at(diagonal - 1) < at(diagonal + 1))
      let x = changes === 0 ? 0 : down ? at(diagonal + 1) : at(diagonal - 1) + 1
      let y = x - diagonal
      while (x < n && y < m && left[offset + x] === right[offset + y]) {
        x++
        y++
      }
      now[diagonal + changes + 1] = x
      if (x >= n && y >= m) {
        trace.push(now)
        return trace
      }
    }
    trace.push(now)
    before = now
    if (changes % 64 === 63) await tick()
  }
  return undefined
}

function walkBack(trace: readonly Int32Array[], offset: number, n: number, m: number): Edit[] {
  const edits: Edit[] = []
  let [x, y] = [n, m]
  for (let changes = trace.length - 1; changes > 0; changes--) {
    const before = trace[changes - 1]!
    const at = (diagonal: number) => before[diagonal + changes] ?? 0
    const diagonal = x - y
    const down = diagonal === -changes || (diagonal !== changes && at(diagonal - 1) < at(diagonal + 1))
    const fromX = down ? at(diagonal + 1) : at(diagonal - 1)
    const fromY = fromX - (down ? diagonal + 1 : diagonal - 1)
    const [toX, toY] = down ? [fromX, fromY + 1] : [fromX + 1, fromY]
    const next = edits.at(-1)
    const touches = next && next.from === offset + toX && next.start === offset + toY
    const edit = { from: offset + fromX, to: offset + toX, start: offset + fromY, end: offset + toY }
    if (touches) edits[edits.length - 1] = { ...edit, to: next.to, end: next.end }
    else edits.push(edit)
    ;[x, y] = [fromX, fromY]
  }
  return edits.reverse()
}
