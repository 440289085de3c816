// The names of busybox's utilities and of the shells, known before their code is loaded. A test holds list and code together.

export const builtInNames: readonly string[] = (
  '[ [[ addgroup adduser arch arp ash awk base64 basename bash busybox cat chgrp chmod chown chroot cksum clear ' +
  'cmp comm cp cut dash date dd delgroup deluser df diff dirname dos2unix du echo egrep env expand expr ' +
  'fallocate false fgrep find fold free getent getopt grep groups gunzip gzip hd head hexdump hostid hostname ' +
  'httpd id ifconfig ionice ip kill killall less link ln logger ls md5sum mkdir mkfifo mknod mktemp more mount ' +
  'mountpoint mv nc netstat nice nl nohup nproc nslookup od paste pgrep pidof ping ping6 pkill printenv printf ' +
  'ps pwd readlink realpath reset rev rm rmdir route run-parts sed seq setsid sh sha1sum sha256sum sha512sum ' +
  'shuf sleep sort split stat strings stty su sync sysctl tac tail tar tee telnet test time timeout top touch ' +
  'tr traceroute traceroute6 true truncate tty umount uname unexpand uniq unix2dos unlink uptime usleep watch ' +
  'wc wget which whoami xargs xxd yes zcat'
).split(' ')
