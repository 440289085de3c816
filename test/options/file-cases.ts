// daemon.json files, some with flags beside them.
import type { OptionCase } from './option-case.ts'

const file = (text: string, line = ''): OptionCase => ({ args: line.split(' ').filter(Boolean), file: text })

const json = [
  ...[
    '',
    ' \n',
    '[]',
    '{',
    '{"debug":}',
    'null',
    '"x"',
    '1',
    'true',
    '{"debug":true} x',
    '{"debug":true,}',
    '{debug:1}',
    '{"debug":tru}',
  ].map((text) => file(text)),
  { args: [], hex: 'efbbbf7b226465627567223a317d' },
  { args: [], hex: '7b226465627567223aff7d' },
  { args: [], hex: 'fffe7b007d00' },
  { args: [], hex: 'feff007b007d' },
  { args: [], hex: 'fffe7b0022006400650062007500670022003a0031007d00' },
]

const keys = [
  ...[
    '{"x":1}',
    '{"Debug":true}',
    '{"graph":"/x"}',
    '{"cluster-store":"x"}',
    '{"swarm-raft-heartbeat-tick":1}',
    '{"D":true}',
  ].map((text) => file(text)),
  ...[
    '{"foo":{"debug":true}}',
    '{"foo":{"x":1}}',
    '{"proxies":{"foo":1}}',
    '{"proxies":1}',
    '{"builder":{"gc":{"enabled":true}}}',
  ].map((text) => file(text)),
  ...[
    '{"http-proxy":"x"}',
    '{"label":["x"]}',
    '{"host":["x"]}',
    '{"help":1}',
    '{"containerd-plugin-namespace":"x"}',
  ].map((text) => file(text)),
  ...[
    '{"containerd-plugins-namespace":"x"}',
    '{"deprecated-key-path":"x"}',
    '{"allow-nondistributable-artifacts":["x"]}',
  ].map((text) => file(text)),
  ...[
    '{"config-file":"x"}',
    '{"log-opts":{"x":"y"}}',
    '{"features":{"x":true}}',
    '{"debug":true,"debug":false}',
    '{"oom-score-adjust":1}',
  ].map((text) => file(text)),
  ...[
    '{"default-init":"x"}',
    '{"resolv-conf":"x"}',
    '{"seccomp-profile":{"defaultAction":1}}',
    '{"restart":true}',
    '{"version":true}',
  ].map((text) => file(text)),
]

