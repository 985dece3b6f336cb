#!/usr/bin/env bash
# MARKS, on Slurm: each task of an array grades one part of the class. From the course's folder, which all nodes share:
#   sbatch --array=1-8 examples/cluster/slurm-part.sh SUBMISSIONS REPORTS
# then, with the number that this printed:
#   sbatch --dependency=afterok:NUMBER examples/cluster/slurm-merge.sh REPORTS
# A part that was lost is submitted again by its number (--array=3), with --array's largest number in PARTS: what it had judged is kept.
#SBATCH --job-name=session-keys
#SBATCH --cpus-per-task=1
set -uo pipefail
parts=${PARTS:-$SLURM_ARRAY_TASK_MAX}
node dist/grader/cli.js grade "$1" --shard "$SLURM_ARRAY_TASK_ID/$parts" --out "$2/part-$SLURM_ARRAY_TASK_ID" --jobs "${SLURM_CPUS_PER_TASK:-1}" >/dev/null
# 1 says that something fails or is unanswered: that is a mark, and no fault of the job.
status=$?
[ "$status" -le 1 ] || exit "$status"
