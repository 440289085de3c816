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
/** The commands of packages, and the program that each runs. */
const ofPackages: Readonly<Record<string, string>> = {
  apt: 'apt',
  'apt-get': 'apt',
  'apt-cache': 'apt',
  dpkg: 'dpkg',
  'dpkg-query': 'dpkg',
}

const words = (text: string): string[] => text.trim().split(/\s+/)

/** Paths of the executables and their programs; the shells are not among them. */
export const debianCommands: readonly (readonly [path: string, program: string])[] = [
  ...[...words(inBin), 'awk', 'mawk'].map((name) => [`usr/bin/${name}`, 'busybox'] as const),
  ...Object.entries(ofPackages).map(([name, program]) => [`usr/bin/${name}`, program] as const),
  ...words(inSbin).map((name) => [`usr/sbin/${name}`, 'busybox'] as const),
]
