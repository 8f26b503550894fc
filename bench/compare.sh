#!/bin/sh
# Measures Camelback beside couchbackup, and beside the least that anybody has to do, on a CouchDB. README.md tells more.
#   bench/compare.sh [URL]     http://user:password@host:port, an admin's; COUCH_URL does as well. Without one: the stand-in in demo/
# DOCS, ROUNDS, PART, PARALLEL, KEEP, FANOUT, CA and UNDER change what is done.
set -eu

home=$(cd "$(dirname "$0")/.." && pwd)
work=$home/target/bench/compare
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
flags="-XX:+UseSerialGC -XX:MaxNewSize=48m -Xshare:auto -XX:TieredStopAtLevel=1" # ./camelback has these for backup and restore
classpath="$work/classes:$home/target/classes:$home/target/lib/*:$home/target/test-classes:$home/target/demo-lib/*"
bare=$work/classes
couchtools=$home/demo/node_modules/@cloudant/couchbackup/bin
config=$work/application.properties
results=$work/results
rounds=${ROUNDS:-3}
parallel=${PARALLEL:-4}
parts=${PART:-full restore sizes incremental}
[ "${FANOUT:-}" != 1 ] || parts="$parts fanout"
processes=
databases=

stop() {
  echo "compare: $1" >&2
  exit 1
}

finish() {
  # shellcheck disable=SC2086
  for name in $databases; do
    database drop "$name" || true
  done
  [ -z "$processes" ] || kill $processes 2> /dev/null || true
}

database() {
  # shellcheck disable=SC2086
  "$java" -XX:+UseSerialGC ${trust:-} -cp "$classpath" io.camelback.bench.MadeUpDatabase "$@" > "$work/said" 2>&1 || { cat "$work/said" >&2; return 1; }
}

# starts a server and waits for its first line; $1 is the file for what it says
serve() {
  said=$1
  shift
  "$@" > "$said" &
  processes="$processes $!"
  until [ -s "$said" ]; do
    kill -0 "$!" 2> /dev/null || stop "$1 did not start"
    sleep 1
  done
}

# $1 is the part it counts for, or - for none, and $2 who does it; then comes the command
timed() {
  part=$1
  who=$2
  shift 2
  # shellcheck disable=SC2086
  ${UNDER:-} env time -o "$work/time" -f '%e %U %S %M' "$@" > "$work/said" 2>&1 || { cat "$work/said" >&2; stop "$who failed"; }
  awk -v part="$part" -v who="$who" '{
    printf "%s, %s: %.1f s, %.1f s of processor, %.0f MB\n", part, who, $1, $2 + $3, $4 * 1024 / 1e6 > "/dev/stderr"
    printf "%s\t%s\twall\t%s\n%s\t%s\tcpu\t%s\n%s\t%s\tmemory\t%s\n", part, who, $1, part, who, $2 + $3, part, who, $4 * 1024
  }' "$work/time" >> "$results"
}

bytes() {
  find "$@" -type f -exec cat {} + | wc -c | tr -d ' '
}

stored() {
  printf '%s\t%s\tstored\t%s\n' "$@" >> "$results"
}

full_camelback() {
  rm -rf "$work/disk"
  timed "$1" Camelback "$home/camelback" backup bench --config "$config"
  bytes "$work/disk" > "$work/full"
  stored "$1" Camelback "$(cat "$work/full")"
}

full_couchbackup() {
  rm -f "$work/couchbackup.txt"
  timed "$1" couchbackup node "$couchtools/couchbackup.bin.js" --db "$source" --quiet --output "$work/couchbackup.txt"
  stored "$1" couchbackup "$(bytes "$work/couchbackup.txt")"
}

full_bare() {
  # shellcheck disable=SC2086
  timed "$1" bare "$java" $flags ${trust:-} -cp "$bare" io.camelback.bench.BareReader "$source" "$parallel"
  grep -q "^$docs ids" "$work/said" || stop "the bare reader read $(cat "$work/said")"
}

full() {
  full_bare - # what the system has to read from the disk is in its cache then
  for _ in $(seq "$rounds"); do
    full_bare "full backup"
    full_camelback "full backup"
    full_couchbackup "full backup"
  done
}

# whether nothing else would say what a full backup takes
is_alone() {
  case " $parts " in
    *" full "*) return 1 ;;
  esac
}

# what the parts below begin with, unless the one before has left it
backups() {
  [ -d "$work/disk" ] || full_camelback -
  [ -f "$work/couchbackup.txt" ] || full_couchbackup -
}

# $1 does it, into an empty database
restored() {
  database empty bench-restored
  "$@"
  database check bench-restored "$docs"
  database drop bench-restored
}

restore_camelback() {
  timed restore Camelback "$home/camelback" restore bench --to "$server/bench-restored" --config "$config"
}

restore_couchrestore() {
  timed restore couchbackup node "$couchtools/couchrestore.bin.js" --db bench-restored --quiet < "$work/couchbackup.txt"
}

restore_bare() {
  # shellcheck disable=SC2086
  timed restore bare "$java" $flags ${trust:-} -cp "$bare" io.camelback.bench.BareWriter "$work/couchbackup.txt" bench-restored "$parallel"
}

restore() {
  backups
  for _ in $(seq "$rounds"); do
    restored restore_bare
    restored restore_camelback
    restored restore_couchrestore
  done
}