const types = [
  ...[
    'debug',
    'labels',
    'mtu',
    'dns',
    'log-opts',
    'features',
    'runtimes',
    'default-ulimits',
    'default-shm-size',
    'data-root',
    'tlsverify',
  ]
    .flatMap((key) =>
      ['1', '"x"', '[1]', '["x"]', '{}', '{"a":1}', '{"a":"b"}', 'true', 'null'].map((value) =>
        file(`{"${key}":${value}}`),
      ),
    )
    .filter(({ file: text }) => !/tlsverify":(true|null)/.test(text!)),
  ...[
    'ip',
    'bip',
    'default-address-pools',
    'default-network-opts',
    'host-gateway-ips',
    'host-gateway-ip',
    'hosts',
    'storage-opts',
  ].flatMap((key) =>
    ['1', '"x"', '[1]', '["x"]', '{"a":{"b":1}}', 'true', 'null'].map((value) => file(`{"${key}":${value}}`)),
  ),
  ...['{"mtu":1.5}', '{"mtu":-1}', '{"mtu":0}', '{"shutdown-timeout":-1}', '{"debug":1,"mtu":"x"}'].map((text) =>
    file(text),
  ),
  ...[
    '{"proxies":{"http-proxy":1}}',
    '{"runtimes":{"a":{"path":1}}}',
    '{"runtimes":{"a":{"runtimeArgs":[1]}}}',
    '{"runtimes":{"a":1}}',
  ].map((text) => file(text)),
  ...[
    '{"default-ulimits":{"nofile":{"Name":"nofile","Hard":5,"Soft":6}}}',
    '{"default-ulimits":{"nofile":{"hard":"5"}}}',
  ].map((text) => file(text)),
  ...[
    '{"default-address-pools":[{"base":"x","size":1}]}',
    '{"default-address-pools":[{"base":"10.0.0.0/8","size":"x"}]}',
  ].map((text) => file(text)),
  ...[
    '{"default-shm-size":"5x"}',
    '{"default-shm-size":""}',
    '{"default-network-opts":{"bridge":{"a":1}}}',
    '{"dns":[""]}',
  ].map((text) => file(text)),
]

const both = [
  file('{"labels":["a=b"]}', '--label c=d'),
  file('{"debug":true}', '-D'),
  file('{"debug":false}', '--debug=false'),
  file('{"hosts":["unix:///x"]}', '-H unix:///y'),
  file('{"hosts":["unix:///x"]}', '-H unix:///y -H unix:///z -D'),
  file('{"proxies":{"http-proxy":"http://u:p@h"}}', '--http-proxy http://u:p@x'),
  file('{"proxies":{"no-proxy":"a"}}', '--no-proxy b'),
  file('{"dns":["1.1.1.1"]}', '--dns 2.2.2.2 --dns 3.3.3.3'),
  file('{"log-opts":{"a":"b","c":"d"}}', '--log-opt c=d --log-opt a=b'),
  file('{"runtimes":{"a":{"path":"x"}}}', '--add-runtime b=c'),
  file('{"mtu":3000}', '--mtu 2'),
  file('{"mtu":3000000}', '--mtu 2'),
  file('{"storage-opts":["a","b"]}', '--storage-opt c'),
  file('{"default-shm-size":"1g"}', '--default-shm-size 64m'),
  file('{"default-shm-size":"1g"}', '--default-shm-size 1500k'),
  file('{"default-ulimits":{"nofile":{"Name":"nofile","Hard":1,"Soft":1}}}', '--default-ulimit nofile=1:2'),
  file('{"features":{"a":true}}', '--feature b'),
  file('{"default-address-pools":[{"base":"10.0.0.0/8","size":16}]}', '--default-address-pool base=10.0.0.0/8,size=24'),
  file('{"default-network-opts":{"bridge":{"a":"b"}}}', '--default-network-opt bridge=a=c'),
  file('{"host-gateway-ips":["1.1.1.1"]}', '--host-gateway-ip 1.1.1.2'),
  file('{"host-gateway-ip":"1.1.1.1"}', '--host-gateway-ip 1.1.1.2'),
  file('{"host-gateway-ip":"1.1.1.1","host-gateway-ips":["1.2.3.4"]}'),
  file('{"ip":"1.1.1.1"}', '--ip 2.2.2.2'),
  file('{"ip":"1.1.1.1"}', '--ip 2001:DB8:0:0::1'),
  file('{"host-gateway-ips":["1.1.1.1"]}', '--host-gateway-ip FE80:0::1%eth0'),
  file('{"label":["a=b"]}', '--label c=d'),
  file('{"tls":false}', '--tls=false'),
  file('{"debug":null}', '-D'),
  file('{"labels":null}', '--label a=b'),
  file('{"log-level":"warn","debug":true}', '-l info -D'),
  file('{"storage-driver":"vfs"}', '-s overlay2'),
  file('{"bridge":"none"}', '-b none'),
  file('{"dns-search":["a.b"]}', '--dns-search c.d'),
  file('{"dns-opts":["a"]}', '--dns-opt b'),
]

const rules = [
  ...[
    '{"labels":["a"]}',
    '{"labels":["a=b","a=c"]}',
    '{"log-level":"x"}',
    '{"log-format":"x"}',
    '{"hosts":["foo://x"]}',
  ].map((text) => file(text)),
  ...[
    '{"max-concurrent-downloads":-1}',
    '{"dns-search":["a_b"]}',
    '{"registry-mirrors":["x"]}',
    '{"insecure-registries":["-x"]}',
  ].map((text) => file(text)),
  ...[
    '{"node-generic-resources":["x"]}',
    '{"exec-opts":["x"]}',
    '{"default-ipc-mode":"host"}',
    '{"fixed-cidr-v6":"x"}',
  ].map((text) => file(text)),
  ...['{"host-gateway-ips":["1.1.1.1","1.1.1.2"]}', '{"userland-proxy-path":"x"}', '{"default-cgroupns-mode":"x"}'].map(
    (text) => file(text),
  ),
  ...[
    '{"api-cors-header":"x"}',
    '{"cpu-rt-period":1}',
    '{"network-diagnostic-port":70000}',
    '{"userland-proxy":false}',
  ].map((text) => file(text)),
  file('{}', '--log-level x'),
  file('{"mtu":1}', '--label a=b --label a=c'),
]

export const fileCases: readonly OptionCase[] = [...json, ...keys, ...types, ...both, ...rules]
