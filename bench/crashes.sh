#!/bin/sh
# Kills commands at any moment, and looks at what is there then. README.md tells more.
set -eu

cd "$(dirname "$0")/.."
mvn -q -B -Dstyle.color=never verify -Dit.test=KilledCommandsIT -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false \
  -Dcamelback.crashes.seed="${1:-$(date +%s)}" -Dcamelback.crashes.kills="${KILLS:-200}" -Dcamelback.crashes.s3="${S3:-true}"
