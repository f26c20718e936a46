# The first process of a container made by unshare: mounts what a container has, then becomes its
# program. It runs in the container's folder, in new namespaces, and as root there.
#
# $1 its hostname; $2 ro or rw, for its root; $3 whether its program is there or missing; then the
# command that gives up rights and goes in.
set -eu
hostname=$1
mode=$2
program=$3
folder=$PWD
shift 3

# Of the old /proc: so others can find us.
tell() {
  read -r stat </proc/self/stat
  set -- $stat
  echo "$1 ${22}" >"$folder/pid"
}

# Only those that are mounted from outside open, whatever nodes are made.
devices() {
  mount -t tmpfs -o nosuid,nodev,mode=755,size=65536k tmpfs dev
  for device in null zero full random urandom tty; do
    : >"dev/$device"
    mount --bind "/dev/$device" "dev/$device"
  done
  mkdir dev/pts dev/shm dev/mqueue
  mount -t devpts -o nosuid,noexec,newinstance,ptmxmode=0666,mode=0620 devpts dev/pts
  mount -t tmpfs -o nosuid,nodev,noexec,mode=1777,size=64m shm dev/shm
  mount -t mqueue -o nosuid,nodev,noexec mqueue dev/mqueue
  ln -s pts/ptmx dev/ptmx
  ln -s /proc/self/fd dev/fd
  for stream in 0:stdin 1:stdout 2:stderr; do
    ln -s "/proc/self/fd/${stream%%:*}" "dev/${stream#*:}"
  done
}

# Options of a mount that is there, and of all below it: each has its own.
restrict() {
  mount -o "remount,bind,$2" "$1"
  [ -d "$1" ] || return 0
  top=$(cd "$1" && pwd -P)
  while read -r _ _ _ _ point _; do
    case $point in *\\*) point=$(printf %b "$point") ;; esac
    case $point in
      "$top"/*) mount -o "remount,bind,$2" "$point" ;;
    esac
  done </proc/self/mountinfo
}

# Where the network is the machine's and we are not its root, only a copy can be had.
system() {
  mount -t sysfs -o ro,nosuid,nodev,noexec sysfs sys 2>/dev/null || {
    mount --rbind /sys sys
    restrict sys ro,nosuid,nodev,noexec
  }
}

hide() {
  while IFS= read -r path; do
    if [ -d ".$path" ]; then
      mount -t tmpfs -o ro,nosuid,nodev,noexec tmpfs ".$path"
    elif [ -e ".$path" ]; then
      mount --bind /dev/null ".$path"
    fi
  done <../hidden
  for path in proc/bus proc/fs proc/irq proc/sys proc/sysrq-trigger; do
    [ ! -e "$path" ] || mount --bind -o ro "$path" "$path"
  done
}

volumes() {
  while IFS= read -r source && IFS= read -r target && IFS= read -r how; do
    mount --rbind "$source" ".$target"
    [ -z "$how" ] || restrict ".$target" "$how"
  done <../binds
}

[ "$program" = there ] || exit 125 # whoever waits says which
hostname "$hostname" 2>/dev/null || echo "$hostname" >/proc/sys/kernel/hostname
ip link set lo up 2>/dev/null || ifconfig lo up 2>/dev/null || :
cd root
mount -t proc -o nosuid,nodev,noexec proc proc
devices
system
hide
[ "$mode" = rw ] || mount -o remount,bind,nodev,ro .
volumes
tell

# As bare machines leave their first root: what was at / lies under this, out of reach without the
# right to mount, which no usual container has.
mount -n --move . /
exec "$@"
