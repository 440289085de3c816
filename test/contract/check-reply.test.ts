import { describe, expect, test } from 'vitest'
import type { Reply } from '../../src/api/reply.ts'
import { conflict } from '../../src/world/refusal.ts'
import { checkedDispatch, checkReply } from './check-reply.ts'
import { incomingOf } from './waist.ts'

const headers = { 'content-type': 'application/json' }

describe('A reply is held against the contract', () => {
  const created = { Id: 'abc', Warnings: [] }

  test('one that the contract knows passes', () => {
    checkReply({ operation: 'ContainerCreate', status: 201, headers, body: created })
    checkReply({ operation: 'ContainerCreate', status: 404, headers, body: { message: 'No such image: x' } })
    checkReply({ operation: 'ContainerStart', status: 204 })
  })

  test.each([
    ['an unknown status', { status: 202, body: created }, 'does not have this status'],
    [
      'an unknown field',
      { status: 201, body: { ...created, Nosuch: 1 } },
      'the reply has what the contract does not know: Nosuch',
    ],
    ['a missing field', { status: 201, body: { Warnings: [] } }, 'the reply is without Id'],
    ['a wrong type', { status: 201, body: { Id: 5, Warnings: [] } }, '/Id must be string'],
    ['no body', { status: 201 }, 'the body is missing'],
    ['text that is no JSON', { status: 201, body: 'oops' }, 'this is not JSON: oops'],
  ])('%s is told', (_, reply, words) => {
    expect(() => checkReply({ operation: 'ContainerCreate', headers, ...reply })).toThrow(words)
  })

  test('another type of content is told', () => {
    const html = { 'content-type': 'text/html' }
    expect(() => checkReply({ operation: 'SystemPing', status: 200, headers: html, body: 'OK' })).toThrow(
      'the contract has no text/html',
    )
  })

  test('a field of another version is told', () => {
    const reply = { operation: 'ImageList', status: 200, headers } as const
    const image = { VirtualSize: 1 }
    const told = (version: string): string => {
      try {
        checkReply({ ...reply, version, body: [image] })
        return ''
      } catch (error) {
        return (error as Error).message
      }
    }
    expect(told('1.44')).toContain('/0 has what the contract does not know: VirtualSize')
    expect(told('1.43')).not.toContain('VirtualSize')
  })

  test('fields inside fields are told, too', () => {
    const body = { Id: 'x', State: { Running: true, Nosuch: 1 } }
    expect(() => checkReply({ operation: 'ContainerInspect', status: 200, headers, body })).toThrow(
      '/State has what the contract does not know: Nosuch',
    )
  })

  test('JSON lines are held against it line by line', () => {
    const body = '{"status":"Pulling"}\r\n{"status":5}\r\n'
    const reply = { operation: 'ImageCreate', status: 200, headers } as const
    checkReply({ ...reply, body: '{"status":"Pulling"}\r\n{"status":"Done"}\r\n' })
    expect(() => checkReply({ ...reply, body })).toThrow('/status must be string')
  })
})

describe('A checked dispatch', () => {
  const incoming = incomingOf('ContainerRename', {})
  const answering = (reply: Reply) => checkedDispatch(() => reply)

  test('lets good replies and refusals through', async () => {
    const reply: Reply = { kind: 'empty', status: 204 }
    expect(await answering(reply)(incoming)).toBe(reply)
    const refusing = checkedDispatch(() => {
      throw conflict('taken')
    })
    await expect(refusing(incoming)).rejects.toThrow('taken')
  })

  test('throws where a reply is not of the contract, and tells its listener', async () => {
    const told: string[] = []
    const dispatch = checkedDispatch(() => ({ kind: 'empty', status: 299 }), {
      onViolation: ({ message }) => told.push(message),
    })
    await expect(dispatch(incoming)).rejects.toThrow('ContainerRename (v1.51, 299)')
    expect(told).toHaveLength(1)
  })

  test('checks streams while they flow', async () => {
    async function* chunks(): AsyncIterable<string> {
      yield '{"status":"a"}\r\n{"sta'
      yield 'tus":5}\r\n'
    }
    const reply = await answering({ kind: 'stream', status: 200, type: 'application/json', chunks: chunks() })(
      incomingOf('ImageCreate', {}),
    )
    const seen: unknown[] = []
    const reading = async () => {
      if (reply.kind === 'stream') for await (const chunk of reply.chunks) seen.push(chunk)
    }
    await expect(reading()).rejects.toThrow('/status must be string')
    expect(seen).toEqual(['{"status":"a"}\r\n{"sta'])
  })
})
