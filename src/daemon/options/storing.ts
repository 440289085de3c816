// dockerd's options about what it keeps, and how.

export const storing = {
  'data-root': {
    kind: 'string',
    value: 'DIR',
    does: 'effective',
    note: 'without it nothing is kept, and replies name /var/lib/docker',
    help: 'Keep images, containers, volumes and networks in this directory; without it they are gone at the end',
  },
  'exec-root': {
    kind: 'string',
    value: 'DIR',
    default: '/var/run/docker',
    does: 'reported',
    help: 'Directory that replies name for execution state; nothing is written there',
  },
  'storage-driver': {
    kind: 'string',
    short: 's',
    value: 'NAME',
    does: 'effective',
    help: 'Storage driver: overlay2 (default), btrfs, zfs, vfs, fuse-overlayfs; of old releases aufs, devicemapper, overlay; or the path of a module with one of your own',
  },
  'storage-opt': {
    kind: 'list',
    json: 'storage-opts',
    value: 'NAME=VALUE',
    does: 'effective',
    help: 'Option of the storage driver',
  },
} as const
