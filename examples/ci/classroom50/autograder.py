# MARKS, with Classroom 50: the bundle is the course as `npm run autograder -- --out bundle.zip` packs it, unpacked beside this file.
# It runs in the student's checkout and leaves result.json there. 1 says that something fails, which is a result.
import os
import subprocess
import sys

bundle = os.environ["CLASSROOM50_BUNDLE_DIR"]
command = ["node", os.path.join(bundle, "setup", "bootstrap.mjs"), "dist/grader/cli.js", "grade", os.getcwd(), "--format", "classroom50", "--jobs", "1"]
graded = subprocess.run(command, stdout=subprocess.PIPE)
if graded.returncode > 1:
    sys.exit(graded.returncode)
with open("result.json", "wb") as result:
    result.write(graded.stdout)
