// Command lines and daemon.json files that dockerd is asked about (record.ts), and mockerd (recorded.test.ts).

export interface OptionCase {
  readonly args: readonly string[]
  /** what is in daemon.json, if one is named */
  readonly file?: string
  /** the same where it is no text */
  readonly hex?: string
}

const flags = (...lines: readonly string[]): OptionCase[] => lines.map((line) => ({ args: line.split(' ') }))
const file = (text: string, line = ''): OptionCase => ({ args: line.split(' ').filter(Boolean), file: text })

const syntax = [
  ...flags(
    '--nosuch',
    '--nosuch=1',
    '-Z',
    '-DZ',
    '-ZD',
    '-H',
    '-DH',
    '--mtu',
    '---x',
    '--=x',
    '-D=true',
    '-D=x',
    '-D=false',
  ),
  ...flags(
    '--debug=0',
    '--debug=maybe',
    '--debug=',
    '-DHunix:///x',
    '-H=unix:///x',
    '-H=',
    '-H -D',
    '-Dl info',
    '-ldebug',
  ),
  ...flags(
    '--mtu x',
    '--mtu 99999999999999999999',
    '--mtu=',
    '--mtu -1',
    '--mtu=1 --mtu=2',
    '--mtu x --nosuch',
    '--nosuch --mtu x',
  ),
  ...flags(
    '--max-concurrent-downloads=-1',
    '--max-concurrent-uploads=-1',
    '--max-download-attempts=-1',
    '--shutdown-timeout=x',
  ),
  ...flags(
    '--cpu-rt-period=x',
    '--network-diagnostic-port=70000',
    '--network-diagnostic-port=-1',
    '--network-diagnostic-port=5',
  ),
]

const hosts = flags(
  ...[
    '-H foo://x',
    '-H tcp://',
    '-H :80',
    '-H 1.2.3.4',
    '-H a:b:c',
    '-H [::1]:5',
    '-H unix://unix://x',
    '-H fd://',
    '-H fd://x',
  ],
  ...[
    '-H npipe://',
    '-H tcp://a:x',
    '-H tcp://a:80/',
    '-H tcp://a/',
    '-H TCP://x',
    '-H tcp://a:99999',
    '-H 2375',
    '-H unix:x',
  ],
  ...['-H unix:///a -H unix:///a', '-H tcp://a:80?x'],
)

const values = flags(
  ...[
    '--label a',
    '--label a=b',
    '--label com.docker.x=1',
    '--label IO.docker.x=1',
    '--label a=b --label a=c',
    '--label a=b --label a=b',
  ],
  ...[
    '--dns 1.1.1.1',
    '--dns x',
    '--dns 1.1.1.1,8.8.8.8',
    '--dns 1.1.1.1,x',
    '--dns ::1',
    '--dns-search example.com',
    '--dns-search .',
  ],
  ...[
    '--dns-search a_b',
    '--dns-search 1',
    '--dns-search a..b',
    '--dns-opt x',
    '--ip x',
    '--ip 1.2.3.4',
    '--ip=',
    '--default-gateway x',
  ],
  ...[
    '--host-gateway-ip x',
    '--host-gateway-ip fe80::1%eth0',
    '--dns fe80::1%eth0',
    '--ip fe80::1%eth0',
    '--ip ::ffff:1.2.3.4',
    '--host-gateway-ip 1.1.1.1 --host-gateway-ip 1.1.1.2',
    '--host-gateway-ip ::1 --host-gateway-ip ::2',
  ],
  ...[
    '--host-gateway-ip 1.1.1.1 --host-gateway-ip ::1',
    '--default-ulimit nofile',
    '--default-ulimit x=1',
    '--default-ulimit nofile=1:2',
  ],
  ...[
    '--default-ulimit nofile=2:1',
    '--default-ulimit nofile=x',
    '--default-ulimit nofile=1:2:3',
    '--default-ulimit nofile=-1:5',
  ],
  ...[
    '--default-ulimit nofile=-1',
    '--default-shm-size x',
    '--default-shm-size 1x',
    '--default-shm-size 64m',
    '--default-shm-size -5',
  ],
  ...[
    '--add-runtime x',
    '--add-runtime x=',
    '--add-runtime runc=x',
    '--add-runtime a=b --add-runtime a=c',
    '--add-runtime a=b',
  ],
  ...[
    '--feature a',
    '--feature a=x',
    '--feature =x',
    '--feature a=false',
    '--log-opt a',
    '--default-network-opt a',
    '--default-network-opt a=b',
  ],
  ...[
    '--default-network-opt a=b=c',
    '--default-address-pool x',
    '--default-address-pool base=x',
    '--default-address-pool size=x',
  ],
  ...[
    '--default-address-pool base=10.0.0.0/8,size=16',
    '--default-address-pool base=10.0.0.0/99,size=1',
    '--default-address-pool foo=1',
  ],
  ...[
    '--default-address-pool base=10.0.0.0/x',
    '--default-address-pool base=::/64,size=80',
    '--default-address-pool base=10.0.0/8',
  ],
  ...[
    '--registry-mirror x',
    '--registry-mirror ftp://x',
    '--registry-mirror http://x?y',
    '--registry-mirror http://u:p@x',
  ],
  ...[
    '--registry-mirror http://x',
    '--insecure-registry -x',
    '--insecure-registry x-',
    '--insecure-registry 10.0.0.0/8',
  ],
  ...[
    '--node-generic-resource x',
    '--node-generic-resource x=1',
    '--node-generic-resource x=a --node-generic-resource x=1',
  ],
  ...[
    '--node-generic-resource x=a --node-generic-resource x=b',
    '--node-generic-resource x=-1',
    '--node-generic-resource =1',
  ],
  ...[
    '--node-generic-resource x=',
    '--node-generic-resource x=1 --node-generic-resource x=2',
    '--node-generic-resource x=1=2',
  ],
  ...[
    '--exec-opt x',
    '--exec-opt x=y',
    '--exec-opt isolation=x',
    '--exec-opt native.cgroupdriver=systemd',
    '--exec-opt NATIVE.cgroupdriver=x',
  ],
  ...[
    '--log-level x',
    '--log-level WARN',
    '--log-level panic',
    '-l trace',
    '--log-format x',
    '--log-format json',
    '--log-level=',
  ],
  ...['--default-ipc-mode x', '--default-ipc-mode host', '--default-ipc-mode none', '--default-ipc-mode container:x'],
  ...['--default-ipc-mode shareable', '--default-cgroupns-mode x', '--default-cgroupns-mode host', '--fixed-cidr-v6 x'],
  ...[
    '--fixed-cidr-v6 10.0.0.0/8',
    '--fixed-cidr-v6 2001:db8::/64',
    '--fixed-cidr-v6 2001:db8::1/64',
    '--fixed-cidr-v6 ::ffff:1.2.3.4/112',
  ],
  ...['--userland-proxy-path x', '--userland-proxy-path x --userland-proxy=false', '--userland-proxy-path='],
  ...[
    '--cpu-rt-period 1',
    '--cpu-rt-runtime 1',
    '--api-cors-header x',
    '--restart=false',
    '--bip x',
    '--fixed-cidr x',
    '--containerd=x',
  ],
  ...['--mtu=0', '--seccomp-profile x', '--storage-driver x', '--storage-opt x', '--bridge x --bip 1.2.3.4/5'],
  ...['--iptables=false --icc=false', '--config-file='],
)

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

export const cases: readonly OptionCase[] = [
  ...syntax,
  ...hosts,
  ...values,
  ...json,
  ...keys,
  ...types,
  ...both,
  ...rules,
]
