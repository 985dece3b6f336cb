#!/usr/bin/env bash
# MARKS, on Slurm: puts the parts together. See slurm-part.sh.
#SBATCH --job-name=session-keys-merge
set -uo pipefail
node dist/grader/cli.js merge "$1"/part-* --out "$1/all"
status=$?
[ "$status" -le 1 ] || exit "$status"
