// The operations that a rule is for, by their names or by method and path.
import type { OperationId } from '../api/call.ts'
import { routes } from '../gen/routes.ts'

import type { WhenSpec } from './language.ts'
import { escaped, wordTest } from './match-text.ts'
import { didYouMean } from './nearest.ts'

type Wanted = Pick<WhenSpec, 'operation' | 'method' | 'path'>

/** All that may be meant; undefined for every one. */
export function operationsOf({ operation, method, path }: Wanted): ReadonlySet<OperationId> | undefined {
  if (operation === undefined && method === undefined && path === undefined) return undefined
  const names = operation === undefined ? undefined : [operation].flat().map((name) => wordTest(name))
  const methods = method === undefined ? undefined : new Set([method].flat().map((name) => name.toUpperCase()))
  const segments = path?.split('/').slice(1)
  const fitting = routes.filter(
    (route) =>
      (!names || names.some((test) => test(route.operation))) &&
      (!methods || methods.has(route.method)) &&
      (!segments || overlap(segments, route.path.split('/').slice(1), new Set(route.greedy?.map((one) => `{${one}}`)))),
  )
  return new Set(fitting.map((route) => route.operation))
}

/** Whether some path could fit both. */
function overlap(pattern: readonly string[], route: readonly string[], greedy: ReadonlySet<string>): boolean {
  const [head, ...tail] = pattern
  const [own, ...others] = route
  if (head === undefined || own === undefined) return head === own || head === '**'
  if (head === '**') return overlap(tail, route, greedy) || overlap(pattern, others, greedy)
  if (greedy.has(own) && (overlap(tail, route, greedy) || overlap(tail, others, greedy))) return true
  const isOpen = own.startsWith('{') || isVariable(head)
  return (isOpen || wordTest(head)(own)) && overlap(tail, others, greedy)
}

const isVariable = (segment: string): boolean => segment === '*' || segment.startsWith('{')

/** Of the path of a URL, without its version and query. */
export function pathTest(pattern: string): (url: string) => boolean {
  const source = pattern
    .split('/')
    .slice(1)
    .map((segment) => {
      if (segment === '**') return '(?:/.*)?'
      if (isVariable(segment)) return '/[^/]+'
      return `/${segment.split('*').map(escaped).join('[^/]*')}`
    })
  const test = new RegExp(`^(?:/v\\d+(?:\\.\\d+)?)?${source.join('')}/?(?:\\?|$)`, 'u')
  return (url) => test.test(url)
}

/** What is wrong with a name of an operation; nothing if one is meant by it. */
export function complaintAbout(name: string): string | undefined {
  const test = wordTest(name)
  if (routes.some(({ operation }) => test(operation))) return undefined
  const known = new Set(routes.map(({ operation }) => operation))
  return `is no operation of the API: "${name}"${didYouMean(name, known)}`
}
