#!/bin/sh
# Measures what needs no CouchDB: rollup, one document out of many archives, verify, and list, beside zstd where it does the same; and the
# start of a service. README.md tells more. Arguments: which of them (rollup document verify list start); all when none is given.
# ROUNDS is how often each is run, JAVA_OPTS is passed on to Java. CAMELBACK names another installation to be measured with the same archives.
set -eu

home=$(cd "$(dirname "$0")/.." && pwd)
camelback=${CAMELBACK:-$home}
work=$home/target/bench
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
rounds=${ROUNDS:-3}
port=${PORT:-15985}
all_cores=$(taskset -cp $$ | sed 's/.*: //')
first_core=${all_cores%%[-,]*}

[ -f "$home/target/camelback.jar" ] && [ -d "$home/target/test-classes" ] || (cd "$home" && mvn -q -B -Dstyle.color=never -DskipTests package)
mkdir -p "$work/classes"
classpath="$work/classes:$camelback/target/camelback.jar:$home/target/classes:$home/target/test-classes:$home/target/lib/*:$home/target/demo-lib/*"
"${java}c" -d "$work/classes" -cp "$classpath" "$home"/bench/java/io/camelback/bench/*.java

cat > "$work/archives.properties" <<END
camelback.clock = 2026-01-03T12:00:00Z
camelback.staging.directory = $work/staging
camelback.destinations.local.type = local
camelback.destinations.local.directory = $work/archives
camelback.destinations.s3.type = s3
camelback.destinations.s3.endpoint = http://127.0.0.1:$port
camelback.destinations.s3.bucket = bucket
camelback.destinations.s3.accessKey = access
camelback.destinations.s3.secretKey = secret
camelback.tasks.rollup.source = http://127.0.0.1:1/rollup
camelback.tasks.rollup.destinations = local
camelback.tasks.rollup.retention.delta = 1
camelback.tasks.document.source = http://127.0.0.1:1/document
camelback.tasks.document.destinations = local
camelback.tasks.list.source = http://127.0.0.1:1/list
camelback.tasks.list.destinations = local
END
sed 's/list.destinations = local/list.destinations = s3/' "$work/archives.properties" > "$work/s3.properties"

# $1: the history, made once
make_archives() {
  if [ ! -f "$work/archives/$1.made" ]; then
    echo "Making the archives for $1, once" >&2
    rm -rf "$work/archives/$1"
    "$java" -cp "$classpath" io.camelback.bench.MakeArchives "$work/archives" "$1"
    touch "$work/archives/$1.made"
  fi
}

# $1: cores, the others: the command; it prints nothing but the milliseconds
timed() {
  pinned=$([ "$1" = 1 ] && echo "$first_core" || echo "$all_cores")
  shift
  from=$(date +%s%N)
  taskset -c "$pinned" "$@" > "$work/out" 2>&1 || { cat "$work/out" >&2; kill $$; }
  echo $((($(date +%s%N) - from) / 1000000))
}

# the median of the lines on standard input
median() {
  sort -n | sed -n "$((rounds / 2 + 1))p"
}

# $1: cores, the others: the command; the median of all rounds
medians() {
  for round in $(seq "$rounds"); do
    timed "$@"
  done | median
}

# what is compared, cores, milliseconds of Camelback, those of zstd, bytes
beside() {
  awk -v what="$1" -v cores="$2" -v camelback="$3" -v zstd="$4" -v bytes="$5" 'BEGIN {
    printf "| %s | %s | %.1f s, %.0f MB/s | %.1f s, %.0f MB/s | %.0f %% |\n",
      what, cores, camelback / 1e3, bytes / camelback / 1e3, zstd / 1e3, bytes / zstd / 1e3, 100 * zstd / camelback
  }'
}

alone() {
  awk -v what="$1" -v camelback="$2" 'BEGIN { printf "| %s | %.2f s |\n", what, camelback / 1e3 }'
}

# the batches of the deltas that the rollup merges
inputs() {
  find "$work/archives/rollup" -path '*/delta/20260102T*.zst' | sort
}

sum_of_bytes() {
  find "$work/archives/rollup" -path '*/delta/20260102T*' -name manifest.json -exec sed -n '/"counts"/,/}/ s/.*"bytes" : \([0-9]*\).*/\1/p' {} + |
    awk '{ sum += $1 } END { print sum }'
}

