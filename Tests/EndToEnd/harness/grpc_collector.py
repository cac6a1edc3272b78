"""An OTLP/gRPC collector on grpcio."""

from concurrent.futures import ThreadPoolExecutor

import grpc

from . import otlp
from .collector import Collector

REJECTED = {"traces": "rejected_spans", "metrics": "rejected_data_points", "logs": "rejected_log_records"}


class _Export:
    """`Export` of one of the three services; they differ in the message alone."""

    def __init__(self, collector, signal):
        self._collector = collector
        self._signal = signal

    def handler(self):
        """Takes the bytes themselves, so that tests can search what no class would show."""
        service, method = otlp.METHOD[self._signal].strip("/").split("/")
        unary = grpc.unary_unary_rpc_method_handler(
            self.export, response_serializer=otlp.RESPONSE[self._signal].SerializeToString)
        return grpc.method_handlers_generic_handler(service, {method: unary})

    def export(self, body, context):
        answer = self._collector.take(self._signal, body, body, dict(context.invocation_metadata()))
        if answer.silent:
            self._collector.stopped.wait(60)
        if answer.code is not None:
            if answer.retry_after is not None:
                status = otlp.status_with_retry_info(answer.code.value[0], answer.message, answer.retry_after)
                context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
            context.abort(answer.code, answer.message)
        response = otlp.RESPONSE[self._signal]()
        if answer.rejected:
            setattr(response.partial_success, REJECTED[self._signal], answer.rejected)
            response.partial_success.error_message = answer.message
        return response


class GRPCCollector(Collector):
    """`tls` is a pair of server key and certificate, PEM; `client_ca` demands a client certificate."""

    def __init__(self, port=0, *, tls=None, client_ca=None):
        super().__init__()
        self._server = grpc.server(
            ThreadPoolExecutor(max_workers=16),
            options=[("grpc.max_receive_message_length", 64 << 20), ("grpc.so_reuseport", 0)])
        handlers = [_Export(self, signal).handler() for signal in otlp.SIGNALS]
        self._server.add_generic_rpc_handlers(handlers)
        address = f"127.0.0.1:{port}"
        if tls:
            credentials = grpc.ssl_server_credentials([tls], client_ca, client_ca is not None)
            self.port = self._server.add_secure_port(address, credentials)
        else:
            self.port = self._server.add_insecure_port(address)
        assert self.port, f"cannot listen on {address}"
        self._server.start()

    @property
    def endpoint(self):
        return f"grpc://127.0.0.1:{self.port}"

    def stop(self):
        self.stopped.set()
        self._server.stop(0).wait()
