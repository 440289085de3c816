// ip: prints addresses, interfaces and routes; a container may not change them.
import type { Process, Program } from '../process.ts'
import { interfaceFacts, networkAt, type Route, routesOf } from './interface-facts.ts'
import { addressLines, linkLine, type Shown } from './ip/interfaces.ts'
import { showUsage } from './options.ts'
import { Complaint } from './report.ts'

const usage = '[OPTIONS] address|route|link|tunnel|neigh|rule [ARGS]'

const objects = ['address', 'route', 'link', 'neigh', 'rule'] as const
const reading = ['show', 'list', 'lst']

const ip: Program = async (process) => {
  const words = process.argv.slice(1)
  const shown = await readOptions(process, words)
  const word = words.shift() ?? ''
  const object = objects.find((name) => word !== '' && name.startsWith(word))
  if (object === undefined) return showUsage(process, { usage })
  const verb = words[0] !== undefined && reading.some((name) => name.startsWith(words[0]!)) ? words.shift() : undefined
  const isAction = verb === undefined && words[0] !== undefined
  await process.write(1, isAction ? act(process, object, words) : tell(process, object, words, shown))
  return 0
}
export default ip

/** `-4 -o -f inet`, before the object. */
async function readOptions(process: Process, words: string[]): Promise<Shown> {
  let family: Shown['family']
  let oneLine = false
  while (words[0]?.startsWith('-')) {
    const option = words.shift()!.replace(/^--?/, '')
    if (option === '4') family = 'inet'
    else if (option === '6') family = 'inet6'
    else if (option === '0') family = 'link'
    else if (option !== '' && 'oneline'.startsWith(option)) oneLine = true
    else if (option !== '' && 'family'.startsWith(option)) family = words.shift() as Shown['family']
    else return showUsage(process, { usage })
  }
  return { ...(family && { family }), oneLine }
}

/** What is no wish to be told something. */
function act(process: Process, object: (typeof objects)[number], words: readonly string[]): string {
  const [verb = '', target = ''] = words
  if (object === 'route' && verb === 'get') return get(process, target)
  if (object === 'link' && verb === 'set') throw new Complaint('SIOCSIFFLAGS: Operation not permitted')
  if (['add', 'del', 'delete', 'change', 'append', 'replace', 'flush'].includes(verb)) {
    throw new Complaint('RTNETLINK answers: Operation not permitted')
  }
  throw new Complaint(`invalid argument '${verb}' to 'ip'`)
}

/** The way to an address. */
function get(process: Process, target: string): string {
  const routes = routesOf(process)
  const route =
    routes.find(({ to, prefix }) => to !== undefined && networkAt(target, prefix) === to) ??
    routes.find(({ to }) => to === undefined)
  if (!route) throw new Complaint('RTNETLINK answers: Network unreachable', 2)
  const through = route.gateway ? `via ${route.gateway} ` : ''
  return `${target} ${through}dev ${route.name}  src ${route.source} \n`
}

const RULES = ['0:\tfrom all lookup local ', '32766:\tfrom all lookup main ', '32767:\tfrom all lookup default ']

function tell(process: Process, object: (typeof objects)[number], words: readonly string[], shown: Shown): string {
  if (object === 'neigh') return ''
  if (object === 'rule') return RULES.map((line) => `${line}\n`).join('')
  const name = deviceOf(words)
  if (object === 'route') {
    if (shown.family === 'inet6') return ''
    const isDefault = words[0] === 'default'
    const routes = routesOf(process).filter((route) => name === undefined || isDefault || route.name === name)
    return routes.map(routeLine).join('')
  }
  const interfaces = interfaceFacts(process, name)
  if (name !== undefined && interfaces.length === 0) throw new Complaint(`can't find device '${name}'`)
  return interfaces.map((one) => (object === 'link' ? linkLine(one, shown) : addressLines(one, shown))).join('')
}

/** `eth0`, `dev eth0`; other words narrow nothing down. */
function deviceOf(words: readonly string[]): string | undefined {
  const at = words.indexOf('dev')
  if (at >= 0) return words[at + 1]
  return words.find((word) => !['up', 'default', 'scope', 'global', 'to'].includes(word))
}

function routeLine({ to, prefix, gateway, name, source }: Route): string {
  return gateway ? `default via ${gateway} dev ${name} \n` : `${to}/${prefix} dev ${name} scope link  src ${source} \n`
}
