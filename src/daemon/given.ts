// Puts there what scenarios say is there at the beginning, through the API, but past all rules and journals.
import type { GivenContainer, GivenSpec } from '../scenario/language.ts'

type Fetch = (request: Request) => Promise<Response>

/** Rejects with a sentence that names what could not be made. */
export async function give(
  { images = [], networks = [], volumes = [], containers = [] }: GivenSpec,
  fetch: Fetch,
): Promise<void> {
  const post = async (thing: string, path: string, body?: object): Promise<void> => {
    const headers = { 'content-type': 'application/json' }
    const sent = body && { body: JSON.stringify(body), headers }
    const reply = await fetch(new Request(`http://docker${path}`, { method: 'POST', ...sent }))
    const said = await reply.text()
    const complaint = complaintIn(reply.status, said)
    if (complaint !== undefined) throw new Error(`the scenario's ${thing} cannot be made: ${complaint}`)
  }
  for (const image of new Set([...images, ...containers.map((container) => container.image)])) {
    const tag = /[:@][^/]*$/.test(image) ? '' : '&tag=latest'
    await post(`image ${image}`, `/images/create?fromImage=${encodeURIComponent(image)}${tag}`)
  }
  for (const { name, labels } of volumes.map(asMap)) {
    await post(`volume ${name}`, '/volumes/create', { Name: name, Labels: labels })
  }
  for (const { name, driver, labels } of networks.map(asMap)) {
    await post(`network ${name}`, '/networks/create', { Name: name, Driver: driver, Labels: labels })
  }
  for (const container of containers) {
    const { name, running = true } = container
    const thing = `container ${name}`
    await post(thing, `/containers/create?name=${encodeURIComponent(name)}`, bodyOf(container))
    if (running) await post(thing, `/containers/${encodeURIComponent(name)}/start`)
  }
}

type Named = { readonly name: string; readonly driver?: string; readonly labels?: object }

const asMap = (one: string | Named): Named => (typeof one === 'string' ? { name: one } : one)

function bodyOf({ image, command, labels, environment, config }: GivenContainer): object {
  return {
    Image: image,
    ...(command !== undefined && { Cmd: typeof command === 'string' ? ['/bin/sh', '-c', command] : command }),
    ...(labels && { Labels: labels }),
    ...(environment && { Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`) }),
    ...config,
  }
}

/** What dockerd said in the place of doing it, also in the middle of a stream. */
function complaintIn(status: number, said: string): string | undefined {
  if (status >= 400) return said.trim()
  const line = said.split('\n').find((one) => one.includes('"errorDetail"'))
  return line === undefined ? undefined : String((JSON.parse(line) as { error?: unknown }).error)
}
