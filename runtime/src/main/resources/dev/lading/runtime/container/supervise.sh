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

# Names in place of paths: no character in them can be one of the overlay's own. No device of the
# machine opens by a node in the image, or by one that is made there.
mount_root() {
  mount -t overlay -o "nodev,lowerdir=lower,upperdir=upper,workdir=work$overlay" lading root \
    2>/dev/null || copy_root
}

copy_root() {
  cp -a lower/. root/ && mount --bind root root && mount -o remount,bind,nodev root
}

# A folder or file in the root, made when it is not there. The image may hold links out of it: they
# were followed within it before, and none is now.
make_target() {
  kind=$1
  path=root
  rest=${2#/}
  while [ -n "$rest" ]; do
    part=${rest%%/*}
    case $rest in */*) rest=${rest#*/} ;; *) rest= ;; esac
    case $part in
      '') continue ;;
      . | ..) refuse_target "is no plain path" || return ;;
    esac
    path=$path/$part
    [ ! -h "$path" ] || refuse_target "is a link in the image" || return
    [ -e "$path" ] && continue
    if [ -z "$rest" ] && [ "$kind" = f ]; then : >"$path"; else mkdir "$path"; fi || return
  done
  [ "$kind" = f ] || [ -d "$path" ] || refuse_target "is no folder in the image"
}

refuse_target() {
  echo "lading: ${path#root} $1" >&2
  return 1
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
  code=125
  if hide_cgroups && mount_root && make_targets; then
    "$@"
    code=$?
    end_orphan "$1"
  fi
}

# What is said is heard to its end, or the program's next word would kill it: dd ends after so many
# pieces as well, and when the disk is full.
keep_log() {
  missing=
  while :; do
    [ -z "$missing" ] || tell_missing
    size=$(log_size)
    if [ "$size" -ge $LOG_LIMIT ]; then
      mv log log.1 || : >log
      size=0
    fi
    if copy_to_log $((LOG_LIMIT - size)); then
      [ "$(log_size)" -gt "$size" ] || return 0
    else
      missing=1
      [ "$(dd bs=65536 count=1 status=none | wc -c)" -gt 0 ] || return 0
    fi
  done
}

# Each piece as it comes: whoever follows the log does not wait for the next one.
copy_to_log() {
  dd of=log bs=65536 count="$1" iflag=count_bytes oflag=append conv=notrunc status=none
} 2>/dev/null

log_size() {
  if [ -e log ]; then wc -c <log; else echo 0; fi
}

tell_missing() {
  echo "lading: something is missing here: this could not be written" >>log && missing=
} 2>/dev/null

# What was said last is in the log before it is told that all is over.
run_with_log() {
  mkfifo said || exit
  keep_log <said &
  reader=$!
  run "$@" </dev/null >said 2>&1
  while kill -0 $reader 2>/dev/null; do
    wait $reader # a signal interrupts this
  done
}

remove() {
  umount root tmpfs-[0-9]* 2>/dev/null
  folder=$PWD
  cd .. || return
  if [ -n "$name" ] && [ "$(readlink "names/$name")" = "../${folder##*/}" ]; then
    rm -f "names/$name"
  fi
  rm -rf "$folder"
}

if [ "$output" = log ]; then run_with_log "$@"; else run "$@"; fi
echo $code >exit
[ -s pid ] || exit 125
[ "$ending" = keep ] || remove
exit "$code"
