// One line of the table: what mockerd takes beside what bare node:http takes for the same, or beside a figure alone.

export interface Row {
  readonly name: string
  readonly unit: string
  readonly ours: number
  /** Nothing where node:http has nothing of the kind. */
  readonly bare?: number
  /** Ours to bare: the median of the ratios of neighbouring rounds, which a busy machine disturbs less than ours / bare. */
  readonly ratio?: number
  /** Whether a bigger number is a faster daemon. */
  readonly biggerIsBetter: boolean
  /** What the ratio (or ours, without bare) should be: at least this for bigger-is-better, at most this otherwise. */
  readonly aim: number
}

/** A subject measures in alternating rounds and gives the medians. */
export type Subject = () => Promise<Row[]>

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** A row from measurements that were taken in turns. */
export function compare(name: string, unit: string, rule: Pick<Row, 'biggerIsBetter' | 'aim'>, rounds: Rounds): Row {
  const ratios = rounds.ours.map((ours, round) => ours / rounds.bare[round]!)
  return { name, unit, ...rule, ours: median(rounds.ours), bare: median(rounds.bare), ratio: median(ratios) }
}

export interface Rounds {
  readonly ours: number[]
  readonly bare: number[]
}

export function reached({ ours, ratio = ours, biggerIsBetter, aim }: Row): boolean {
  return biggerIsBetter ? ratio >= aim : ratio <= aim
}

export function table(rows: readonly Row[]): string {
  const lines = [['', 'mockerd', 'bare', 'ratio', 'aim', ''], ...rows.map(cells)]
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)))
  return lines
    .map((line) =>
      line
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function cells(row: Row): string[] {
  const { name, unit, ours, bare, ratio, biggerIsBetter, aim } = row
  return [
    `${name} (${unit})`,
    digits(ours),
    bare === undefined ? '' : digits(bare),
    ratio === undefined ? '' : ratio.toFixed(2),
    `${biggerIsBetter ? '>=' : '<='} ${aim < 10 ? aim.toFixed(1) : aim}`,
    reached(row) ? '' : 'short',
  ]
}

const digits = (n: number): string => (n >= 100 ? Math.round(n).toLocaleString('en') : n.toFixed(2))
