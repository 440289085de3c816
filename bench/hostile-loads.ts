// What a container may do to the daemon that runs it: scripts for `sh -c`, by the name of the row.

export interface HostileLoad {
  readonly name: string
  readonly script: string
  /** The image; alpine if left out. */
  readonly image?: string
  /** What runs the script; `sh -c` if left out. */
  readonly shell?: readonly string[]
}

const bash = { image: 'debian', shell: ['bash', '-c'] }
const as = 'a'.repeat(40)

export const hostileLoads: readonly HostileLoad[] = [
  { name: 'busy loop', script: 'while :; do :; done' },
  { name: 'fork bomb', script: 'b(){ b|b& };b; while :; do sleep 1; done' },
  { name: 'subshell bomb', script: 'b() { b & b & wait; }; while :; do b; done' },
  { name: 'exec storm', script: 'while :; do /bin/true; done' },
  { name: 'sh storm', script: 'while :; do sh -c "echo $(echo x)" >/dev/null; done' },
  { name: 'self exec', script: 'echo "exec sh /s" >/s; exec sh /s' },
  { name: 'log output', script: 'yes' },
  { name: 'log of long lines', script: 'cat /dev/zero' },
  { name: 'two logs', script: 'yes >&2 & yes' },
  { name: 'file that grows', script: 'yes > /file' },
  { name: 'dd 1 GB blocks', script: 'while :; do dd if=/dev/zero of=/x bs=1G; done' },
  { name: 'dd small blocks', script: 'dd if=/dev/zero of=/x bs=1' },
  { name: 'tmpfs', script: 'i=0; while :; do i=$((i+1)); head -c 10000000 /dev/zero >/dev/shm/$i || sleep 1; done' },
  { name: 'files of a volume', script: 'while :; do head -c 100000000 /dev/zero >>/root/x; done' },
  { name: 'many files', script: 'i=0; while :; do i=$((i+1)); : >/tmp/$i; done' },
  { name: 'pipe', script: 'cat /dev/zero | cat >/dev/null' },
  { name: 'long pipeline', script: 'yes | cat | cat | cat | cat | cat | cat | cat | grep n' },
  { name: 'zero to null', script: 'cat /dev/zero >/dev/null' },
  { name: 'recursion of a function', script: 'while :; do sh -c "f() { f; }; f"; done' },
  { name: 'recursion with words', script: 'f() { set -- $1 $1; f "$*"; }; while :; do (f x); done' },
  { name: 'nested sh', script: "echo 'sh /s; sh /s' >/s; sh /s; while :; do sleep 1; done" },
  { name: 'nested substitution', script: 'f() { x=$(f); }; while :; do f; done' },
  { name: 'deep syntax', script: 's=$(printf "%05000d" 0 | sed "s/0/(/g"); while :; do eval "$s"; done' },
  { name: 'deep arithmetic', script: 's=$(printf "%05000d" 0 | sed "s/0/(/g"); while :; do : $(( $s )); done' },
  { name: 'doubled variable', script: 'x=0123456789abcdef; while :; do x=$x$x; done' },
  {
    name: 'many large variables',
    script: 'for i in $(seq 200); do (x=$(head -c 30000000 /dev/zero | tr "\\0" a); sleep 1000) & done; wait',
  },
  {
    name: 'many variables',
    script: 'x=$(head -c 1000000 /dev/zero | tr "\\0" a); i=0; while :; do i=$((i+1)); eval "x$i=\\$x$i"; done',
  },
  { name: 'doubled in subshells', script: 'while :; do (x=0123456789abcdef; while :; do x=$x$x; done); done' },
  { name: 'doubled parameters', script: 'set -- x; while :; do set -- "$@" "$@"; done' },
  { name: 'doubled awk string', script: 'while :; do awk \'BEGIN { x = "x"; while (1) x = x x }\'; done' },
  { name: 'awk array', script: "while :; do awk 'BEGIN { while (1) a[i++] = i }'; done" },
  { name: 'awk loop', script: "awk 'BEGIN { while (1) i++ }'" },
  { name: 'sed loop', script: 'echo x | sed ":a;s/x/x/;ta"' },
  { name: 'sed that grows', script: 'while :; do echo x | sed ":a;s/x/xx/g;ta"; done' },
  { name: 'awk text that grows', script: `while :; do echo x | awk '{ while (1) gsub(/x/, "xx") }'; done` },
  { name: 'sort of zeros', script: 'while :; do sort < /dev/zero; done' },
  { name: 'sort of lines', script: 'while :; do yes | sort; done' },
  { name: 'one long line', script: 'while :; do tr "\\0" a </dev/zero | grep b; done' },
  { name: 'command substitution', script: 'while :; do x=$(yes); done' },
  { name: 'read of zeros', script: 'while :; do tr "\\0" a </dev/zero | read x; done' },
  { name: 'find', script: 'while :; do find / >/dev/null; done' },
  { name: 'grep -r', script: 'while :; do grep -r nothing / ; done >/dev/null 2>&1' },
  { name: 'seq', script: 'seq 1 1000000000 >/dev/null' },
  { name: 'braces', script: 'while :; do : {1..9}{1..9}{1..9}{1..9}{1..9}{1..9}{1..9}; done', ...bash },
  { name: 'printf width', script: 'while :; do printf "%1000000000d" 1 >/dev/null; done' },
  { name: 'regex in grep', script: `while :; do echo ${as} | grep -E "^(a+)+$|(a|aa)+b"; done` },
  { name: 'back-reference in grep', script: `while :; do echo ${as}${as} | grep -E "(a*)*(a*)*(a*)*\\1\\2\\3b"; done` },
  { name: 'regex in sed', script: `while :; do echo ${as} | sed -E "s/(a*)*(a*)*\\1b/x/"; done` },
  { name: 'regex in awk', script: `while :; do echo ${as} | awk "/^(a+)+b/"; done` },
  { name: 'regex in expr', script: `while :; do expr ${as}${as} : "\\(a*\\)*\\(a*\\)*\\1b"; done` },
  { name: 'regex in bash', script: `while :; do [[ ${as} =~ ^(a+)+b ]]; done`, ...bash },
  { name: 'large repetition', script: 'while :; do echo aaa | grep -E "((a{1,255}){1,255}){1,255}b"; done' },
  { name: 'case glob', script: `while :; do case ${as}${as} in *a*a*a*a*a*a*a*a*a*a*b) ;; esac; done` },
  { name: 'path glob', script: 'while :; do : /*/*/*/* ; done' },
  { name: 'parameter pattern', script: `x=${as}${as}; while :; do : "\${x##*a*a*a*a*a*a*b}"; done` },
  { name: 'replaced parameter', script: `x=$(printf "%0100000d" 0); while :; do y=\${x//0*1/x}; done`, ...bash },
  { name: 'many pipes', script: 'while :; do : | : | : | : | : | : | : | : | : | : ; done' },
  { name: 'many descriptors', script: 'i=3; while :; do eval "exec $i</dev/null"; i=$((i+1)); done; sleep 1000' },
  { name: 'many fifos', script: 'i=0; while :; do i=$((i+1)); mkfifo /tmp/$i; cat /tmp/$i & done' },
  { name: 'tail -f chain', script: 'echo x >/a; tail -f /a >>/a' },
  { name: 'kill storm', script: 'trap : USR1; while :; do kill -USR1 $$; done' },
  { name: 'flood of connections', script: 'nc -lk -p 9 -e cat & while :; do echo x | nc 127.0.0.1 9; done' },
  { name: 'flood of bytes', script: 'nc -lk -p 9 >/dev/null & sleep 1; yes | nc 127.0.0.1 9' },
  { name: 'gzip', script: 'gzip </dev/zero >/dev/null' },
  { name: 'tar of zeros', script: 'while :; do tar cf - / | cat >/dev/null; done' },
  { name: 'checksums', script: 'sha256sum /dev/zero' },
  { name: 'od', script: 'od /dev/zero >/dev/null' },
  { name: 'base64', script: 'base64 /dev/zero >/dev/null' },
  { name: 'random', script: 'cat /dev/urandom >/dev/null' },
]
