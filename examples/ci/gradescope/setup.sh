#!/usr/bin/env bash
# MARKS, on Gradescope: runs once, when the autograder's image is made. Ubuntu's own Node is too old; npm carries a newer one.
set -euo pipefail
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq npm util-linux >/dev/null
root=${AUTOGRADER_ROOT:-/autograder}
machine=$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')
npm install --silent --prefix "$root/node" "node-linux-$machine@24"
ln -sfn "$root/node/node_modules/node-linux-$machine/bin" "$root/node/bin"
cd "$root/source"
npm ci --ignore-scripts --no-audit --no-fund
