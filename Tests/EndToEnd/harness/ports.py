"""Ports that the system picked."""

import socket


class ReservedPort:
    """A loopback port that belongs to the test and refuses every connection until it is released."""

    def __init__(self):
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self.number = self._socket.getsockname()[1]

    @property
    def address(self):
        return f"127.0.0.1:{self.number}"

    def listen(self):
        """Takes connections from now on, as a server that was here first."""
        self._socket.listen()
        return self

    def release(self):
        """Gives the port up, for a server that is about to bind it."""
        self._socket.close()
        return self.number


class BlackHole:
    """A listener that takes connections and never reads or answers."""

    def __init__(self):
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen(128)
        self.port = self._socket.getsockname()[1]

    def stop(self):
        self._socket.close()


def free_ports(count):
    """Distinct port numbers that nothing listens on."""
    reserved = [ReservedPort() for _ in range(count)]
    return [port.release() for port in reserved]


def is_listening(port):
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
