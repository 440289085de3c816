// Which rules and entries of timelines have acted, and who waits for that.

export interface Firings {
  note(name: string): void
  has(name: string): boolean
  /** Calls back once, at its first firing; now if that was before. */
  first(name: string, then: () => void): void
}

export function createFirings(): Firings {
  const fired = new Set<string>()
  const waiting = new Map<string, (() => void)[]>()
  return {
    note(name) {
      if (fired.has(name)) return
      fired.add(name)
      const due = waiting.get(name) ?? []
      waiting.delete(name)
      for (const then of due) then()
    },
    has: (name) => fired.has(name),
    first(name, then) {
      if (fired.has(name)) then()
      else waiting.set(name, [...(waiting.get(name) ?? []), then])
    },
  }
}
