// How each release reads JSON bodies, and the words with which it refuses them.
import { describe, expect, test } from 'vitest'
import { personaNamed } from '../../src/daemon/personas.ts'
import type { OperationId } from '../../src/gen/operations.ts'
import { createWaist } from '../contract/waist.ts'

const refused = (engine: string, operation: OperationId, body?: string, type = 'application/json') =>
  createWaist({ persona: personaNamed(engine) }).refusal(operation, {
    ...(body === undefined ? {} : { body }),
    headers: { 'content-type': type },
  })

describe('A value of a wrong type in a new container', () => {
  test.each([
    ['20.10', '{"Image":1}', 'number into Go struct field ContainerConfigWrapper.Image of type string'],
    ['26.1', '{"Image":1}', 'number into Go struct field ContainerConfigWrapper.Image of type string'],
    ['27.5', '{"Image":1}', 'number into Go struct field CreateRequest.Image of type string'],
    ['28.5', '{"Image":1}', 'number into Go struct field CreateRequest.Config.Image of type string'],
    ['28.5-debian', '{"Image":1}', 'number into Go struct field .Image of type string'],
    ['20.10', '[]', 'array into Go value of type runconfig.ContainerConfigWrapper'],
    ['27.5', '[]', 'array into Go value of type container.CreateRequest'],
    ['20.10', '{"cmd":{"a":1}}', 'object into Go struct field ContainerConfigWrapper.Cmd of type string'],
    ['28.5', '{"cmd":{"a":1}}', 'object into Go struct field CreateRequest.Config.Cmd of type string'],
    ['28.5-debian', '{"cmd":{"a":1}}', 'object into Go value of type string'],
    ['20.10', '{"Env":[1]}', 'number into Go struct field ContainerConfigWrapper.Env of type string'],
    ['20.10', '{"Labels":{"a":1}}', 'number into Go struct field ContainerConfigWrapper.Labels of type string'],
    [
      '20.10',
      '{"HostConfig":{"Memory":"x"}}',
      'string into Go struct field HostConfig.HostConfig.Memory of type int64',
    ],
    [
      '28.5',
      '{"HostConfig":{"Memory":"x"}}',
      'string into Go struct field HostConfig.HostConfig.Resources.Memory of type int64',
    ],
    [
      '28.5',
      '{"HostConfig":{"Devices":[{"PathOnHost":1}]}}',
      'number into Go struct field DeviceMapping.HostConfig.Resources.Devices.PathOnHost of type string',
    ],
  ])('is refused by Docker Engine %s: %s: %s', async (engine, body, words) => {
    const before = engine === '20.10' ? 'broken: ' : 'invalid: invalid JSON: '
    expect(await refused(engine, 'ContainerCreate', body)).toBe(`${before}json: cannot unmarshal ${words}`)
  })
})

describe('A value of a wrong type for a network', () => {
  test.each([
    ['26.1', 'NetworkConnect', 'types.NetworkConnect'],
    ['28.5', 'NetworkConnect', 'network.ConnectOptions'],
    ['26.1', 'NetworkCreate', 'types.NetworkCreateRequest'],
    ['28.5', 'NetworkCreate', 'network.CreateRequest'],
  ] as const)('is told of by Docker Engine %s for %s: %s', async (engine, operation, type) => {
    expect(await refused(engine, operation, '[]')).toBe(
      `invalid: invalid JSON: json: cannot unmarshal array into Go value of type ${type}`,
    )
  })
})

describe('What is no JSON', () => {
  test.each([
    ['{"a":"\n"}', "invalid character '\\n' in string literal", "invalid character '\\n' in string"],
    ['{"a":"\\x"}', "invalid character 'x' in string escape code", 'invalid escape sequence `\\x` in string'],
    [
      '{"a":"\\u00x0"}',
      "invalid character 'x' in \\u hexadecimal character escape",
      'invalid escape sequence `\\u00x0` in string',
    ],
    [
      '{"a":1.}',
      "invalid character '}' after decimal point in numeric literal",
      "invalid character '}' in numeric literal",
    ],
    ['{"a":1e}', "invalid character '}' in exponent of numeric literal", "invalid character '}' in numeric literal"],
    [
      'é',
      "invalid character 'Ã' looking for beginning of value",
      "invalid character 'é' looking for beginning of value",
    ],
    ['{"a":"\\', 'unexpected EOF', 'unexpected EOF'],
  ])('%j is refused in the words of Go before 1.27, and of 1.27', async (body, old, now) => {
    expect(await refused('28.5', 'VolumeCreate', body)).toBe(`invalid: invalid JSON: ${old}`)
    expect(await refused('28.5-debian', 'VolumeCreate', body)).toBe(`invalid: invalid JSON: ${now}`)
  })
})

describe('Docker Engine 20.10 reads bodies in its own way:', () => {
  test.each([
    ['ContainerCreate', 'x', "broken: invalid character 'x' looking for beginning of value"],
    ['ContainerUpdate', 'x', "broken: invalid character 'x' looking for beginning of value"],
    ['ContainerExec', 'x', "invalid: invalid character 'x' looking for beginning of value"],
    ['SwarmInit', 'x', "invalid: invalid character 'x' looking for beginning of value"],
    ['PluginPull', 'x', "broken: failed to parse privileges: invalid character 'x' looking for beginning of value"],
    ['ContainerCreate', '{', 'broken: unexpected EOF'],
    ['ContainerCreate', undefined, 'broken: EOF'],
    ['ContainerUpdate', undefined, 'broken: EOF'],
    ['VolumeCreate', undefined, 'invalid: got EOF while reading request body'],
    ['ExecStart', undefined, 'invalid: got EOF while reading request body'],
    ['PluginPull', undefined, 'broken: failed to parse privileges: EOF'],
    ['PluginPull', '[] x', 'broken: invalid privileges'],
    ['ImageCommit', undefined, 'not refused'],
    ['ContainerCreate', '{} x', 'not refused'],
    ['NetworkCreate', '{} x', 'not refused'],
  ] as const)('%s of %j: %s', async (operation, body, answer) => {
    expect(await refused('20.10', operation, body)).toBe(answer)
  })

  test.each([
    ['text/plain', "invalid: Content-Type specified (text/plain) must be 'application/json'"],
    ['nonsense;;', "invalid: Content-Type specified (nonsense;;) must be 'application/json'"],
    ['application/json; charset=utf-8', 'not refused'],
  ])('Content-Type %s: %s', async (type, answer) => {
    expect(await refused('20.10', 'ContainerCreate', '{}', type)).toBe(answer)
  })

  test('the swarm does not look at Content-Type', async () => {
    expect(await refused('20.10', 'SwarmInit', '{}', 'text/plain')).toBe('not refused')
    expect(await refused('23.0', 'SwarmInit', '{}', 'text/plain')).toContain('unsupported Content-Type header')
  })
})

test.each([
  ['20.10', 'not refused'],
  ['23.0', 'invalid: unexpected content after JSON'],
])('Docker Engine %s: what stands behind the JSON of a container is %s', async (engine, answer) => {
  expect(await refused(engine, 'ContainerCreate', '{} trailing')).toBe(answer)
})
