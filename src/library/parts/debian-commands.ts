// Which commands a Debian base system has. What it lacks (ps, ping, curl, vi) is a matter of apt-get there, too.

const inBin = `arch base32 base64 basename cat chgrp chmod chown cksum clear cmp comm cp cut date dd df diff dir
  dircolors dirname dmesg du echo egrep env expand expr factor false fgrep find flock fold free getent grep groups gunzip gzip
  head hostid hostname id install ionice join kill last less ln logger login logname ls lsblk md5sum mesg mkdir mkfifo
  mknod mktemp more mount mountpoint mv nice nl nohup nproc numfmt od passwd paste perl pidof pinky pr printenv printf
  ptx pwd readlink realpath renice reset rev rm rmdir run-parts sed seq setpriv setsid sha1sum sha224sum sha256sum
  sha384sum sha512sum shred shuf sleep sort split stat stdbuf stty su sum sync tabs tac tail tar taskset tee tempfile
  test timeout touch tput tr true truncate tsort tty umount uname unexpand uniq unlink unshare users vdir wc which
  who whoami xargs yes zcat zcmp zdiff zgrep zless zmore [`
const inSbin = `addgroup adduser blkid chpasswd chroot delgroup deluser fsck getty groupadd groupdel groupmod ldconfig
  losetup mkfs mkswap nologin pivot_root runuser start-stop-daemon swapoff swapon switch_root useradd userdel usermod`
const ofPackages = `apt apt-get apt-cache apt-config apt-key dpkg dpkg-deb dpkg-query`

const words = (text: string): string[] => text.trim().split(/\s+/)

/** Paths of the executables; the shells are not among them. */
export const debianCommands: readonly string[] = [
  ...words(inBin).map((name) => `usr/bin/${name}`),
  'usr/bin/awk',
  'usr/bin/mawk',
  ...words(ofPackages).map((name) => `usr/bin/${name}`),
  ...words(inSbin).map((name) => `usr/sbin/${name}`),
]
