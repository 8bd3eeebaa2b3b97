"""How gunicorn serves the site; host, port and the number of workers come from ./run or the command line.

No lock is waited for longer than eight seconds; on SIGTERM the requests in flight finish.
"""

import gc
import os
import sys

is_development = bool(os.environ.get("GUIDE_DEV"))
preload_app = not is_development  # made once, shared by the workers: less memory, a quicker start
worker_class = "guide.kernel.server.PatientWorker"
threads = 4
worker_connections = 500  # of each worker; each is an open file, of which a process may often have 1,024
reuse_port = sys.platform == "linux" and not is_development  # else one worker often takes them all
limit_request_line = 0  # a long question is a line, too; guide.kernel.arrival bounds the whole head
graceful_timeout = 20
timeout = 60
keepalive = 5
max_requests = 0
accesslog = None
errorlog = "-"
loglevel = "warning"
control_socket_disable = True


def when_ready(server):
    """What was made so far stays: the collector need not look at it again, nor copy what the workers share by doing so."""
    gc.collect()
    gc.freeze()


def post_worker_init(worker):
    """Listening: whoever opens the address now is answered."""
    if worker.age == 1 and (said := os.environ.get("RUN_SAYS")):
        print(said, file=sys.stderr, flush=True)
