import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { readContract } from '../../scripts/generate/contract.ts'
import type { Layer } from '../../src/api/dispatch.ts'
import { operations } from '../../src/api/operations.ts'
import { json } from '../../src/api/reply.ts'
import { unsupported } from '../../src/api/unsupported.ts'
import type { Engine } from '../../src/engine/engine.ts'
import { defaultSettings } from '../../src/engine/settings.ts'
import { routes } from '../../src/gen/routes.ts'
import { createWaist } from './waist.ts'

describe('Every operation of the contract', () => {
  test('has one way to it', () => {
    const ways = routes.map(({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`)
    expect(ways).toEqual([...new Set(ways)])
  })

  test('is either answered or named as not simulated, never both', () => {
    const refuse = operations[unsupported.at(-1) as (typeof unsupported)[number]]
    const answered = routes.filter(({ operation }) => (operations[operation] as unknown) !== refuse)
    const names = answered.map(({ operation }) => operation as string)
    expect(names.filter((name) => (unsupported as readonly string[]).includes(name))).toEqual([])
  })

  test('that is not simulated says so by its name', () => {
    const engine = { settings: { now: defaultSettings } } as Engine
    for (const operation of unsupported) {
      const right = { ListenAddr: '127.0.0.1', RemoteAddrs: ['127.0.0.2'] }
      const call = { operation, headers: { upgrade: 'h2c' }, body: right } as unknown as Parameters<
        (typeof operations)[typeof operation]
      >[1]
      const ask = operations[operation] as (engine: Engine, call: unknown) => unknown
      expect(() => ask(engine, call)).toThrow(`mockerd does not simulate ${operation} yet`)
    }
  })
})

describe('Layers between the request and the operation', () => {
  test('see the call in order, may change it, and see the reply', async () => {
    const seen: string[] = []
    const layer =
      (name: string): Layer =>
      async (call, next) => {
        seen.push(`${name} ${call.operation}`)
        const reply = await next(call)
        seen.push(`${name} ${reply.status}`)
        return reply
      }
    await createWaist({ layers: [layer('outer'), layer('inner')] }).reply('SystemInfo')
    expect(seen).toEqual(['outer SystemInfo', 'inner SystemInfo', 'inner 200', 'outer 200'])
  })

  test('may answer themselves', async () => {
    const waist = createWaist({ layers: [async () => json({ message: 'no' }, 503)] })
    expect(await waist.reply('SystemInfo')).toEqual(json({ message: 'no' }, 503))
  })
})

describe('An unsound contract is refused with a sentence', () => {
  const folders: string[] = []
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
  })

  const read = (files: Record<string, object>) => {
    const folder = mkdtempSync(join(tmpdir(), 'contract-'))
    folders.push(folder)
    for (const [name, document] of Object.entries(files)) writeFileSync(join(folder, name), JSON.stringify(document))
    return readContract(folder)
  }
  const operation = (operationId: string, schema: object = {}) => ({
    get: { operationId, responses: { 200: { description: '', content: { 'application/json': { schema } } } } },
  })

  test('a reference into another file is followed', () => {
    const contract = read({
      'a.yaml': { paths: { '/a': operation('A', { $ref: 'b.yaml#/components/schemas/B' }) } },
      'b.yaml': { components: { schemas: { B: { type: 'object' } } } },
    })
    expect(contract.operations).toMatchObject([{ id: 'A', replies: { 200: 'B' } }])
  })

  test('a reference to nothing', () => {
    const files = { 'a.yaml': { paths: { '/a': operation('A', { $ref: '#/components/schemas/Nosuch' }) } } }
    expect(() => read(files)).toThrow('refers to #/components/schemas/Nosuch, which does not exist.')
  })

  test('two operations of one name', () => {
    const files = { 'a.yaml': { paths: { '/a': operation('A') } }, 'b.yaml': { paths: { '/b': operation('A') } } }
    expect(() => read(files)).toThrow('b.yaml and a.yaml both have the operationId A.')
  })

  test('two schemas of one name', () => {
    const file = { components: { schemas: { S: {} } } }
    expect(() => read({ 'a.yaml': file, 'b.yaml': file })).toThrow('b.yaml and a.yaml both define schemas/S.')
  })

  test('a path parameter that is not declared', () => {
    expect(() => read({ 'a.yaml': { paths: { '/a/{id}': operation('A') } } })).toThrow('A has {id} in its path')
  })
})
