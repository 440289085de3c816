import { describe, expect, test } from 'vitest'
import type { OperationId } from '../../src/gen/operations.ts'
import { createWaist } from './waist.ts'

const waist = createWaist()
const create = async (body: string, version?: string) =>
  (await waist.call('ContainerCreate', version ? { body, version } : { body })).body
const refused = (body: string, operation: OperationId = 'ContainerCreate') => waist.refusal(operation, { body })

describe('A JSON body is read leniently', () => {
  test('names match in any case, and unknown fields are passed over', async () => {
    expect(await create('{"iMaGe":"busybox","hostconfig":{"MEMORY":7},"Nosuch":{"a":[1]}}')).toEqual({
      Image: 'busybox',
      HostConfig: { Memory: 7 },
    })
  })

  test('null stands for nothing in an object and for an empty value elsewhere', async () => {
    const body = '{"Image":null,"Env":[null,"A=1"],"Labels":{"a":null},"Volumes":{"/data":null},"HostConfig":null}'
    expect(await create(body)).toEqual({ Env: ['', 'A=1'], Labels: { a: '' }, Volumes: { '/data': {} } })
    expect(await create('{"HostConfig":{"PortBindings":{"80/tcp":null}}}')).toEqual({
      HostConfig: { PortBindings: { '80/tcp': null } },
    })
    expect(await create('null')).toEqual({})
  })

  test('a command may be one text', async () => {
    expect(await create('{"Cmd":"echo","Entrypoint":["a","b"],"HostConfig":{"CapAdd":"SYS_TIME"}}')).toEqual({
      Cmd: ['echo'],
      Entrypoint: ['a', 'b'],
      HostConfig: { CapAdd: ['SYS_TIME'] },
    })
  })

  test('a console size always has two numbers', async () => {
    expect(await create('{"HostConfig":{"ConsoleSize":[7]}}')).toEqual({ HostConfig: { ConsoleSize: [7, 0] } })
    expect(await create('{"HostConfig":{"ConsoleSize":[7,8,"x"]}}')).toEqual({ HostConfig: { ConsoleSize: [7, 8] } })
  })

  test('values of enums are left to the operation', async () => {
    expect(await create('{"HostConfig":{"RestartPolicy":{"Name":"sometimes"}}}')).toEqual({
      HostConfig: { RestartPolicy: { Name: 'sometimes' } },
    })
  })

  test('the last of several equal names counts', async () => {
    expect(await create('{"Image":"a","Image":"b"}')).toEqual({ Image: 'b' })
  })

  test('a label may be called __proto__ and harms nobody', async () => {
    const { Labels } = (await create('{"Labels":{"__proto__":"x","constructor":"y"}}')) as { Labels: object }
    expect(Object.entries(Labels)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ])
    expect(Object.getPrototypeOf(Labels)).toBe(Object.prototype)
  })

  test('texts come out as they were meant', async () => {
    expect(await create('{"Image":"\\u00e9\\n\\"\\/\\\\ 💥"}')).toEqual({ Image: 'é\n"/\\ 💥' })
  })

  test('fields that the daemon ignores for older clients, or does not know, are not there', async () => {
    const body = '{"HostConfig":{"Annotations":{"a":"b"},"Capabilities":["x"]}}'
    expect(await create(body)).toEqual({ HostConfig: { Annotations: { a: 'b' } } })
    expect(await create(body, '1.42')).toEqual({ HostConfig: {} })
  })

  test('fields that the daemon refuses to older clients reach the operation, which refuses them', async () => {
    const body = '{"HostConfig":{"Mounts":[{"BindOptions":{"ReadOnlyForceRecursive":true,"CreateMountpoint":true}}]}}'
    expect(await create(body, '1.41')).toEqual({
      HostConfig: { Mounts: [{ BindOptions: { ReadOnlyForceRecursive: true } }] },
    })
  })

  test.each(['{"a":1}}', '{} ', '{}]'])('%s is one object', async (body) => {
    expect(await create(body)).toEqual({})
  })
})

describe('A body that is no JSON is refused with the words of Go', () => {
  test.each([
    ['', 'got EOF while reading request body'],
    [' \n', 'got EOF while reading request body'],
    ['{', 'unexpected EOF'],
    ['{"a":"b', 'unexpected EOF'],
    ['-', 'unexpected EOF'],
    ['no json', "invalid character 'o' in literal null (expecting 'u')"],
    ['x', "invalid character 'x' looking for beginning of value"],
    ['{a:1}', "invalid character 'a' looking for beginning of object key string"],
    ["{'a':1}", "invalid character '\\'' looking for beginning of object key string"],
    ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 "b":2}', "invalid character '\"' after object key:value pair"],
    ['{"a":01}', "invalid character '1' after object key:value pair"],
    ['[1 2]', "invalid character '2' after array element"],
    ['{"a":1.}', "invalid character '}' in numeric literal"],
    ['{"a":"\n"}', "invalid character '\\n' in string"],
    ['{"a":"\\x"}', 'invalid escape sequence `\\x` in string'],
    ['\ufeff{}', "invalid character '\\ufeff' looking for beginning of value"],
    ['\x01', "invalid character '\\x01' looking for beginning of value"],
  ])('%j', async (body, words) => {
    expect(await refused(body)).toBe(`invalid: invalid JSON: ${words}`)
  })

  test.each(['{} trailing', '{}{}', '{} ,'])('%s has something behind the object', async (body) => {
    expect(await refused(body)).toBe('invalid: unexpected content after JSON')
  })

  test('a body nested beyond all sense is refused and does no harm', async () => {
    expect(await refused('['.repeat(1_000_000))).toBe('invalid: invalid JSON: exceeded max depth')
    expect(await refused(`{"a":${'['.repeat(5000)}`)).toBe('invalid: invalid JSON: exceeded max depth')
  })

  test('a login is refused in its own way', async () => {
    expect(await refused('no json', 'SystemAuth')).toBe("broken: invalid character 'o' in literal null (expecting 'u')")
    expect(await refused('', 'SystemAuth')).toBe('broken: EOF')
  })
})

