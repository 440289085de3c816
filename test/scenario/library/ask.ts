// What scenarios are asked: calls with a body, containers to play with, JSON out of answers.
import { expect } from 'vitest'
import { bodyOf, chunksOf, headOf, type Play } from '../play.ts'

/** The whole answer to a POST, with a JSON body if there is one. */
export function post(it: Play, path: string, body?: object): Promise<string> {
  return it
    .say(`POST ${path}`, `Connection: close\r\n${headersOf(body)}`)
    .say(textOf(body))
    .all()
}

/** For calls that take a connection over. */
export const UPGRADE = 'Connection: Upgrade\r\nUpgrade: tcp\r\n'

export const headersOf = (body?: object): string =>
  body ? `Content-Type: application/json\r\nContent-Length: ${textOf(body).length}\r\n` : 'Content-Length: 0\r\n'

export const textOf = (body?: object): string => (body ? JSON.stringify(body) : '')

/** `HTTP/1.1 404 Not Found` */
export const statusLine = (answer: string): string => headOf(answer).split('\r\n')[0]!

/** What dockerd's envelope says. */
export const messageOf = (answer: string): string => jsonOf(answer).message

/** The value of a body of JSON, sent with its length or in chunks. */
// biome-ignore lint/suspicious/noExplicitAny: each test knows what it has asked for
export function jsonOf(answer: string): any {
  const chunked = /^Transfer-Encoding: chunked/m.test(headOf(answer))
  return JSON.parse(chunked ? chunksOf(answer).chunks.join('') : bodyOf(answer))
}

export const pull = (it: Play, image = 'alpine', tag = 'latest'): Promise<string> =>
  post(it, `/images/create?fromImage=${image}&tag=${tag}`)

/** The objects of a stream that is sent in chunks. */
export const objectsOf = (answer: string): Record<string, unknown>[] =>
  chunksOf(answer)
    .chunks.join('')
    .split('\n')
    .flatMap((line) => (line.trim() === '' ? [] : [JSON.parse(line) as Record<string, unknown>]))

/** Pulls the image and makes a container of it; gives its id. */
export async function create(it: Play, name: string, config: object = {}): Promise<string> {
  expect(statusLine(await pull(it))).toBe('HTTP/1.1 200 OK')
  const made = await post(it, `/containers/create?name=${name}`, { Image: 'alpine', Cmd: ['sleep', '1000'], ...config })
  expect(statusLine(made)).toBe('HTTP/1.1 201 Created')
  return jsonOf(made).Id
}

export async function run(it: Play, name: string, config: object = {}): Promise<string> {
  const id = await create(it, name, config)
  expect(statusLine(await post(it, `/containers/${name}/start`))).toBe('HTTP/1.1 204 No Content')
  return id
}

/** The actions of the events that have been told from `since` (seconds since 1970) up to now. A second goes by. */
export async function actionsTold(it: Play, filters: object, since = 0): Promise<string[]> {
  const query = `since=${since}&until=${it.clock.now() / 1000 + 1}&filters=${encodeURIComponent(JSON.stringify(filters))}`
  const events = it.say(`GET /events?${query}`, 'Connection: close\r\n')
  await events.until(/\r\n\r\n/)
  await it.clock.advance(1000)
  return objectsOf(await events.all()).map(({ Action }) => String(Action))
}
