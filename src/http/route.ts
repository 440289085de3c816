// From a method and a path to an operation: a tree of path segments for each method, made once.
import type { Route } from '../gen/routes.ts'

export interface Match {
  readonly route: Route
  /** `1.51` of `/v1.51/…`. */
  readonly version: string | undefined
  readonly parameters: Readonly<Record<string, string>>
}

/** Finds the route of a method and a decoded, cleaned path. */
export type Router = (method: string, path: string) => Match | undefined

interface Node {
  readonly fixed: Map<string, Node>
  parameter?: Node
  /** Parameters that take any number of segments, with what must follow them. */
  readonly greedy: { readonly tail: readonly string[]; readonly route: Route }[]
  route?: Route
}

interface Found {
  readonly route: Route
  readonly values: string[]
}

const VERSION = /^v[0-9.]+$/

const routers = new WeakMap<readonly Route[], Router>()

/** That of a table of routes. It is made once: to make it takes as long as the rest of a daemon. */
export function routerOf(routes: readonly Route[]): Router {
  const router = routers.get(routes) ?? createRouter(routes)
  routers.set(routes, router)
  return router
}

function createRouter(routes: readonly Route[]): Router {
  const trees = new Map<string, Node>()
  const namesOf = new Map<Route, string[]>()
  for (const route of routes) {
    let tree = trees.get(route.method)
    if (!tree) trees.set(route.method, (tree = emptyNode()))
    insert(tree, route)
    namesOf.set(
      route,
      Array.from(route.path.matchAll(/\{(\w+)\}/g), (found) => found[1]!),
    )
  }
  return (method, path) => {
    const tree = trees.get(method)
    if (!tree) return undefined
    const segments = path.split('/')
    const versioned = VERSION.test(segments[1] ?? '')
    const found = find(tree, segments, versioned ? 2 : 1)
    if (!found) return undefined
    const parameters: Record<string, string> = {}
    const { values } = found
    const names = namesOf.get(found.route)!
    for (let i = 0; i < values.length; i++) parameters[names[i]!] = values[i]!
    return { route: found.route, version: versioned ? segments[1]?.slice(1) : undefined, parameters }
  }
}

const emptyNode = (): Node => ({ fixed: new Map(), greedy: [] })

function insert(tree: Node, route: Route): void {
  let node = tree
  const segments = route.path.split('/').slice(1)
  for (const [index, segment] of segments.entries()) {
    const name = /^\{(\w+)\}$/.exec(segment)?.[1]
    if (name && route.greedy?.includes(name)) {
      node.greedy.push({ tail: segments.slice(index + 1), route })
      node.greedy.sort((a, b) => b.tail.length - a.tail.length)
      return
    }
    if (name) {
      node = node.parameter ??= emptyNode()
    } else {
      let next = node.fixed.get(segment)
      if (!next) node.fixed.set(segment, (next = emptyNode()))
      node = next
    }
  }
  node.route = route
}

/** Looks from segment `at` on: fixed names before parameters, those before greedy ones. */
function find(node: Node, segments: readonly string[], at: number): Found | undefined {
  if (at === segments.length) return node.route && { route: node.route, values: [] }
  const segment = segments[at]!
  const next = node.fixed.get(segment)
  const fixed = next && find(next, segments, at + 1)
  if (fixed) return fixed
  if (node.parameter && segment !== '') {
    const found = find(node.parameter, segments, at + 1)
    if (found) {
      found.values.unshift(segment)
      return found
    }
  }
  for (const { tail, route } of node.greedy) {
    const end = segments.length - tail.length
    if (end <= at || !tail.every((name, index) => fits(name, segments[end + index]!))) continue
    const behind = segments.slice(end).filter((_, index) => isParameter(tail[index]!))
    return { route, values: [segments.slice(at, end).join('/'), ...behind] }
  }
  return undefined
}

const isParameter = (name: string): boolean => name.startsWith('{')

const fits = (name: string, segment: string): boolean => (isParameter(name) ? segment !== '' : segment === name)
