// The applets: busybox's utilities by name.
import addgroup from './applets/addgroup.ts'
import adduser from './applets/adduser.ts'
import arch from './applets/arch.ts'
import arp from './applets/arp.ts'
import awk from './applets/awk.ts'
import base64 from './applets/base64.ts'
import basename from './applets/basename.ts'
import cat from './applets/cat.ts'
import checksum from './applets/checksum.ts'
import chmod from './applets/chmod.ts'
import chown from './applets/chown.ts'
import chroot from './applets/chroot.ts'
import cksum from './applets/cksum.ts'
import clear from './applets/clear.ts'
import cmp from './applets/cmp.ts'
import comm from './applets/comm.ts'
import cp from './applets/cp.ts'
import cut from './applets/cut.ts'
import date from './applets/date.ts'
import dd from './applets/dd.ts'
import deluser from './applets/deluser.ts'
import df from './applets/df.ts'
import diff from './applets/diff.ts'
import dirname from './applets/dirname.ts'
import { busyboxOf } from './applets/dispatch.ts'
import dos2unix from './applets/dos2unix.ts'
import du from './applets/du.ts'
import echo from './applets/echo.ts'
import env from './applets/env.ts'
import expand from './applets/expand.ts'
import expr from './applets/expr.ts'
import fallocate from './applets/fallocate.ts'
import fail from './applets/false.ts'
import find from './applets/find.ts'
import fold from './applets/fold.ts'
import free from './applets/free.ts'
import getent from './applets/getent.ts'
import getopt from './applets/getopt.ts'
import grep from './applets/grep.ts'
import groups from './applets/groups.ts'
import gzip from './applets/gzip.ts'
import head from './applets/head.ts'
import hexdump from './applets/hexdump.ts'
import hostid from './applets/hostid.ts'
import hostname from './applets/hostname.ts'
import httpd from './applets/httpd.ts'
import id from './applets/id.ts'
import ifconfig from './applets/ifconfig.ts'
import ip from './applets/ip.ts'
import kill from './applets/kill.ts'
import ln from './applets/ln.ts'
import logger from './applets/logger.ts'
import ls from './applets/ls.ts'
import mkdir from './applets/mkdir.ts'
import mkfifo from './applets/mkfifo.ts'
import mknod from './applets/mknod.ts'
import mktemp from './applets/mktemp.ts'
import more from './applets/more.ts'
import mount from './applets/mount.ts'
import mountpoint from './applets/mountpoint.ts'
import mv from './applets/mv.ts'
import nc from './applets/nc.ts'
import netstat from './applets/netstat.ts'
import nice from './applets/nice.ts'
import nl from './applets/nl.ts'
import nohup from './applets/nohup.ts'
import nproc from './applets/nproc.ts'
import nslookup from './applets/nslookup.ts'
import od from './applets/od.ts'
import paste from './applets/paste.ts'
import pidof from './applets/pidof.ts'
import ping from './applets/ping.ts'
import printenv from './applets/printenv.ts'
import printf from './applets/printf.ts'
import ps from './applets/ps.ts'
import pwd from './applets/pwd.ts'
import readlink from './applets/readlink.ts'
import realpath from './applets/realpath.ts'
import rev from './applets/rev.ts'
import rm from './applets/rm.ts'
import rmdir from './applets/rmdir.ts'
import route from './applets/route.ts'
import { asCommand } from './applets/run.ts'
import runParts from './applets/run-parts.ts'
import sed from './applets/sed.ts'
import seq from './applets/seq.ts'
import shuf from './applets/shuf.ts'
import sleep from './applets/sleep.ts'
import sort from './applets/sort.ts'
import split from './applets/split.ts'
import stat from './applets/stat.ts'
import strings from './applets/strings.ts'
import stty from './applets/stty.ts'
import su from './applets/su.ts'
import sync from './applets/sync.ts'
import sysctl from './applets/sysctl.ts'
import tac from './applets/tac.ts'
import tail from './applets/tail.ts'
import tar from './applets/tar.ts'
import tee from './applets/tee.ts'
import telnet from './applets/telnet.ts'
import test from './applets/test.ts'
import time from './applets/time.ts'
import timeout from './applets/timeout.ts'
import top from './applets/top.ts'
import touch from './applets/touch.ts'
import tr from './applets/tr.ts'
import traceroute from './applets/traceroute.ts'
import succeed from './applets/true.ts'
import truncate from './applets/truncate.ts'
import tty from './applets/tty.ts'
import uname from './applets/uname.ts'
import uniq from './applets/uniq.ts'
import unlink from './applets/unlink.ts'
import uptime from './applets/uptime.ts'
import usleep from './applets/usleep.ts'
import watch from './applets/watch.ts'
import wc from './applets/wc.ts'
import wget from './applets/wget.ts'
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
  addgroup,
  adduser,
  arch,
  arp,
  awk,
  base64,
  basename,
  cat,
  chgrp: chown,
  chmod,
  chown,
  chroot,
  cksum,
  clear,
  cmp,
  comm,
  cp,
  cut,
  date,
  dd,
  delgroup: deluser,
  deluser,
  df,
  diff,
  dirname,
  dos2unix,
  du,
  echo,
  egrep: grep,
  env,
  expand,
  expr,
  fallocate,
  false: fail,
  fgrep: grep,
  find,
  fold,
  free,
  getent,
  getopt,
  grep,
  groups,
  gunzip: gzip,
  gzip,
  hd: hexdump,
  head,
  hexdump,
  hostid,
  hostname,
  httpd,
  id,
  ifconfig,
  ip,
  ionice: nice,
  kill,
  killall: kill,
  less: more,
  link: unlink,
  ln,
  logger,
  ls,
  md5sum: checksum,
  mkdir,
  mkfifo,
  mknod,
  mktemp,
  more,
  mount,
  mountpoint,
  mv,
  nc,
  netstat,
  nice,
  nl,
  nohup,
  nproc,
  nslookup,
  od,
  paste,
  pgrep: pidof,
  pidof,
  ping,
  ping6: ping,
  pkill: kill,
  printenv,
  printf,
  ps,
  pwd,
  readlink,
  realpath,
  reset: clear,
  rev,
  rm,
  rmdir,
  route,
  'run-parts': runParts,
  sed,
  seq,
  setsid: nice,
  sha1sum: checksum,
  sha256sum: checksum,
  sha512sum: checksum,
  shuf,
  sleep,
  sort,
  split,
  stat,
  strings,
  stty,
  su,
  sync,
  sysctl,
  tac,
  tail,
  tar,
  tee,
  telnet,
  test,
  time,
  timeout,
  top,
  touch,
  tr,
  traceroute,
  traceroute6: traceroute,
  true: succeed,
  truncate,
  tty,
  umount: mount,
  uname,
  unexpand: expand,
  uniq,
  unix2dos: dos2unix,
  unlink,
  uptime,
  usleep,
  watch,
  wc,
  wget,
  which,
  whoami,
  xargs,
  xxd,
  yes,
  zcat: gzip,
}

/** Every applet, ready to be run as a command. The shell is not among them: it is a table entry of its own. */
export const applets: ProgramTable = new Map(
  Object.entries(programs).map(([name, program]) => [name, asCommand(program)]),
)

/** A table with one more program, `busybox`, that runs all the others by the name it is called by. */
export function withBusybox(table: ProgramTable): ProgramTable {
  return new Map([...table, ['busybox', busyboxOf(table)]])
}
