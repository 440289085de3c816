// Layers that come badly: cut off, wrong, late, or wanted by several at a time.
import { HttpResponse } from 'msw'
import { describe, expect, test } from 'vitest'
import { errors, HOST, playRegistry } from './played-registry.ts'
import { remoteEngine, told } from './remote-engine.ts'
import { testImage } from './test-image.ts'

const registry = playRegistry()
const short = (digest: string): string => digest.slice(7, 19)

/** The first half of a body, then the connection is gone. */
function cut(bytes: Uint8Array, status = 200, headers: Record<string, string> = {}): Response {
  const half = bytes.subarray(0, bytes.length / 2)
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(half),
    pull: (controller) => controller.error(new Error('cut')),
  })
  return new HttpResponse(body, { status, headers: { 'Content-Length': String(bytes.length), ...headers } })
}

async function oneLayer() {
  const image = await testImage('a', { size: 100_000 })
  registry().putImage('a:1', image)
  const layer = image.layers[0]!.digest
  const requests = () => registry().requests.filter(({ path }) => path.endsWith(layer))
  return { image, layer, bytes: image.blobs.get(layer)!, requests, engine: remoteEngine() }
}

describe('a layer that is cut off', () => {
  test('is tried again after five seconds, from where it was', async () => {
    const { image, layer, bytes, requests, engine } = await oneLayer()
    registry().twist = ({ path, headers }) => (path.endsWith(layer) && !headers.has('range') ? cut(bytes) : undefined)
    const { lines, done } = engine.pulling(`${HOST}/a:1`)
    await until(() => lines.some(({ status }) => status === 'Retrying in 5 seconds'))
    await engine.clock.advance(4999)
    expect(requests()).toHaveLength(1)
    await engine.clock.advance(1)
    await done
    expect(told(lines).filter((line) => line.includes('Retrying'))).toEqual([
      `${short(layer)}: Retrying in 5 seconds`,
      `${short(layer)}: Retrying in 4 seconds`,
      `${short(layer)}: Retrying in 3 seconds`,
      `${short(layer)}: Retrying in 2 seconds`,
      `${short(layer)}: Retrying in 1 second`,
    ])
    expect(requests()[1]?.headers.get('range')).toBe(`bytes=${bytes.length / 2}-`.replace(/\.\d+/, ''))
    expect(engine.images.find(`${HOST}/a:1`).id).toBe(image.id)
  })

  test('begins again at a registry that knows no ranges', async () => {
    const { image, layer, bytes, requests, engine } = await oneLayer()
    let asked = 0
    registry().twist = ({ path, headers }) => {
      if (!path.endsWith(layer)) return undefined
      if (headers.has('range')) return new HttpResponse(Buffer.from(bytes), { status: 200 })
      return ++asked === 1 ? cut(bytes) : undefined
    }
    const { lines, done } = engine.pulling(`${HOST}/a:1`)
    for (const seconds of [5, 10]) {
      await until(() => lines.at(-1)?.status === `Retrying in ${seconds} seconds`)
      await engine.clock.advance(seconds * 1000)
    }
    await done
    expect(requests().map(({ headers }) => headers.has('range'))).toEqual([false, true, true, false])
    expect(engine.images.find(`${HOST}/a:1`).id).toBe(image.id)
  })

  test('five times is given up, and nothing stays of it', async () => {
    const { layer, engine } = await oneLayer()
    registry().twist = ({ path }) => (path.endsWith(layer) ? errors(503, 'UNAVAILABLE', 'x') : undefined)
    const { lines, done } = engine.pulling(`${HOST}/a:1`)
    const failed = expect(done).rejects.toThrow('received unexpected HTTP status: 503 Service Unavailable')
    for (const seconds of [5, 10, 15, 20]) {
      await until(() => lines.at(-1)?.status === `Retrying in ${seconds} seconds`)
      await engine.clock.advance(seconds * 1000)
    }
    await failed
    expect([...engine.state.table.all()]).toEqual([])
  })
})

test('a layer that a registry does not have is not asked for again', async () => {
  const { layer, requests, engine } = await oneLayer()
  registry().twist = ({ path }) => (path.endsWith(layer) ? errors(404, 'BLOB_UNKNOWN', 'x', layer) : undefined)
  await expect(engine.pulling(`${HOST}/a:1`).done).rejects.toThrow('unknown blob')
  expect(requests()).toHaveLength(2)
})

