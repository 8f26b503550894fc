#!/bin/sh
# Rehearses three years with the counts of the defaults, but only one year kept, so that there is folding. README.md tells more.
set -eu

cd "$(dirname "$0")/.."
mvn -q -B -Dstyle.color=never verify -Dit.test=RehearsalIT -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false \
  -Dcamelback.rehearsal.days="${DAYS:-1095}" -Dcamelback.rehearsal.retention="${RETENTION:-48 7 4 12 1}"
