"""A sleeping fork of an interpreter: what shadows, checkpoints and branches are made of."""

import os
import signal

from ..wire import encode, encode_message
from .handover import allow_credentials, hand_over, read_answer
from .worker_process import WorkerProcess

SLEEP = encode({"type": "sleep", "request": None})
MAX_REASON_CHARACTERS = 200
MAX_SIZE_BYTES = 2**53 - 1


class Sleeper:
    """Asked of `source`, an idle worker or another sleeper, which forks and goes on as it was.

    It is coming, then asleep, or refused with a reason. `on_settled(sleeper)` is called once; `on_gone(sleeper)` if it dies
    in its sleep. Raises OSError when the system has no room for its socket.
    """

    def __init__(self, supervisor, source, on_settled, on_gone=None):
        self.is_asleep = False
        self.is_closed = False
        self.refusal = None
        self.largest = ()
        self._supervisor = supervisor
        self._source = source
        self._on_settled = on_settled
        self._on_gone = on_gone
        self.process = WorkerProcess(supervisor.loop)
        allow_credentials(self.endpoint.read_fd)
        supervisor.processes.expect(self)
        if isinstance(source, Sleeper):
            source.let_go_on()
        try:
            hand_over(source.endpoint.write_fd, SLEEP, [self.process.theirs])
        except OSError:
            # It is gone, and nobody has heard of it yet: nobody will answer.
            pass
        os.close(self.process.theirs)
        supervisor.loop.on_readable(self.endpoint.read_fd, self.settle)

    @property
    def endpoint(self):
        return self.process.endpoint

    @property
    def is_coming(self):
        return not (self.is_asleep or self.is_closed)

    def rebind(self, on_settled, on_gone):
        """Others are told of it from now on."""
        self._on_settled, self._on_gone = on_settled, on_gone

    def let_go_on(self):
        """User code can stop it, and what is stopped does not answer."""
        if self.is_asleep:
            self.process.signal(signal.SIGCONT)

    def settle(self):
        """Takes its first word, if it has said it: that it sleeps, or its source's: that it cannot fork."""
        answer = read_answer(self.endpoint.read_fd) if self.is_coming else None
        if answer is None:
            return
        pid, header = answer
        self._supervisor.loop.on_readable(self.endpoint.read_fd, None)
        if header.get("type") == "asleep" and self._supervisor.processes.adopt(pid, self):
            self._supervisor.processes.expect_no_more(self)
            self.process.pid = pid
            self.is_asleep = True
            self.largest = sizes_of(header.get("largest"))
        else:
            self.refusal = self._reason_of(header)
            self.close()
        self._on_settled(self)

    def wake(self, owner, settings=None, body=b""):
        """It goes on as a worker, which is `owner`'s. None when there are no pipes to be had for it."""
        try:
            self.process.renew_pipes()
        except OSError:
            self.close()
            return None
        self.let_go_on()
        self._supervisor.processes.give(self.process.pid, owner)
        self.is_closed = True
        header = dict(settings or {}, type="wake", request=None)
        self.process.endpoint.send(encode_message(header, body))
        self.process.endpoint.flush()
        return self.process

    def give_up(self, reason):
        """It has not come, and is not waited for any more."""
        if self.is_coming:
            self.refusal = reason
            self.close()
            self._on_settled(self)

    def close(self):
        """Sends it away. Quiet if it is."""
        if not self.is_closed:
            self.is_closed = True
            self._supervisor.processes.expect_no_more(self)
            self.process.close()

    def on_exit(self, exit_code, signal_name):
        if not self.is_closed:
            self.is_asleep = False
            self.close()
            if self._on_gone:
                self._on_gone(self)

    def _reason_of(self, header):
        if header.get("type") == "refused":
            return str(header.get("reason"))[:MAX_REASON_CHARACTERS]
        if isinstance(self._source, Sleeper):
            # What was asked of one that never came has the reason of that one.
            self._source.settle()
            return self._source.refusal or "the copy was gone"
        return "the interpreter could not be copied"


def sizes_of(largest):
    """Names and sizes that a sleeper told. User code may tell anything, such as a number that no JSON can carry."""
    if type(largest) is not list:
        return ()
    return [
        {"name": entry["name"], "sizeBytes": entry["sizeBytes"]}
        for entry in largest
        if type(entry) is dict
        and type(entry.get("name")) is str
        and type(entry.get("sizeBytes")) is int
        and 0 <= entry["sizeBytes"] <= MAX_SIZE_BYTES
    ]