forget_rollup() {
  rm -rf "$work/archives/rollup"/*/daily
}

rollup() {
  make_archives rollup
  # shellcheck disable=SC2046
  cat $(inputs) > /dev/null
  bytes=$(sum_of_bytes)
  for cores in 1 2; do
    ms=$(for round in $(seq "$rounds"); do
      forget_rollup
      timed "$cores" "$camelback/camelback" rollup rollup --config "$work/archives.properties"
    done | median)
    forget_rollup
    zstd=$(medians "$cores" sh -c "zstdcat $(inputs | tr '\n' ' ') | zstd -q -3 > '$work/recompressed.zst'")
    beside "\`rollup\` of ten deltas, beside \`zstdcat \\| zstd -3\`" "$cores" "$ms" "$zstd" "$bytes"
  done
}

verify() {
  make_archives rollup
  forget_rollup
  bytes=$(sum_of_bytes)
  # shellcheck disable=SC2046
  cat $(inputs) > /dev/null
  for cores in 1 2; do
    ms=$(medians "$cores" "$camelback/camelback" verify rollup --config "$work/archives.properties")
    # shellcheck disable=SC2046
    zstd=$(medians "$cores" zstd -q -t $(inputs))
    beside "\`verify\`, beside \`zstd -t\`" "$cores" "$ms" "$zstd" "$bytes"
  done
}

document() {
  make_archives document
  find "$work/archives/document" -type f -exec cat {} + > /dev/null
  id=$(zstdcat "$(find "$work/archives/document" -path '*/baseline/*/00003.jsonl.zst')" | sed -n '1000 s/^\[{"_id":"\([^"]*\)".*/\1/p')
  alone "\`restore --doc ID --stdout\`, 500,000 documents in 40 archives" \
    "$(medians 2 "$camelback/camelback" restore document --doc "$id" --stdout --config "$work/archives.properties")"
  alone "\`history --doc ID\`, the same" \
    "$(medians 2 "$camelback/camelback" history document --doc "$id" --config "$work/archives.properties")"
  # shellcheck disable=SC2046
  set -- $("$java" -XX:+UseSerialGC -cp "$classpath" io.camelback.bench.FindDocuments "$work/archives.properties" "$camelback" | tail -n 1)
  echo "| the document, within a Camelback that runs | $1 ms |"
  echo "| its history, likewise | $2 ms |"
}

list() {
  make_archives list
  mkdir -p "$work/s3"
  [ -d "$work/s3/bucket/list" ] || { mkdir -p "$work/s3/bucket" && cp -r "$work/archives/list" "$work/s3/bucket/"; }
  # status ends with 1, for a task without a run today is stale
  alone "\`list\`, 1,000 archives in a folder" "$(medians 2 "$camelback/camelback" list list --config "$work/archives.properties")"
  alone "\`status\`, likewise" "$(medians 2 sh -c "'$camelback/camelback' status --config '$work/archives.properties' || true")"
  rm -f "$work/hold" "$work/s3.out"
  mkfifo "$work/hold"
  "$java" -cp "$classpath" io.camelback.bench.ServeS3 "$work/s3" "$port" < "$work/hold" > "$work/s3.out" 2>&1 &
  exec 3> "$work/hold"
  until grep -qs http "$work/s3.out"; do sleep 0.2; done
  timed 2 "$camelback/camelback" list list --config "$work/s3.properties" > /dev/null
  alone "\`list\`, likewise in a bucket" "$(medians 2 "$camelback/camelback" list list --config "$work/s3.properties")"
  exec 3>&-
  wait
}

# the milliseconds until it says that it runs
started() {
  : > "$work/started"
  from=$(date +%s%N)
  "$camelback/camelback" run --config "$work/service.properties" >> "$work/started" 2>&1 &
  until grep -q 'tasks are scheduled' "$work/started"; do
    kill -0 "$!" 2> /dev/null || { cat "$work/started" >&2; kill $$; }
    sleep 0.02
  done
  echo $((($(date +%s%N) - from) / 1000000))
  kill "$!"
  wait "$!" || true
}

start() {
  grep -v '^camelback.tasks' "$work/archives.properties" > "$work/service.properties"
  for task in $(seq "$1"); do
    printf '%s\n' "camelback.tasks.t$task.source = http://127.0.0.1:1/t$task" "camelback.tasks.t$task.destinations = local" \
      "camelback.tasks.t$task.schedule = 0 2 * * *"
  done >> "$work/service.properties"
  alone "\`run\` with $1 task(s), until all are scheduled" "$(for round in $(seq "$rounds"); do started; done | median)"
}

for what in ${*:-rollup verify document list start}; do
  case $what in
    rollup | verify)
      printf '\n| | cores | Camelback | zstd | |\n|---|---|---|---|---|\n'
      ;;
    document | list | start)
      printf '\n| | |\n|---|---|\n'
      ;;
    *)
      echo "There is no $what" >&2
      exit 2
      ;;
  esac
  case $what in
    start) start 1; start 100 ;;
    *) "$what" ;;
  esac
done