describe('A wrong type is refused with the words of Go', () => {
  test.each([
    ['[]', 'array into Go value of type container.CreateRequest'],
    ['true', 'bool into Go value of type container.CreateRequest'],
    ['{"Image":5}', 'number into Go struct field .Image of type string'],
    ['{"image":5}', 'number into Go struct field .image of type string'],
    ['{"Tty":"x"}', 'string into Go struct field .Tty of type bool'],
    ['{"Env":[1]}', 'number into .Env.0 of type string'],
    ['{"Labels":{"a~b/c":1}}', 'number into Go struct field .Labels.a~0b~1c of type string'],
    ['{"Volumes":{"a":1}}', 'number into Go struct field .Volumes.a of type struct {}'],
    ['{"Cmd":[1]}', 'array into Go value of type string'],
    ['{"HostConfig":"x"}', 'string into Go struct field .HostConfig of type container.HostConfig'],
    ['{"HostConfig":{"Memory":"1"}}', 'string into Go struct field .HostConfig.Memory of type int64'],
    ['{"HostConfig":{"Memory":1e3}}', 'number 1e3 into Go struct field .HostConfig.Memory of type int64'],
    [
      '{"HostConfig":{"BlkioWeight":70000}}',
      'number 70000 into Go struct field .HostConfig.BlkioWeight of type uint16',
    ],
    ['{"HostConfig":{"Ulimits":1}}', 'number into Go struct field .HostConfig.Ulimits of type []*units.Ulimit'],
    ['{"HostConfig":{"Ulimits":[1]}}', 'number into .HostConfig.Ulimits.0 of type units.Ulimit'],
    ['{"Healthcheck":{"Interval":"1"}}', 'string into Go struct field .Healthcheck.Interval of type time.Duration'],
    ['{"Image":1,"Tty":1}', 'number into Go struct field .Image of type string'],
  ])('%s', async (body, words) => {
    expect(await refused(body)).toBe(`invalid: invalid JSON: json: cannot unmarshal ${words}`)
  })

  test('what is no JSON at all goes before a wrong type', async () => {
    expect(await refused('{"Image":5')).toBe('invalid: invalid JSON: unexpected EOF')
  })

  test.each([
    ['ContainerExec', '{"Cmd":5}', 'number into Go struct field ExecOptions.Cmd of type []string'],
    ['ExecStart', '5', 'number into Go value of type container.ExecStartOptions'],
    ['ContainerUpdate', '{"Memory":"x"}', 'string into Go struct field UpdateConfig.Memory of type int64'],
    ['NetworkCreate', '{"IPAM":{"Config":[5]}}', 'number into CreateRequest.IPAM.Config.0 of type network.IPAMConfig'],
    ['VolumeCreate', '{"Name":5}', 'number into Go struct field CreateOptions.Name of type string'],
  ] as const)('%s %s', async (operation, body, words) => {
    expect(await refused(body, operation)).toBe(`invalid: invalid JSON: json: cannot unmarshal ${words}`)
  })
})

describe('Whether a body must be there, and of what type', () => {
  const typed = (contentType: string) =>
    waist.refusal('ContainerCreate', { body: '{}', headers: { 'content-type': contentType } })

  test.each(['ContainerExec', 'ContainerUpdate', 'VolumeCreate', 'ImageCommit', 'ExecStart'] as const)(
    '%s needs none',
    async (operation) => {
      expect((await waist.call(operation)).body).toEqual({})
    },
  )

  test('ContainerCreate needs one', async () => {
    expect(await waist.refusal('ContainerCreate')).toBe('invalid: invalid JSON: got EOF while reading request body')
  })

  test.each(['application/json', 'application/JSON', 'application/json; charset=utf-8', 'application/json;'])(
    '%s will do',
    async (contentType) => {
      expect(await typed(contentType)).toBe('not refused')
    },
  )

  test.each(['text/plain', 'application/x-tar', 'application', 'application/vnd+json'])(
    '%s will not',
    async (contentType) => {
      expect(await typed(contentType)).toBe(
        `invalid: unsupported Content-Type header (${contentType}): must be 'application/json'`,
      )
    },
  )

  test.each([
    ['', 'no media type'],
    ['/json', 'no media type'],
    ['application/', 'expected token after slash'],
    ['a b/json', 'expected slash after first token'],
    ['application/json x', 'unexpected content after media subtype'],
    ['application/json; x', 'invalid media parameter'],
    ['application/json; a=1; a=2', 'duplicate parameter name'],
  ])('%j is malformed', async (contentType, words) => {
    expect(await typed(contentType)).toBe(`invalid: malformed Content-Type header (${contentType}): mime: ${words}`)
  })

  test('a login may say what it likes', async () => {
    const login = await waist.call('SystemAuth', {
      body: '{"username":"u"}',
      headers: { 'content-type': 'text/plain' },
    })
    expect(login.body).toEqual({ username: 'u' })
  })
})
