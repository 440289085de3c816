// A histogram as Prometheus has them: how many values there were up to each bound.

/** seconds: the bounds that everything of dockerd's own has */
export const USUAL_BOUNDS: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

export class Histogram {
  readonly bounds: readonly number[]
  /** how many values lay at or below each bound */
  readonly counts: number[]
  sum = 0
  count = 0

  constructor(bounds: readonly number[] = USUAL_BOUNDS) {
    this.bounds = bounds
    this.counts = bounds.map(() => 0)
  }

  observe(value: number): void {
    this.sum += value
    this.count++
    this.bounds.forEach((bound, index) => {
      if (value <= bound) this.counts[index]!++
    })
  }
}