incremental() {
  if is_alone; then full_couchbackup "full backup"; fi
  backups
  number=0
  for share in 100:'1 %' 10000:'0.01 %'; do
    for _ in $(seq "$rounds"); do
      number=$((number + 1))
      database change "$source" "$docs" "$((docs / ${share%%:*}))" "$number"
      before=$(bytes "$work/disk")
      timed "${share#*:} changed" Camelback "$home/camelback" backup bench --config "$config"
      stored "${share#*:} changed" Camelback "$(($(bytes "$work/disk") - before))"
    done
  done
}

sizes() {
  backups
  stored size "zstd -3 of couchbackup's file" "$(zstd -q -3 -c "$work/couchbackup.txt" | wc -c | tr -d ' ')"
  stored size "Camelback, full" "$(cat "$work/full")"
  stored size "couchbackup's file" "$(bytes "$work/couchbackup.txt")"
  # shellcheck disable=SC2086
  "$java" -XX:+UseSerialGC ${trust:-} -cp "$classpath" io.camelback.bench.ThirtyDays "$work/thirty" $((docs / 10)) > "$work/days"
  awk -F '\t' '{ print "days\t" $1 "\tstored\t" $2 }' "$work/days" >> "$results"
}

fanout() {
  serve "$work/destinations" "$java" -cp "$classpath" io.camelback.bench.DestinationServers "$work/servers"
  cat "$work/destinations" >> "$config"
  echo "camelback.tasks.fanout.destinations = disk, bucket, ftp" >> "$config"
  for _ in $(seq "$rounds"); do
    if is_alone; then full_bare "full backup"; fi
    rm -rf "$work/disk" "$work/servers/s3/bench"/* "$work/servers/ftp"/*
    timed "disk, S3 and FTP" Camelback "$home/camelback" backup fanout --config "$config"
    stored "disk, S3 and FTP" Camelback "$(bytes "$work/disk" "$work/servers")"
  done
}

env time -f %M true > /dev/null 2>&1 || stop "GNU time is missing (package time)"
command -v zstd > /dev/null || stop "zstd is missing"

"$home/camelback" help > /dev/null # builds it when it has to
[ -d "$couchtools" ] || (cd "$home/demo" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
rm -rf "$work"
mkdir -p "$work/classes" "$work/tmp"
"${java}c" -d "$work/classes" -cp "$classpath" "$home"/bench/java/io/camelback/bench/*.java
trap finish EXIT
trap 'exit 130' INT TERM

COUCH_URL=${1:-${COUCH_URL:-}}
if [ -z "$COUCH_URL" ]; then
  serve "$work/couchdb" node "$home/demo/couchdb.js" --port 0 --dir "$work/data" --admin bench:bench --plain-feed
  COUCH_URL=$(sed -n 's|^listening http://|http://bench:bench@|p' "$work/couchdb")
  docs=${DOCS:-10000}
else
  docs=${DOCS:-500000}
  given=1
fi
COUCH_URL=${COUCH_URL%/}
server=$(printf %s "$COUCH_URL" | sed 's|//[^@/]*@|//|')
source=bench-$(echo "$docs" | sed 's/000$/k/')
[ -z "${given:-}" ] || databases="bench-restored bench-days" # the stand-in's go with it
[ -z "${given:-}" ] || [ "${KEEP:-}" = 1 ] || databases="$databases $source"
CAMELBACK_TASKS_BENCH_SOURCE=$COUCH_URL/$source
CAMELBACK_TASKS_FANOUT_SOURCE=$COUCH_URL/$source
CAMELBACK_TASKS_DAYS_SOURCE=$COUCH_URL/bench-days
TMPDIR=$work/tmp
export COUCH_URL TMPDIR CAMELBACK_TASKS_BENCH_SOURCE CAMELBACK_TASKS_FANOUT_SOURCE CAMELBACK_TASKS_DAYS_SOURCE
case $COUCH_URL in
  https:*) bare=$classpath ;; # for the crypto that is not Java's
esac
if [ -n "${CA:-}" ]; then
  "${java%java}keytool" -importcert -noprompt -file "$CA" -keystore "$work/ca.p12" -storetype PKCS12 -storepass changeit > "$work/said" 2>&1 ||
    stop "$(cat "$work/said")"
  trust="-Djavax.net.ssl.trustStore=$work/ca.p12 -Djavax.net.ssl.trustStorePassword=changeit"
  CAMELBACK_TASKS_BENCH_CA=$CA
  CAMELBACK_TASKS_FANOUT_CA=$CA
  CAMELBACK_TASKS_DAYS_CA=$CA
  NODE_EXTRA_CA_CERTS=$CA
  export CAMELBACK_TASKS_BENCH_CA CAMELBACK_TASKS_FANOUT_CA CAMELBACK_TASKS_DAYS_CA NODE_EXTRA_CA_CERTS
fi
cat > "$config" << 'END'
camelback.destinations.disk.type = local
camelback.destinations.disk.directory = disk
camelback.tasks.bench.destinations = disk
END

echo "Making $docs documents" >&2
if [ "${KEEP:-}" = 1 ]; then
  database keep "$source" "$docs"
else
  database make "$source" "$docs"
fi
for each in $parts; do
  case $each in
    full | restore | sizes | incremental | fanout) "$each" ;;
    *) stop "there is no part $each" ;;
  esac
done
# shellcheck disable=SC2086
"$java" -XX:+UseSerialGC ${trust:-} -cp "$classpath" io.camelback.bench.Comparison "$results" "$docs"
