// Lets a step happen now, and looks at what is there afterwards.
import type { RuleHandle, RuleSpec } from '../../src/index.ts'
import { bodyOf, type Play } from './play.ts'

let count = 0

/** Until the rule that comes back is disposed of. Throws what the client was told when the step could not be done. */
export async function happen(it: Play, step: RuleSpec['do']): Promise<RuleHandle> {
  const rule = it.daemon.use({ name: `happening ${++count}`, when: { operation: 'SystemPing', times: 1 }, do: step })
  const reply = await it.daemon.fetch(new Request('http://docker/_ping'))
  const text = await reply.text()
  if (reply.status !== 200) throw new Error(JSON.parse(text).message)
  return rule
}

/** A request in this process: the status, and the JSON or the text of the reply. */
export async function ask(
  it: Pick<Play, 'daemon'>,
  line: string,
  body?: object,
  // biome-ignore lint/suspicious/noExplicitAny: whatever the daemon says
): Promise<{ readonly status: number; readonly body: any; readonly text: string }> {
  const [method = 'GET', path = '/'] = line.split(' ')
  const sent = body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  const reply = await it.daemon.fetch(new Request(`http://docker${path}`, { method, ...sent }))
  const text = await reply.text()
  try {
    return { status: reply.status, body: JSON.parse(text), text }
  } catch {
    return { status: reply.status, body: undefined, text }
  }
}

/** A container that runs until somebody ends it. */
export async function runningContainer(it: Play, config: object = {}, name = 'web'): Promise<string> {
  if ((await ask(it, 'GET /images/alpine/json')).status === 404)
    await ask(it, 'POST /images/create?fromImage=alpine&tag=latest')
  const made = await ask(it, `POST /containers/create?name=${name}`, {
    Image: 'alpine',
    Cmd: ['sleep', '1d'],
    ...config,
  })
  if (made.status !== 201) throw new Error(made.text)
  const started = await ask(it, `POST /containers/${name}/start`)
  if (started.status !== 204) throw new Error(started.text)
  return made.body.Id
}

/** What was told from now on, as `container die`. */
export function events(it: Play): string[] {
  const heard: string[] = []
  it.daemon.engine.world.events.listen(({ type, action }) => void heard.push(`${type} ${action}`))
  return heard
}

export const stateOf = async (it: Play, name = 'web'): Promise<Record<string, unknown>> =>
  (await ask(it, `GET /containers/${name}/json`)).body.State

/** A request with a JSON body on a connection of its own: the status, and the body. */
export async function post(
  it: Play,
  path: string,
  body: object = {},
): Promise<readonly [status: number, text: string]> {
  const text = JSON.stringify(body)
  const type = 'Content-Type: application/json\r\nConnection: close\r\n'
  const client = it.say(`POST ${path}`, `${type}Content-Length: ${text.length}\r\n`).say(text)
  const answer = await client.all()
  return [Number(answer.slice(9, 12)), bodyOf(answer)]
}
