"""An Ansible connection that runs inside a directory tree: Debian's ansible-core has ssh and local only."""
import os
import shutil
import subprocess

from ansible.errors import AnsibleError, AnsibleFileNotFound
from ansible.module_utils.common.text.converters import to_bytes, to_text
from ansible.plugins.connection import ConnectionBase

DOCUMENTATION = """
name: racklight_chroot
short_description: Run inside the tree of an image that is being built
description: Runs commands by chroot(8), copies files by path. The caller has mounted /proc, /dev and the rest.
author: The Racklight authors
options:
  tree:
    description: The root of the tree.
    required: true
    vars:
      - name: racklight_chroot
"""


class Connection(ConnectionBase):
    transport = "racklight_chroot"
    has_pipelining = True
    has_tty = False

    def _connect(self):
        self.tree = os.path.realpath(self.get_option("tree"))
        if self.tree == "/":
            raise AnsibleError("refusing to configure the building machine itself")
        self._connected = True
        return self

    def _inside(self, path):
        """A path of the tree as this side sees it; links are followed as the tree would, never out of it."""
        full = os.path.normpath(os.path.join(self.tree, path.lstrip("/")))
        parent = os.path.realpath(os.path.dirname(full))
        if parent != self.tree and not parent.startswith(self.tree + "/"):
            raise AnsibleError("%s leads out of the image's tree" % to_text(path))
        return os.path.join(parent, os.path.basename(full))

    def exec_command(self, cmd, in_data=None, sudoable=False):
        super().exec_command(cmd, in_data=in_data, sudoable=sudoable)
        environment = {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": "/root", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive",
        }
        for name in ("http_proxy", "https_proxy", "no_proxy"):
            if name in os.environ:
                environment[name] = os.environ[name]
        process = subprocess.Popen(
            ["chroot", self.tree, "/bin/sh", "-c", to_bytes(cmd)], env=environment,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        out, err = process.communicate(to_bytes(in_data) if in_data else None)
        return process.returncode, out, err

    def put_file(self, in_path, out_path):
        super().put_file(in_path, out_path)
        if not os.path.exists(in_path):
            raise AnsibleFileNotFound("%s does not exist" % to_text(in_path))
        shutil.copyfile(in_path, self._inside(out_path))

    def fetch_file(self, in_path, out_path):
        super().fetch_file(in_path, out_path)
        shutil.copyfile(self._inside(in_path), out_path)

    def close(self):
        self._connected = False
