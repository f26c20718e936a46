# Starts bubblewrap, and tells that the container's program began: when something else runs in its
# place, or when it tells an exit code on descriptor 3, which it does of programs only. Runs in the
# container's folder, and in a mount namespace of its own.
#
# $1 bubblewrap; then its options, of which it reads more from descriptor 4.
set -u
program=$1

# Where the network is the machine's and we are not its root, only a copy can be had.
system() {
  mkdir sysfs
  mount -t sysfs -o ro,nosuid,nodev,noexec sysfs sysfs 2>/dev/null || mount --rbind /sys sysfs
}

follow() {
  while IFS= read -r line; do
    case $line in
      *'"child-pid"'*)
        pid=${line#*'"child-pid": '}
        pid=${pid%%[!0-9]*}
        while [ "/proc/$pid/exe" -ef "$program" ]; do
          sleep 0.01
        done
        [ -e "/proc/$pid/exe" ] || continue # what is ending has none any more
        echo "$pid" >pid || kill -9 "$pid" # nobody else could find it
        ;;
      *'"exit-code"'*) [ -s pid ] || echo "$pid" >pid ;;
    esac
  done
}

system || exit 125
mkfifo status || exit 125
follow <status &
"$@" 3>status 4<options
code=$?
wait
exit "$code"
