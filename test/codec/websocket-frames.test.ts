// Websocket frames, however they are cut into pieces on the way.
import { Buffer } from 'node:buffer'
import { describe, expect, test } from 'vitest'
import { closeFrame, FrameReader, Opcode, websocketFrame } from '../../src/codec/websocket-frames.ts'
import { clientFrame } from '../websocket-client.ts'

const long = 'x'.repeat(70_000)

describe('a server writes frames', () => {
  test.for([
    ['hi', [0x82, 2]],
    ['y'.repeat(126), [0x82, 126, 0, 126]],
    [long, [0x82, 127, 0, 0, 0, 0, 0, 1, 0x11, 0x70]],
  ] as const)('with the shortest head that their length needs', ([text, head]) => {
    const frame = websocketFrame(Opcode.binary, Buffer.from(text))
    expect([...frame.subarray(0, head.length)]).toEqual(head)
    expect(frame.subarray(head.length).toString()).toBe(text)
  })

  test('with a code when it closes', () => {
    expect([...closeFrame(1000)]).toEqual([0x88, 2, 0x03, 0xe8])
  })
})

describe('a server reads frames', () => {
  const sent = Buffer.concat([
    clientFrame(Opcode.text, 'hel', false),
    clientFrame(Opcode.ping, 'there?'),
    clientFrame(Opcode.more, 'lo'),
    clientFrame(Opcode.binary, 'z'.repeat(300)),
    clientFrame(Opcode.text, ''),
    clientFrame(Opcode.close, ''),
  ])

  test.for([1, 2, 7, 64, 1000])('that come in pieces of %i bytes', (size) => {
    const reader = new FrameReader()
    let data = ''
    const others: string[] = []
    for (let at = 0; at < sent.length; at += size) {
      for (const { kind, bytes } of reader.read(sent.subarray(at, at + size))) {
        if (kind === 'data') data += Buffer.from(bytes).toString()
        else others.push(`${kind} ${Buffer.from(bytes)}`)
      }
    }
    expect(data).toBe(`hello${'z'.repeat(300)}`)
    expect(others).toEqual(['ping there?', 'close '])
  })

  test('and does not take what is not masked', () => {
    const pieces = [...new FrameReader().read(websocketFrame(Opcode.text, Buffer.from('x')))]
    expect(pieces.map(({ kind }) => kind)).toEqual(['broken'])
  })
})
