// The applets: busybox's utilities by name.
import arch from './applets/arch.ts'
import awk from './applets/awk.ts'
import base64 from './applets/base64.ts'
import basename from './applets/basename.ts'
import cat from './applets/cat.ts'
import checksum from './applets/checksum.ts'
import chmod from './applets/chmod.ts'
import chown from './applets/chown.ts'
import cksum from './applets/cksum.ts'
import cmp from './applets/cmp.ts'
import comm from './applets/comm.ts'
import cp from './applets/cp.ts'
import cut from './applets/cut.ts'
import date from './applets/date.ts'
import dd from './applets/dd.ts'
import dirname from './applets/dirname.ts'
import { busyboxOf } from './applets/dispatch.ts'
import du from './applets/du.ts'
import echo from './applets/echo.ts'
import env from './applets/env.ts'
import expand from './applets/expand.ts'
import expr from './applets/expr.ts'
import fail from './applets/false.ts'
import find from './applets/find.ts'
import fold from './applets/fold.ts'
import grep from './applets/grep.ts'
import groups from './applets/groups.ts'
import head from './applets/head.ts'
import hexdump from './applets/hexdump.ts'
import hostname from './applets/hostname.ts'
import id from './applets/id.ts'
import ln from './applets/ln.ts'
import ls from './applets/ls.ts'
import mkdir from './applets/mkdir.ts'
import mv from './applets/mv.ts'
import nl from './applets/nl.ts'
import od from './applets/od.ts'
import paste from './applets/paste.ts'
import printenv from './applets/printenv.ts'
import printf from './applets/printf.ts'
import pwd from './applets/pwd.ts'
import readlink from './applets/readlink.ts'
import realpath from './applets/realpath.ts'
import rev from './applets/rev.ts'
import rm from './applets/rm.ts'
import rmdir from './applets/rmdir.ts'
import { asCommand } from './applets/run.ts'
import sed from './applets/sed.ts'
import seq from './applets/seq.ts'
import sleep from './applets/sleep.ts'
import sort from './applets/sort.ts'
import stat from './applets/stat.ts'
import strings from './applets/strings.ts'
import tac from './applets/tac.ts'
import tail from './applets/tail.ts'
import tee from './applets/tee.ts'
import test from './applets/test.ts'
import touch from './applets/touch.ts'
import tr from './applets/tr.ts'
import succeed from './applets/true.ts'
import uname from './applets/uname.ts'
import uniq from './applets/uniq.ts'
import wc from './applets/wc.ts'
import which from './applets/which.ts'
import whoami from './applets/whoami.ts'
import xargs from './applets/xargs.ts'
import xxd from './applets/xxd.ts'
import yes from './applets/yes.ts'
import type { Program } from './process.ts'
import type { ProgramTable } from './programs.ts'

const programs: Readonly<Record<string, Program>> = {
  '[': test,
  '[[': test,
  arch,
  awk,
  base64,
  basename,
  cat,
  chgrp: chown,
  chmod,
  chown,
  cksum,
  cmp,
  comm,
  cp,
  cut,
  date,
  dd,
  dirname,
  du,
  echo,
  egrep: grep,
  env,
  expand,
  expr,
  false: fail,
  fgrep: grep,
  find,
  fold,
  grep,
  groups,
  hd: hexdump,
  head,
  hexdump,
  hostname,
  id,
  ln,
  ls,
  md5sum: checksum,
  mkdir,
  mv,
  nl,
  od,
  paste,
  printenv,
  printf,
  pwd,
  readlink,
  realpath,
  rev,
  rm,
  rmdir,
  sed,
  seq,
  sha1sum: checksum,
  sha256sum: checksum,
  sha512sum: checksum,
  sleep,
  sort,
  stat,
  strings,
  tac,
  tail,
  tee,
  test,
  touch,
  tr,
  true: succeed,
  uname,
  unexpand: expand,
  uniq,
  wc,
  which,
  whoami,
  xargs,
  xxd,
  yes,
}

/** Every applet, ready to be run as a command. The shell is not among them: it is a table entry of its own. */
export const applets: ProgramTable = new Map(
  Object.entries(programs).map(([name, program]) => [name, asCommand(program)]),
)

/** A table with one more program, `busybox`, that runs all the others by the name it is called by. */
export function withBusybox(table: ProgramTable): ProgramTable {
  return new Map([...table, ['busybox', busyboxOf(table)]])
}
