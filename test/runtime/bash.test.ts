// bash, where it differs from ash.
import { expect, test } from 'vitest'
import { binary } from '../../src/runtime/programs.ts'
import { Container } from './container.ts'

async function bash(script: string): Promise<string> {
  const box = new Container()
  const bin = box.root.lookup(box.root.root, 'bin')!
  if (box.root.lookup(bin, 'bash') === undefined) {
    box.root.create(bin, 'bash', { kind: 'file', mode: 0o755, mtime: 0, content: binary('bash') })
  }
  const { stdout, stderr } = await box.run(['bash', '-c', script])
  return stdout + stderr
}

test.each([
  [
    'a=(one "two three" four); echo ${a[1]} ${#a[@]} "${a[@]:1:2}"; a+=(five); echo ${a[-1]}',
    'two three 3 two three four\nfive\n',
  ],
  ['a=(x y); for i in "${a[@]}"; do echo "<$i>"; done', '<x>\n<y>\n'],
  ['a=(); a+=(1 2); a[5]=six; echo "${a[*]}" ${#a[@]}', '1 2 six 3\n'],
  [
    'x=hello; echo ${x^} ${x^^} ${x:1:3} ${x/l/L} ${x//l/L} ${x/#he/HE} ${x/%lo/LO}',
    'Hello HELLO ell heLlo heLLo HEllo helLO\n',
  ],
  ['name=x; x=5; echo ${!name}', '5\n'],
  ['echo {a,b}{1..3} {5..1..2} {01..03} a{b,{c,d}}', 'a1 a2 a3 b1 b2 b3 5 3 1 01 02 03 ab ac ad\n'],
  ['cat <<< "here $((1+1))"', 'here 2\n'],
  ['((x = 3, x > 2)) && echo $x; for ((i = 0; i < 3; i++)); do printf "$i "; done; echo', '3\n0 1 2 \n'],
  [
    '[[ foobar =~ ^(foo)(b.r)$ ]] && echo "${BASH_REMATCH[0]} ${BASH_REMATCH[1]} ${BASH_REMATCH[2]}"',
    'foobar foo bar\n',
  ],
  ['[[ a.c == a.c && ab != a*c ]] && [[ -n x || -z x ]] && echo yes', 'yes\n'],
  ['x=$\'a\\tb\'; echo "$x"; printf -v y "%03d" 7; echo $y', 'a\tb\n007\n'],
  ['declare -r R=1; f() { declare l=2; echo $l; }; f; echo "[$l]"', '2\n[]\n'],
  ['nosuch', 'bash: line 1: nosuch: command not found\n'],
  ['cat < /nope', 'bash: line 1: /nope: No such file or directory\n'],
  ['echo out >& /tmp/f; ls /nope &> /tmp/g; cat /tmp/f; wc -l < /tmp/g', 'out\n1\n'],
  ['set -o pipefail; false | true; echo $?; echo a |& cat', '1\na\n'],
  ['type -t cd ls if nosuch; echo $?', 'builtin\nfile\nkeyword\n1\n'],
  ['read -r -a words <<< "one two three"; echo ${words[2]} ${#words[@]}', 'three 3\n'],
  ['IFS=, read -r a b <<< "x,y"; echo "$b-$a"', 'y-x\n'],
  ['echo {1..100000}{1..100000} | cut -c1-10', '{1..100000\n'],
  ['[[ aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa! =~ ^(a+)+$ ]]; echo $?', '1\n'],
])('bash -c %s', async (script, output) => {
  expect(await bash(script)).toBe(output)
})
