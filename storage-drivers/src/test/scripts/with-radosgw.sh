#!/bin/sh
# Starts Ceph's S3 gateway on the loopback, below a temporary directory, runs a command beside it, and
# removes all of it again. Needs radosgw, ceph-mon, ceph-osd and ceph-common (Debian's packages of those
# names); installs nothing. One monitor, one store of objects in memory, no manager, no authentication
# between them.
#
#   with-radosgw.sh COMMAND...
#
# The command finds in its environment S3_ENDPOINT, S3_ACCESS_KEY and S3_SECRET_KEY.
set -eu

dir=$(mktemp -d)
pids=
end() {
  for pid in $pids; do kill "$pid" 2>/dev/null || true; done
  for pid in $pids; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$dir"
}
trap end EXIT INT TERM

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
mon_port=$(free_port)
rgw_port=$(free_port)
export CEPH_CONF="$dir/ceph.conf"
mkdir "$dir/mon" "$dir/osd" "$dir/run" "$dir/rgw"
cat > "$CEPH_CONF" <<CONF
[global]
fsid = $(cat /proc/sys/kernel/random/uuid)
mon host = [v2:127.0.0.1:$mon_port]
mon initial members = a
ms bind msgr1 = false
public addr = 127.0.0.1
cluster addr = 127.0.0.1
auth cluster required = none
auth service required = none
auth client required = none
auth allow insecure global id reclaim = true
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 5000
run dir = $dir/run
admin socket = $dir/run/\$name.asok
pid file =
log file = $dir/\$name.log
log to stderr = false
err to stderr = false
[mon.a]
host = localhost
mon data = $dir/mon
public addr = v2:127.0.0.1:$mon_port
[osd]
osd data = $dir/osd
osd objectstore = memstore
memstore device bytes = 8589934592
[client.rgw]
rgw frontends = beast endpoint=127.0.0.1:$rgw_port
rgw data = $dir/rgw
# Without this the gateway asks for an encryption that needs authentication, and waits for ever.
ms mon client mode = crc
CONF

monmaptool --create --fsid "$(ceph-conf --lookup fsid)" --addv a "[v2:127.0.0.1:$mon_port]" "$dir/monmap" > /dev/null
ceph-mon --mkfs -i a --monmap "$dir/monmap" > /dev/null 2>&1
ceph-mon -f -i a > "$dir/mon.out" 2>&1 &
pids="$pids $!"
timeout 60 ceph osd new "$(cat /proc/sys/kernel/random/uuid)" > /dev/null
ceph-osd -i 0 --mkfs --osd-uuid "$(ceph osd dump --format json | python3 -c 'import json, sys; print(json.load(sys.stdin)["osds"][0]["uuid"])')" > "$dir/osd.out" 2>&1
ceph-osd -f -i 0 >> "$dir/osd.out" 2>&1 &
pids="$pids $!"
radosgw -f -n client.rgw > "$dir/rgw.out" 2>&1 &
pids="$pids $!"

export S3_ENDPOINT="http://127.0.0.1:$rgw_port" S3_ACCESS_KEY=lading S3_SECRET_KEY=secret
waited=0
until curl -fs -o /dev/null "$S3_ENDPOINT"; do
  waited=$((waited + 1))
  if [ "$waited" -gt 120 ]; then
    echo "the gateway does not answer" >&2
    tail -n 20 "$dir"/*.out "$dir"/*.log >&2
    exit 1
  fi
  sleep 0.5
done
radosgw-admin -n client.rgw user create --uid lading --display-name lading \
  --access-key "$S3_ACCESS_KEY" --secret-key "$S3_SECRET_KEY" > /dev/null 2>&1

"$@"
