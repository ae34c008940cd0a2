"""Who is a branch's worker now, what stands behind it, and who follows it."""

import signal
import time

from .intake import Intake
from .pipes import OldPipes
from .shadow import ShadowKeeper
from .sleeper import Sleeper
from .worker_process import start_worker

# A fork that was begun before the worker died is waited for.
SETTLE_SECONDS = 1.0
# So long all others wait too, if the next request is there before it.
SETTLE_AT_ONCE_SECONDS = 0.1


class Seat:
    """Holds a branch's worker and its shadow. A worker that dies is followed by its shadow, or by a new one."""

    def __init__(self, supervisor, branch, worker=None, start=start_worker, refusal=None):
        """`worker`: one that is there already. `start(supervisor, owner)` makes others. `refusal`: why they have no shadow."""
        self._supervisor = supervisor
        self._branch = branch
        self._died_idle = None
        # How the worker died, while it is not known who follows it.
        self._death = None
        self._give_up_at = None
        # Whether processes that the last request started may go on writing.
        self.leaves_children = False
        self._old_pipes = OldPipes(supervisor.loop)
        self._start = start
        self.has_copies = refusal is None
        self.shadows = ShadowKeeper(supervisor, refusal or (None if supervisor.opening.shadows else "shadows are off"))
        self.intake = Intake(supervisor, branch)
        if worker:
            supervisor.processes.give(worker.pid, self)
        self._take(worker or start(supervisor, self))

    @property
    def pid(self):
        return self.worker.pid if self.worker else 0

    def make_ready(self):
        """Before a request: there is a worker, if the system has room for one, and, if it can be had, a shadow of its state."""
        if self.worker is None:
            self._take(self._start(self._supervisor, self))
        if self.worker:
            self.shadows.take(self.worker)
            if self.leaves_children and self.worker.endpoint.is_idle:
                self._renew_pipes()

    def _renew_pipes(self):
        """What earlier cells left running writes to pipes of its own."""
        self.leaves_children = False
        worker = self.worker
        self._take(None)
        try:
            self._old_pipes.add(worker.renew_pipes())
        except OSError:
            # There are none to be had: late output of earlier cells is taken for the next one's.
            pass
        self._take(worker)

    def take_death(self):
        """How the worker died while nothing ran, once; None if it did not."""
        died, self._died_idle = self._died_idle, None
        return died

    @property
    def is_waiting(self):
        """Whether the worker has died and it is not known yet who follows it."""
        return self._death is not None

    @property
    def deadline(self):
        return self._give_up_at if self.is_waiting else self.shadows.deadline

    def tick(self, now):
        """While nothing runs, or nobody is there to run it."""
        if self.is_waiting:
            if now >= self._give_up_at:
                self._follow()
        elif self.shadows.deadline is not None and now >= self.shadows.deadline and self.worker:
            self.shadows.take(self.worker)

    def keep(self, on_settled, on_gone):
        """A sleeper of the present state, for good; of an idle worker. None when there is no worker."""
        if self.worker is None:
            return None
        sleeper = self.shadows.give_away()
        if sleeper:
            sleeper.rebind(on_settled, on_gone)
        else:
            sleeper = Sleeper(self._supervisor, self.worker, on_settled, on_gone)
        self.shadows.mark_stale(time.monotonic(), sleeper)
        return sleeper

    def copy(self, is_idle, on_settled):
        """A sleeping copy of the present state, or, while a request runs, of the one before it. None: there is no way."""
        source = self.shadows.present or (self.worker if is_idle else None)
        return source and Sleeper(self._supervisor, source, on_settled)

    def replace(self, sleeper, origin):
        """The worker is sent away for a sleeper with the state of `origin`. Returns whether that sleeper woke."""
        worker = sleeper.wake(self, self._supervisor.wake_settings)
        if worker is None:
            return False
        # A death that is not settled yet would be told of the new state.
        self._follow()
        self._died_idle = None
        self._send_away()
        self.shadows.close()
        self._take(worker)
        self.shadows.mark_stale(time.monotonic(), origin)
        return True

    def close(self):
        """Ends the worker and its shadow."""
        self._death = None
        self.shadows.close()
        self._old_pipes.close()
        self._send_away()

    def _send_away(self):
        if self.worker:
            worker = self.worker
            self._take(None)
            Leaving(self._supervisor.processes, worker)

    # The ladder --------------------------------------------------------------------------------------------------------

    def interrupt(self):
        if self.worker:
            self.worker.signal(signal.SIGINT)

    def interrupt_group(self):
        if self.worker:
            self.worker.signal_group(signal.SIGINT)

    def kill(self):
        if self.worker:
            self._supervisor.processes.kill(self.worker.pid)

    # Its death ---------------------------------------------------------------------------------------------------------

    def on_exit(self, exit_code, signal_name):
        """By the ladder, by its own code, or by the system."""
        self._death = {"exitCode": exit_code} if signal_name is None else {"signal": signal_name}
        self._branch.begin_death()
        self.intake.take_last_frames()
        self.intake.drain_output()
        dead = self.worker
        self._take(None)
        leave(self._supervisor.processes, dead)
        self._give_up_at = time.monotonic() + SETTLE_SECONDS
        self.shadows.when_settled(self._follow)

    def settle_death(self):
        """Before anything new is asked: who follows has to be known."""
        if self.is_waiting:
            self.shadows.await_coming(SETTLE_AT_ONCE_SECONDS)
            self._follow()

    def _follow(self):
        """The shadow, if there is one, or a new worker, if one is needed."""
        if not self.is_waiting:
            return
        died, self._death = self._death, None
        largest = self.shadows.largest
        follower = self.shadows.wake(self)
        if not (follower or self._branch.running):
            # A new one is started when it is needed: one that dies as it starts must not be started for ever.
            self._died_idle = died
        else:
            self._take(follower or self._start(self._supervisor, self))
        self._branch.end_death(died, follower is not None, largest)

    def _take(self, worker):
        self.worker = worker
        self.intake.follow(worker)


class Leaving:
    """A worker that was sent away: nobody waits for it, but what it leaves is ended with it."""

    def __init__(self, processes, worker):
        self._processes = processes
        self._worker = worker
        processes.give(worker.pid, self)
        processes.kill(worker.pid)

    def on_exit(self, exit_code, signal_name):
        leave(self._processes, self._worker)


def leave(processes, worker):
    """What a dead worker leaves behind: its channels, its group, and its orphans."""
    worker.close()
    processes.kill_group(worker.pid)
    processes.kill_strays()
