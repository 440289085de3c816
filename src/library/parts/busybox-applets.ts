// Which commands BusyBox offers, and where distributions link them.

const bin = `arch ash base64 busybox cat chgrp chmod chown cp cpio date dd df dmesg dnsdomainname dumpkmap echo ed egrep
  false fatattr fdflush fgrep fsync getopt grep gunzip gzip hostname ionice ipcalc kill link linux32 linux64 ln login ls
  lsattr lzop makemime mkdir mknod mktemp more mount mountpoint mpstat mv netstat nice pidof ping ping6 pipe_progress
  printenv ps pwd reformime rev rm rmdir run-parts sed setpriv setserial sh sleep stat stty su sync tar touch true umount
  uname usleep watch zcat`
const sbin = `adjtimex arp blkid blockdev depmod fbsplash fdisk findfs freeramdisk fsck fstrim getty halt hwclock
  ifconfig ifdown ifenslave ifup init inotifyd insmod ip ipaddr iplink ipneigh iproute iprule iptunnel klogd loadkmap
  logread losetup lsmod mdev mkdosfs mkfs.vfat mkswap modinfo modprobe nameif nologin pivot_root poweroff raidautorun
  reboot rmmod route setconsole slattach swapoff swapon switch_root sysctl syslogd tunctl udhcpc vconfig watchdog zcip`
const userBin = `[ [[ awk basename bc beep blkdiscard bunzip2 bzcat bzip2 cal chvt cksum clear cmp comm cpio crontab
  cryptpw cut dc deallocvt diff dirname dos2unix du eject env expand expr factor fallocate find flock fold free fuser
  getfattr groups hd head hexdump hostid id iostat install ipcrm ipcs killall last less logger lsof lsusb lzcat lzma lzopcat
  md5sum mesg microcom mkfifo mkpasswd nc nl nmeter nohup nproc nsenter nslookup od openvt passwd paste pgrep pkill pmap
  printf pscan pstree pwdx readlink realpath renice reset resize seq setkeycodes setsid sha1sum sha256sum sha3sum
  sha512sum showkey shred shuf sort split strings sum tac tail tee test time timeout top tr traceroute traceroute6
  truncate tty ttysize udhcpc6 unexpand uniq unix2dos unlink unlzma unlzop unshare unxz unzip uptime uudecode uuencode vi
  vlock volname wc wget which who whoami whois xargs xxd xzcat yes`
const userSbin = `addgroup add-shell adduser arping brctl chpasswd chroot crond delgroup deluser ether-wake fbset
  killall5 loadfont nanddump nandwrite nbd-client ntpd partprobe rdate rdev readahead remove-shell rfkill sendmail
  setfont setlogcons`

const words = (text: string): string[] => text.trim().split(/\s+/)

/** Where Alpine links its commands: path of the directory -> names, `busybox` itself left out. */
export const appletPlaces: ReadonlyMap<string, readonly string[]> = new Map([
  ['bin', words(bin).filter((name) => name !== 'busybox')],
  ['sbin', words(sbin)],
  ['usr/bin', words(userBin)],
  ['usr/sbin', words(userSbin)],
])

/** Every command, sorted. */
export const allApplets: readonly string[] = [...new Set([...appletPlaces.values()].flat())].sort()
