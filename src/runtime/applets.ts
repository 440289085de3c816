// The applets: busybox's utilities by name.
import arch from './applets/arch.ts'
import cat from './applets/cat.ts'
import chmod from './applets/chmod.ts'
import chown from './applets/chown.ts'
import cp from './applets/cp.ts'
import cut from './applets/cut.ts'
import date from './applets/date.ts'
import { busyboxOf } from './applets/dispatch.ts'
import echo from './applets/echo.ts'
import env from './applets/env.ts'
import fail from './applets/false.ts'
import grep from './applets/grep.ts'
import groups from './applets/groups.ts'
import head from './applets/head.ts'
import hostname from './applets/hostname.ts'
import id from './applets/id.ts'
import ln from './applets/ln.ts'
import ls from './applets/ls.ts'
import mkdir from './applets/mkdir.ts'
import mv from './applets/mv.ts'
import printenv from './applets/printenv.ts'
import printf from './applets/printf.ts'
import pwd from './applets/pwd.ts'
import rm from './applets/rm.ts'
import rmdir from './applets/rmdir.ts'
import { asCommand } from './applets/run.ts'
import sed from './applets/sed.ts'
import seq from './applets/seq.ts'
import sleep from './applets/sleep.ts'
import sort from './applets/sort.ts'
import tail from './applets/tail.ts'
import tee from './applets/tee.ts'
import test from './applets/test.ts'
import touch from './applets/touch.ts'
import tr from './applets/tr.ts'
import succeed from './applets/true.ts'
import uname from './applets/uname.ts'
import uniq from './applets/uniq.ts'
import wc from './applets/wc.ts'
import whoami from './applets/whoami.ts'
import type { Program } from './process.ts'
import type { ProgramTable } from './programs.ts'

const programs: Readonly<Record<string, Program>> = {
  '[': test,
  '[[': test,
  arch,
  cat,
  chgrp: chown,
  chmod,
  chown,
  cp,
  cut,
  date,
  echo,
  egrep: grep,
  env,
  false: fail,
  fgrep: grep,
  grep,
  groups,
  head,
  hostname,
  id,
  ln,
  ls,
  mkdir,
  mv,
  printenv,
  printf,
  pwd,
  rm,
  rmdir,
  sed,
  seq,
  sleep,
  sort,
  tail,
  tee,
  test,
  touch,
  tr,
  true: succeed,
  uname,
  uniq,
  wc,
  whoami,
}

/** Every applet, ready to be run as a command. The shell is not among them: it is a table entry of its own. */
export const applets: ProgramTable = new Map(
  Object.entries(programs).map(([name, program]) => [name, asCommand(program)]),
)

/** A table with one more program, `busybox`, that runs all the others by the name it is called by. */
export function withBusybox(table: ProgramTable): ProgramTable {
  return new Map([...table, ['busybox', busyboxOf(table)]])
}
