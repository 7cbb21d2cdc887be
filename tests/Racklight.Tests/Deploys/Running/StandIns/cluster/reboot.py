# Stands in for Ansible's reboot: notes the host; the host named by CLUSTER/broken does not come back into the cluster.
import os
from ansible.plugins.action import ActionBase
class ActionModule(ActionBase):
    def run(self, tmp=None, task_vars=None):
        host = task_vars['inventory_hostname']
        cluster = os.environ['CLUSTER']
        with open(os.path.join(cluster, 'rebooted'), 'a') as note:
            note.write(host + '\n')
        broken = os.path.join(cluster, 'broken')
        if os.path.exists(broken) and open(broken).read().strip() == host:
            with open(os.path.join(cluster, 'size'), 'w') as size:
                size.write('2\n')
        return {'changed': True, 'rebooted': True}
