// The labels that declare curves: `mockerd.stats.cpu=sine 10% 60% 1m`. Those of an image count for its containers.
import { ramInBytes } from '../../../codec/size.ts'
import { type Random, seededRandom } from '../../../world/random.ts'
import { invalid } from '../../../world/refusal.ts'
import { type Curve, parseCurve } from './curve.ts'

const PREFIX = 'mockerd.stats.'

export interface DeclaredCurve extends Curve {
  /** whether it comes on top of what is measured; else it takes its place */
  readonly adds: boolean
}

/** cpu in processors, memory in bytes, network and block in bytes per second, pids in processes */
export type CurveName = 'cpu' | 'memory' | 'network.rx' | 'network.tx' | 'block.read' | 'block.write' | 'pids'
export type Curves = Readonly<Partial<Record<CurveName, DeclaredCurve>>>

const none: Curves = {}

const readers: Readonly<Record<CurveName, (word: string) => number>> = {
  cpu: processorsOf,
  memory: ramInBytes,
  'network.rx': rateOf,
  'network.tx': rateOf,
  'block.read': rateOf,
  'block.write': rateOf,
  pids: countOf,
}

/** `150%` of a processor, or `1.5` of them. */
function processorsOf(word: string): number {
  const match = /^(\d+(?:\.\d+)?)(%?)$/.exec(word)
  if (!match) throw new Error(`"${word}" is no share of a processor such as 25%`)
  return Number(match[1]) / (match[2] ? 100 : 1)
}

/** bytes per second: `10m`, `10m/s` */
function rateOf(word: string): number {
  return ramInBytes(word.replace(/\/s$/, ''))
}

function countOf(word: string): number {
  if (!/^\d{1,7}$/.test(word)) throw new Error(`"${word}" is no number of processes`)
  return Number(word)
}

/**
 * The curves that labels declare.
 * @param seed of what is drawn by chance; the same seed gives the same curve
 * @throws invalid (400) for a label that makes no sense
 */
export function curvesOf(labels: Readonly<Record<string, string>>, seed: string): Curves {
  let curves: Partial<Record<CurveName, DeclaredCurve>> | undefined
  for (const [label, text] of Object.entries(labels)) {
    if (!label.startsWith(PREFIX)) continue
    const name = label.slice(PREFIX.length)
    const known = Object.hasOwn(readers, name) ? (name as CurveName) : undefined
    if (!known) throw invalid(`invalid label ${label}: it may end in ${Object.keys(readers).join(', ')}`)
    curves ??= {}
    curves[known] = declared(label, text, readers[known], seededRandom(`${seed}/${label}`))
  }
  return curves ?? none
}

function declared(label: string, text: string, read: (word: string) => number, random: Random): DeclaredCurve {
  const adds = text.trimStart().startsWith('+')
  try {
    return { ...parseCurve(text.replace(/^\s*\+/, ''), read, random), adds }
  } catch (error) {
    throw invalid(`invalid label ${label}=${text}: ${(error as Error).message}`)
  }
}
