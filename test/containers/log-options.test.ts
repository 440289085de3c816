// Which logging drivers there are, what each lets itself be told, and what it says of the rest.
import { describe, expect } from 'vitest'
import { test } from '../fixture.ts'
import type { TestDaemon } from '../test-daemon.ts'

type Options = Record<string, string>

const made = (docker: TestDaemon, Type: string, Config: Options) =>
  docker.create('alpine', ['echo', 'hello'], { Tty: true, HostConfig: { LogConfig: { Type, Config } } })

/** What a container cannot be made with. */
const refused: readonly (readonly [driver: string, options: Options, words: string])[] = [
  ['nosuch', {}, 'error looking up logging plugin nosuch: plugin "nosuch" not found'],
  ['etwlogs', {}, 'error looking up logging plugin etwlogs: plugin "etwlogs" not found'],
  ['json-file', { foo: 'x' }, "unknown log opt 'foo' for json-file log driver"],
  ['json-file', { mode: 'x' }, 'logger: logging mode not supported: x'],
  [
    'json-file',
    { 'max-buffer-size': '1m' },
    "logger: max-buffer-size option is only supported with 'mode=non-blocking'",
  ],
  [
    'json-file',
    { mode: 'non-blocking', 'max-buffer-size': 'zz' },
    "error parsing option max-buffer-size: invalid size: 'zz'",
  ],
  ['json-file', { 'cache-disabled': 'perhaps' }, 'invalid value for option cache-disabled: perhaps'],
  ['local', { labels: 'a' }, "unknown log opt 'labels' for log driver local"],
  ['journald', { foo: 'x' }, "unknown log opt 'foo' for journald log driver"],
  ['syslog', { foo: 'x' }, "unknown log opt 'foo' for syslog log driver"],
  ['syslog', { 'syslog-address': 'foo://x' }, "unsupported scheme: 'foo'"],
  ['syslog', { 'syslog-address': '127.0.0.1' }, "unsupported scheme: ''"],
  ['syslog', { 'syslog-facility': '24' }, 'invalid syslog facility'],
  ['syslog', { 'syslog-format': 'weird' }, 'Invalid syslog format'],
  ['fluentd', { 'fluentd-address': 'unix://' }, 'invalid fluentd-address (unix://): path is empty'],
  [
    'fluentd',
    { 'fluentd-address': 'foo://127.0.0.1' },
    "invalid fluentd-address (foo://127.0.0.1): unsupported scheme: 'foo'",
  ],
  [
    'fluentd',
    { 'fluentd-address': '127.0.0.1:abc' },
    'invalid fluentd-address (127.0.0.1:abc): parse "tcp://127.0.0.1:abc": invalid port ":abc" after host',
  ],
  [
    'fluentd',
    { 'fluentd-address': 'tcp://127.0.0.1:1/path' },
    'invalid fluentd-address (tcp://127.0.0.1:1/path): should not contain a path element',
  ],
  ['fluentd', { 'fluentd-buffer-limit': 'x' }, "invalid size: 'x'"],
  ['fluentd', { 'fluentd-retry-wait': 'x' }, 'time: invalid duration "x"'],
  ['fluentd', { 'fluentd-retry-wait': '1' }, 'time: missing unit in duration "1"'],
  ['fluentd', { 'fluentd-retry-wait': '1m1.5x' }, 'time: unknown unit "x" in duration "1m1.5x"'],
  ['fluentd', { 'fluentd-max-retries': '-1' }, 'strconv.ParseUint: parsing "-1": invalid syntax'],
  ['fluentd', { 'fluentd-max-retries': '4294967295' }, 'invalid fluentd-max-retries: value out of range'],
  ['fluentd', { 'fluentd-async': 'zz' }, 'strconv.ParseBool: parsing "zz": invalid syntax'],
  [
    'fluentd',
    { 'fluentd-async-reconnect-interval': '1ms' },
    'invalid value for fluentd-async-reconnect-interval: value ("1ms") must be between 100ms and 10s',
  ],
  [
    'fluentd',
    { 'fluentd-write-timeout': '-1s' },
    'invalid value for fluentd-write-timeout: value must be a duration that is non-negative',
  ],
  ['gelf', {}, 'gelf-address is a required parameter'],
  ['gelf', { foo: 'x', 'gelf-address': 'foo://127.0.0.1:1' }, 'gelf: endpoint needs to be TCP or UDP'],
  ['gelf', { 'gelf-address': 'udp://127.0.0.1' }, 'gelf: please provide gelf-address as proto://host:port'],
  ['gelf', { 'gelf-address': 'udp://127.0.0.1:1', foo: 'x' }, 'unknown log opt "foo" for gelf log driver'],
  [
    'gelf',
    { 'gelf-address': 'udp://127.0.0.1:1', 'gelf-compression-level': '10' },
    'unknown value "10" for log opt "gelf-compression-level" for gelf log driver',
  ],
  [
    'gelf',
    { 'gelf-address': 'tcp://127.0.0.1:1', 'gelf-compression-type': 'none' },
    'compression is only supported on UDP',
  ],
  [
    'gelf',
    { 'gelf-address': 'udp://127.0.0.1:1', 'gelf-tcp-max-reconnect': '1' },
    '"gelf-tcp-max-reconnect" is only valid for TCP',
  ],
  ['awslogs', { foo: 'x' }, "unknown log opt 'foo' for awslogs log driver"],
  ['awslogs', {}, "must specify a value for log opt 'awslogs-group'"],
  [
    'awslogs',
    { 'awslogs-group': 'g', 'awslogs-create-group': 'x' },
    `must specify valid value for log opt 'awslogs-create-group': strconv.ParseBool: parsing "x": invalid syntax`,
  ],
  [
    'awslogs',
    { 'awslogs-group': 'g', 'awslogs-max-buffered-events': 'x' },
    "must specify a positive integer for log opt 'awslogs-max-buffered-events': x",
  ],
  [
    'awslogs',
    { 'awslogs-group': 'g', 'awslogs-datetime-format': 'x', 'awslogs-multiline-pattern': 'y' },
    "you cannot configure log opt 'awslogs-datetime-format' and 'awslogs-multiline-pattern' at the same time",
  ],
  ['awslogs', { 'awslogs-group': 'g', 'awslogs-format': 'x' }, "unsupported log format 'x'"],
  ['splunk', { foo: 'x' }, "unknown log opt 'foo' for splunk log driver"],
  ['gcplogs', { foo: 'x' }, '"foo" is not a valid option for the gcplogs driver'],
]

