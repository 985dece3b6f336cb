# JupyterHub for a class that shares one copy of the course, /srv/session-keys, to which no student may write. docs/homes.md tells how it
# comes there. Who may log in, and how, is yours: this file says nothing of authenticators.
import os

course = os.environ.get("SESSION_KEYS_COURSE", "/srv/session-keys")

# Before a student's server starts, her own folder is made or brought up to date, by herself; her work in it stays.
start = f"""
node "{course}/dist/setup/home.js" "$HOME/session-keys"
export SESSION_KEYS_STATE="$HOME/session-keys/.session-keys"
exec jupyterhub-singleuser "$@"
"""

c = get_config()  # noqa: F821
c.Spawner.cmd = ["sh", "-c", start, "sh"]
c.Spawner.notebook_dir = "~/session-keys"
c.Spawner.default_url = "/lab/tree/notebooks/00-start-here.ipynb"
c.Spawner.args = [
    # Only the course's kernel.
    "--KernelSpecManager.allowed_kernelspecs=tslab",
    "--KernelSpecManager.ensure_native_kernel=False",
    "--MultiKernelManager.default_kernel_name=tslab",
    # Else each server runs npm, and whatever language servers there are, to see what it finds.
    "--LanguageServerManager.autodetect=False",
    # Seconds. A kernel that nothing was run in, and that no page shows, ends after an hour.
    "--MappingKernelManager.cull_idle_timeout=3600",
    "--MappingKernelManager.cull_interval=300",
]
# Six at once are enough for two cores: a server takes some seconds to start.
c.JupyterHub.concurrent_spawn_limit = 6
c.Spawner.start_timeout = 120
