// Groups of files that import each other, directly or around a corner.

/** Tarjan's strongly connected components with more than one member, each sorted. */
export function cycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const path: string[] = []
  const onPath = new Set<string>()
  const found: string[][] = []

  const visit = (file: string): void => {
    order.set(file, order.size)
    lowest.set(file, order.get(file)!)
    path.push(file)
    onPath.add(file)
    for (const next of graph.get(file) ?? []) {
      if (!order.has(next)) {
        visit(next)
        lowest.set(file, Math.min(lowest.get(file)!, lowest.get(next)!))
      } else if (onPath.has(next)) {
        lowest.set(file, Math.min(lowest.get(file)!, order.get(next)!))
      }
    }
    if (lowest.get(file) !== order.get(file)) return
    const group = path.splice(path.indexOf(file))
    for (const member of group) onPath.delete(member)
    if (group.length > 1) found.push(group.sort())
  }

  for (const file of graph.keys()) if (!order.has(file)) visit(file)
  return found
}
