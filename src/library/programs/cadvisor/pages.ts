// cAdvisor's pages: /containers/ and /docker/, which bring themselves up to date.
import { type ContainerInfo, momentOf } from './container-info.ts'
import type { Snapshot } from './machine.ts'

/** seconds */
const AGAIN = 2

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!)

function page(title: string, body: string): string {
  return `<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="refresh" content="${AGAIN}">
<title>cAdvisor - ${escaped(title)}</title>
<style>body { font-family: sans-serif; margin: 2em } td, th { padding: 0.2em 1em; text-align: left }</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<p><a href="/containers/">containers</a> <a href="/docker/">docker</a> <a href="/metrics">metrics</a></p>
${body}
</body>
</html>
`
}

const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(2)} MiB`

/** Cores that were busy between the last two samples. */
function coresOf({ stats }: ContainerInfo): string {
  const [before, now] = [stats.at(-2), stats.at(-1)]
  if (!before || !now) return '-'
  const passed = (momentOf(now.timestamp) - momentOf(before.timestamp)) * 1e6
  return passed > 0 ? ((now.cpu.usage.total - before.cpu.usage.total) / passed).toFixed(3) : '-'
}

function row(one: ContainerInfo, link: string, shown: string): string {
  const last = one.stats.at(-1)
  const cells = [
    `<a href="${escaped(link)}">${escaped(shown)}</a>`,
    coresOf(one),
    mebibytes(last?.memory.usage ?? 0),
    mebibytes(last?.memory.working_set ?? 0),
    mebibytes(last?.network.rx_bytes ?? 0),
    mebibytes(last?.network.tx_bytes ?? 0),
    String(last?.processes.process_count ?? 0),
  ]
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`
}

const heads = ['Container', 'Cores', 'Memory', 'Working set', 'Received', 'Sent', 'Processes']

function table(rows: readonly string[]): string {
  return `<table><tr>${heads.map((head) => `<th>${head}</th>`).join('')}</tr>\n${rows.join('\n')}</table>`
}

export function containersPage({ root, containers }: Snapshot): string {
  const below = containers.map((one) => row(one, `/containers${one.name}`, one.name))
  return page('/', table([row(root, '/containers/', '/'), ...below]))
}

export function dockerPage({ containers }: Snapshot): string {
  const rows = containers.map((one) => row(one, `/docker/${one.id}`, `${one.aliases?.[0]} (${one.name})`))
  return page('Docker Containers', table(rows))
}

export function containerPage(one: ContainerInfo): string {
  const facts = `<pre>${escaped(JSON.stringify(one.spec, undefined, 2))}</pre>`
  return page(one.aliases?.[0] ?? one.name, table([row(one, `/containers${one.name}`, one.name)]) + facts)
}
