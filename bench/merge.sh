#!/bin/sh
# Measures how fast ten deltas are merged, next to what zstd alone needs for their text. README.md tells more.
# JAVA_OPTS is passed on to Java; ROUNDS is how often each is run.
set -eu

home=$(cd "$(dirname "$0")/.." && pwd)
work=$home/target/bench
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
classpath="$work/classes:$home/target/classes:$home/target/lib/*:$home/target/test-classes:$home/target/demo-lib/*"
rounds=${ROUNDS:-5}

(cd "$home" && mvn -q -B -Dstyle.color=never -DskipTests package)
mkdir -p "$work/classes" "$work/merged"
"${java}c" -d "$work/classes" -cp "$classpath" "$home"/bench/java/io/camelback/bench/*.java
if [ ! -f "$work/bytes" ]; then
  echo "Making ten deltas, once"
  rm -rf "$work/deltas"
  "$java" -cp "$classpath" io.camelback.bench.MakeDeltas "$work/deltas" > "$work/bytes.part"
  mv "$work/bytes.part" "$work/bytes"
fi
inputs=$(find "$work/deltas" -name '*.zst' | sort)

merge() {
  # shellcheck disable=SC2086
  "$java" -Xmx256m ${JAVA_OPTS:-} -cp "$classpath" io.camelback.bench.MergeDeltas "$work/deltas" "$work/merged" > /dev/null
}

recompress() {
  # shellcheck disable=SC2086
  zstdcat $inputs | zstd -q -3 > "$work/recompressed.zst"
}

# $1 is the file for the milliseconds, one line a run
timed() {
  file=$1
  shift
  from=$(date +%s%N)
  "$@"
  echo $((($(date +%s%N) - from) / 1000000)) >> "$file"
}

median() {
  sort -n "$1" | sed -n "$((rounds / 2 + 1))p"
}

# shellcheck disable=SC2086
cat $inputs > /dev/null
rm -f "$work/merge.ms" "$work/zstd.ms"
for round in $(seq "$rounds"); do
  timed "$work/merge.ms" merge
  timed "$work/zstd.ms" recompress
  echo "round $round: merge $(tail -n 1 "$work/merge.ms") ms, zstd $(tail -n 1 "$work/zstd.ms") ms"
done

awk -v bytes="$(cat "$work/bytes")" -v merge="$(median "$work/merge.ms")" -v zstd="$(median "$work/zstd.ms")" 'BEGIN {
  printf "%.0f MB of JSON, medians: merge %.0f MB/s, zstd %.0f MB/s, ratio %.0f %%\n",
    bytes / 1e6, bytes / merge / 1e3, bytes / zstd / 1e3, 100 * zstd / merge
}'
