"""An OTLP/HTTP collector for protobuf on the standard library's server."""

import gzip
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from google.rpc import status_pb2

from . import otlp
from .client import PROTOBUF
from .collector import Collector
from .grpc_collector import REJECTED


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):  # noqa: N802, the name is http.server's
        collector = self.server.collector
        body = self.rfile.read(int(self.headers["Content-Length"]))
        signal = collector.takes or self.path.rstrip("/").rsplit("/", 1)[-1]
        headers = {key.lower(): value for key, value in self.headers.items()} | {":path": self.path}
        plain = gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body
        answer = collector.take(signal, plain, body, headers)
        if answer.silent:
            collector.stopped.wait(60)
        if answer.silent or answer.hang_up:
            self.close_connection = True
            return
        response = otlp.RESPONSE[signal]()
        if answer.rejected:
            setattr(response.partial_success, REJECTED[signal], answer.rejected)
            response.partial_success.error_message = answer.message
        if answer.code is not None:
            response = status_pb2.Status(message=answer.message)
        self._reply(answer, response.SerializeToString())

    def _reply(self, answer, body):
        self.send_response(answer.code or 200)
        self.send_header("Content-Type", PROTOBUF)
        self.send_header("Content-Length", str(len(body)))
        if answer.retry_after is not None:
            self.send_header("Retry-After", str(answer.retry_after))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        """Quiet: what matters is on record."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request, client_address):
        """A gateway that hangs up, or refuses our certificate, is what some tests are about."""


class HTTPCollector(Collector):
    """`tls` is a pair of paths, certificate and key; `client_ca` a path, and demands a client certificate.

    `takes` names the signal of every request, for collectors whose paths do not.
    """

    def __init__(self, port=0, *, tls=None, client_ca=None, takes=None):
        super().__init__()
        self.takes = takes
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.collector = self
        self.port = self._server.server_address[1]
        self._scheme = "http"
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*tls)
            if client_ca:
                context.load_verify_locations(client_ca)
                context.verify_mode = ssl.CERT_REQUIRED
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False)
            self._scheme = "https"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    @property
    def endpoint(self):
        return f"{self._scheme}://localhost:{self.port}"

    def stop(self):
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()
