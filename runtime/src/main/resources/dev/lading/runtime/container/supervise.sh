# Holds one container, in its folder: mounts its root in a mount namespace of its own, so that nothing
# of it is left when all of it has ended, waits for it, and writes down how it ended.
#
# $1 more options of the overlay; $2 which control groups are hidden: nothing, unified or all;
# $3 inherit or log; $4 keep or remove; $5 its name, or nothing; then the command that runs it.
set -u
overlay=$1
hidden=$2
output=$3
ending=$4
name=$5
shift 5

LOG_LIMIT=16777216

# Process IDs come again; with the time of its start and of the machine's this one does not.
identify() {
  read -r stat </proc/self/stat
  read -r boot </proc/sys/kernel/random/boot_id
  set -- $stat
  echo "$1 ${22} $boot" >supervisor
}

hide_cgroups() {
  case $hidden in
    unified) umount /sys/fs/cgroup/unified ;;
    all) mount -t tmpfs tmpfs /sys/fs/cgroup ;;
  esac
}

# Names in place of paths: no character in them can be one of the overlay's own.
mount_root() {
  mount -t overlay -o "lowerdir=lower,upperdir=upper,workdir=work$overlay" lading root 2>/dev/null ||
    cp -a lower/. root/
}

# A folder or file in the root, made when it is not there. The image may hold links out of it: they
# are not followed.
make_target() {
  kind=$1
  path=root
  rest=${2#/}
  while [ -n "$rest" ]; do
    part=${rest%%/*}
    case $rest in */*) rest=${rest#*/} ;; *) rest= ;; esac
    [ -n "$part" ] || continue
    path=$path/$part
    if [ -h "$path" ]; then
      [ "$kind" = w ] && return
      echo "lading: ${path#root} is a link in the image, and cannot be mounted over here" >&2
      return 1
    fi
    [ -e "$path" ] && continue
    if [ -z "$rest" ] && [ "$kind" = f ]; then : >"$path"; else mkdir "$path"; fi || return
  done
}

make_targets() {
  [ -e targets ] || return 0
  while IFS= read -r target; do
    make_target "${target%%/*}" "/${target#*/}" || return
  done <targets
  number=0
  while IFS= read -r options; do
    number=$((number + 1))
    mkdir "tmpfs-$number" && mount -t tmpfs -o "$options" tmpfs "tmpfs-$number" || return
  done <tmpfs
}

# A runtime that was killed left its container running, which nobody would wait for any more.
end_orphan() {
  id=${PWD##*/}
  [ ! -e "oci/$id" ] || "$1" --root "$PWD/oci" delete --force "$id"
}

# Caught and not ignored: what a shell ignores, the container would ignore as well.
run() {
  trap : HUP INT QUIT TERM USR1 USR2
  identify
  if hide_cgroups && mount_root && make_targets; then
    "$@"
    code=$?
    end_orphan "$1"
    echo $code >exit
  else
    echo 125 >exit
  fi
}

# What was said last, and what was said before that.
keep_log() {
  while :; do
    dd of=log bs=65536 count=$LOG_LIMIT iflag=count_bytes oflag=append conv=notrunc status=none
    [ "$(wc -c <log)" -ge $LOG_LIMIT ] || break
    mv log log.1
  done
}

remove() {
  umount root tmpfs-[0-9]* 2>/dev/null
  folder=$PWD
  cd .. || return
  [ -z "$name" ] || rm -f "names/$name"
  rm -rf "$folder"
}

if [ "$output" = log ]; then run "$@" </dev/null 2>&1 | keep_log; else run "$@"; fi
read -r code <exit
[ -e pid ] || exit 125
[ "$ending" = keep ] || remove
exit "$code"