test('a layer that is another one is refused at once', async () => {
  const { layer, requests, engine } = await oneLayer()
  registry().twist = ({ path }) => (path.endsWith(layer) ? new HttpResponse('other bytes') : undefined)
  await expect(engine.pulling(`${HOST}/a:1`).done).rejects.toThrow(
    `filesystem layer verification failed for digest ${layer}`,
  )
  expect(requests()).toHaveLength(1)
})

test('three layers come at a time, and the others wait', async () => {
  const image = await testImage('many', { layers: 5 })
  registry().putImage('a:1', image)
  const layers = image.layers.map(({ digest }) => digest)
  const waiting: (() => void)[] = []
  registry().twist = ({ path }) => {
    if (!layers.some((digest) => path.endsWith(digest))) return undefined
    return new Promise((resolve) => waiting.push(() => resolve(undefined)))
  }
  const engine = remoteEngine()
  const { lines, done } = engine.pulling(`${HOST}/a:1`)
  await until(() => waiting.length === 3)
  expect(told(lines).filter((line) => line.endsWith('Waiting'))).toEqual(
    layers.slice(3).map((digest) => `${short(digest)}: Waiting`),
  )
  for (let given = 0; given < 5; given++) {
    await until(() => waiting.length > given)
    waiting[given]!()
  }
  await done
  expect(engine.images.find(`${HOST}/a:1`).id).toBe(image.id)
})

test('forty layers are no reason for a warning', async () => {
  const warnings: unknown[] = []
  const note = (warning: Error): void => void warnings.push(warning)
  process.on('warning', note)
  const image = await testImage('forty', { layers: 40 })
  registry().putImage('a:1', image)
  const engine = remoteEngine()
  await engine.pulling(`${HOST}/a:1`).done
  // warnings come in a turn of their own
  await new Promise((resolve) => setImmediate(resolve))
  process.off('warning', note)
  expect(warnings).toEqual([])
  expect(engine.images.inspect(`${HOST}/a:1`).RootFS.Layers).toHaveLength(40)
})

test('two pulls at a time download a layer once', async () => {
  const { image, layer, requests, engine } = await oneLayer()
  let give = (): void => {}
  registry().twist = ({ path }) =>
    path.endsWith(layer) ? new Promise((resolve) => (give = () => resolve(undefined))) : undefined
  const first = engine.pulling(`${HOST}/a:1`)
  const second = engine.pulling(`${HOST}/a:1`)
  await until(() => requests().length === 1 && told(second.lines).some((line) => line.includes('Pulling fs layer')))
  give()
  await Promise.all([first.done, second.done])
  expect(requests()).toHaveLength(1)
  expect(told(second.lines)).toContain(`${short(layer)}: Pull complete`)
  expect(engine.images.find(`${HOST}/a:1`).id).toBe(image.id)
})

test('whoever leaves a pull does not take the layer from others', async () => {
  const { image, layer, requests, engine } = await oneLayer()
  let give = (): void => {}
  registry().twist = ({ path }) =>
    path.endsWith(layer) ? new Promise((resolve) => (give = () => resolve(undefined))) : undefined
  const stop = new AbortController()
  const first = engine.pulling(`${HOST}/a:1`, undefined, stop.signal)
  const second = engine.pulling(`${HOST}/a:1`)
  await until(() => requests().length === 1 && told(second.lines).some((line) => line.includes('Pulling fs layer')))
  stop.abort(new Error('gone'))
  await expect(first.done).rejects.toThrow('gone')
  give()
  await second.done
  expect(engine.images.find(`${HOST}/a:1`).id).toBe(image.id)
})

test('a pull that nobody waits for ends, and leaves nothing', async () => {
  const { layer, requests, engine } = await oneLayer()
  registry().twist = ({ path }) => (path.endsWith(layer) ? new Promise(() => {}) : undefined)
  const stop = new AbortController()
  const { done } = engine.pulling(`${HOST}/a:1`, undefined, stop.signal)
  await until(() => requests().length === 1)
  stop.abort(new Error('gone'))
  await expect(done).rejects.toThrow('gone')
  expect([...engine.state.table.all()]).toEqual([])
})

/** Waits for what happens in other turns of the event loop. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve))
}