describe('no container is made with', () => {
  test.for(refused)('%s %o', async ([driver, options, message], { docker }) => {
    await expect(made(docker, driver, options)).rejects.toMatchObject({ statusCode: 400, json: { message } })
  })
})

/** What a container is made with, but neither started nor read; of `local` the latter is the client's mistake. */
const failing: readonly (readonly [driver: string, options: Options, words: string])[] = [
  ['json-file', { 'max-size': 'abc' }, "invalid size: 'abc'"],
  ['json-file', { 'max-size': '1kk' }, "invalid suffix: 'kk'"],
  ['json-file', { 'max-size': '0' }, 'max-size must be a positive number'],
  ['json-file', { 'max-file': '0' }, 'max-file cannot be less than 1'],
  [
    'json-file',
    { 'max-file': '99999999999999999999' },
    'strconv.Atoi: parsing "99999999999999999999": value out of range',
  ],
  ['json-file', { compress: 'maybe' }, 'strconv.ParseBool: parsing "maybe": invalid syntax'],
  [
    'json-file',
    { compress: 'true', 'max-size': '1m' },
    'compress cannot be true when max-file is less than 2 or max-size is not set',
  ],
  ['json-file', { tag: '{{.Name' }, 'template: log-tag:1: unclosed action'],
  ['json-file', { tag: '{{nofunc .Name}}' }, 'template: log-tag:1: function "nofunc" not defined'],
  [
    'json-file',
    { tag: '{{.Nope}}' },
    `template: log-tag:1:2: executing "log-tag" at <.Nope>: can't evaluate field Nope in type *logger.Info`,
  ],
  ['json-file', { 'labels-regex': '^(a' }, 'error parsing regexp: missing closing ): `^(a`'],
  ['local', { 'max-size': 'abc' }, "invalid value for max-size: abc: invalid size: 'abc'"],
  ['local', { 'max-file': 'x' }, 'invalid value for max-file: x: strconv.Atoi: parsing "x": invalid syntax'],
  ['local', { 'max-file': '1' }, 'compression cannot be enabled when max file count is 1'],
  ['local', { compress: 'x' }, 'error reading compress log option: strconv.ParseBool: parsing "x": invalid syntax'],
  ['splunk', { 'splunk-token': 't' }, 'splunk: splunk-url is expected'],
  ['splunk', { 'splunk-url': 'http://127.0.0.1:1' }, 'splunk: splunk-token is expected'],
  [
    'splunk',
    { 'splunk-url': 'http://127.0.0.1:1/x', 'splunk-token': 't' },
    'splunk: expected format scheme://dns_name_or_ip:port for splunk-url',
  ],
  [
    'splunk',
    { 'splunk-url': 'http://127.0.0.1:1', 'splunk-token': 't', 'splunk-gzip-level': '10' },
    "not supported level '10' for splunk-gzip-level (supported values between -1 and 9)",
  ],
]

describe('a container is neither started nor read with', () => {
  test.for(failing)('%s %o', async ([driver, options, message], { docker }) => {
    const container = await made(docker, driver, options)
    await expect(container.start()).rejects.toMatchObject({
      statusCode: 500,
      json: { message: `failed to create task for container: failed to initialize logging driver: ${message}` },
    })
    await expect(container.logs({ stdout: true })).rejects.toMatchObject({
      statusCode: driver === 'local' ? 400 : 500,
      json: { message },
    })
  })
})

const readable: readonly (readonly [driver: string, options: Options])[] = [
  ['json-file', { 'max-size': '10m', 'max-file': '3', compress: 'true', mode: 'blocking' }],
  ['json-file', { mode: 'non-blocking', 'max-buffer-size': '1m', 'cache-disabled': 'true', 'cache-max-size': 'abc' }],
  ['local', { 'max-file': '1', compress: 'false' }],
  ['journald', { tag: 'x', labels: 'a' }],
  ['syslog', { 'syslog-address': 'udp://collector:514', 'syslog-facility': 'local0' }],
  ['fluentd', { 'fluentd-async': 'true' }],
  ['gelf', { 'gelf-address': 'udp://collector:12201' }],
  ['awslogs', { 'awslogs-group': 'g' }],
  ['splunk', { 'splunk-url': 'https://collector:8088', 'splunk-token': 't', 'splunk-format': 'raw' }],
  ['gcplogs', { 'gcp-project': 'p' }],
]

describe('the log is there with', () => {
  test.for(readable)('%s %o', async ([driver, options], { docker }) => {
    const container = await made(docker, driver, options)
    await container.start()
    await container.wait()
    expect(String(await container.logs({ stdout: true }))).toBe('hello\r\n')
  })
})

test('a log that is sent away cannot be read when dockerd is to keep no copy', async ({ docker }) => {
  const container = await made(docker, 'syslog', { 'cache-disabled': 'true' })
  await container.start()
  await expect(container.logs({ stdout: true })).rejects.toMatchObject({
    statusCode: 501,
    json: { message: 'configured logging driver does not support reading' },
  })
})
