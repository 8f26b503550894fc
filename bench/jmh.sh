#!/bin/sh
# Measures the inner parts, one by one. README.md tells more.
# The first word is a pattern of their names, the others are JMH's: bench/jmh.sh Batch -prof stack
set -eu

home=$(cd "$(dirname "$0")/.." && pwd)
work=$home/target/jmh
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
classpath="$work/classes:$home/target/classes:$home/target/lib/*:$work/lib/*"

(cd "$home" && mvn -q -B -Dstyle.color=never -DskipTests package)
[ -d "$work/lib" ] || mvn -q -B -Dstyle.color=never -f "$home/bench/jmh" dependency:copy-dependencies -DoutputDirectory="$work/lib"
rm -rf "$work/classes"
mkdir -p "$work/classes"
find "$home/bench/jmh/java" -name '*.java' > "$work/sources"
"${java}c" -d "$work/classes" -cp "$classpath" -sourcepath "$home/bench/java" -implicit:class -processor org.openjdk.jmh.generators.BenchmarkProcessor "@$work/sources"
exec "$java" -cp "$classpath" org.openjdk.jmh.Main "$@"
