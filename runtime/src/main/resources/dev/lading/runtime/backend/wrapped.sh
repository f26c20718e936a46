# Starts bubblewrap, and learns from it whether the container's program began: only then does it tell
# an exit code on descriptor 3. Runs in the container's folder.
set -u
mkfifo status

{
  began=
  while IFS= read -r line; do
    case $line in
      *'"child-pid"'*)
        pid=${line#*'"child-pid": '}
        echo "${pid%%[!0-9]*}" >pid
        ;;
      *'"exit-code"'*) began=1 ;;
    esac
  done
  [ -n "$began" ] || : >unbegun
} <status &

"$@" 3>status
code=$?
wait
[ "$code" != 1 ] || [ ! -e unbegun ] || rm -f pid
exit "$code"
