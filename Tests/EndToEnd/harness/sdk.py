"""The OpenTelemetry Python SDK, unmodified, with a record of what it handed to its exporter."""

from opentelemetry._logs import SeverityNumber
from opentelemetry.exporter.otlp.proto.common._log_encoder import encode_logs
from opentelemetry.exporter.otlp.proto.common.metrics_encoder import encode_metrics
from opentelemetry.exporter.otlp.proto.common.trace_encoder import encode_spans
from opentelemetry.exporter.otlp.proto.grpc import _log_exporter as grpc_logs
from opentelemetry.exporter.otlp.proto.grpc import metric_exporter as grpc_metrics
from opentelemetry.exporter.otlp.proto.grpc import trace_exporter as grpc_traces
from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http import _log_exporter as http_logs
from opentelemetry.exporter.otlp.proto.http import metric_exporter as http_metrics
from opentelemetry.exporter.otlp.proto.http import trace_exporter as http_traces
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

import grpc

SCOPE = "end-to-end", "1.2.3"


class _Recording:
    """An exporter that keeps the OTLP request of every batch it passes on."""

    def __init__(self, exporter, encode):
        self._exporter = exporter
        self._encode = encode
        self.requests = []

    def export(self, batch, **options):
        self.requests.append(self._encode(batch))
        return self._exporter.export(batch, **options)

    def __getattr__(self, name):
        return getattr(self._exporter, name)


class SDK:
    """Tracer, meter and logger that send to a gateway; `close` flushes all three."""

    def __init__(self, gateway, protocol="grpc", compression="none", sampler=None, resource=None):
        exporters = self._grpc(gateway, compression) if protocol == "grpc" else self._http(gateway, compression)
        encoders = encode_spans, encode_metrics, encode_logs
        self._traces, self._metrics, self._logs = map(_Recording, exporters, encoders)
        resource = Resource({"service.name": "toolkit", "service.version": "9.9"} | (resource or {}))
        self._tracing = TracerProvider(resource=resource, sampler=sampler, shutdown_on_exit=False)
        self._tracing.add_span_processor(BatchSpanProcessor(self._traces))
        reader = PeriodicExportingMetricReader(self._metrics, export_interval_millis=3_600_000)
        self._metering = MeterProvider([reader], resource=resource, shutdown_on_exit=False)
        self._logging = LoggerProvider(resource=resource, shutdown_on_exit=False)
        self._logging.add_log_record_processor(BatchLogRecordProcessor(self._logs))
        self.tracer = self._tracing.get_tracer(*SCOPE)
        self.meter = self._metering.get_meter(*SCOPE)
        self._logger = self._logging.get_logger(*SCOPE)

    @staticmethod
    def _grpc(gateway, compression):
        chosen = grpc.Compression.Gzip if compression == "gzip" else grpc.Compression.NoCompression
        options = {"endpoint": f"http://{gateway.grpc}", "insecure": True, "compression": chosen}
        return (
            grpc_traces.OTLPSpanExporter(**options),
            grpc_metrics.OTLPMetricExporter(**options),
            grpc_logs.OTLPLogExporter(**options),
        )

    @staticmethod
    def _http(gateway, compression):
        chosen = Compression.Gzip if compression == "gzip" else Compression.NoCompression
        base = f"http://{gateway.http}/v1"
        return (
            http_traces.OTLPSpanExporter(endpoint=f"{base}/traces", compression=chosen),
            http_metrics.OTLPMetricExporter(endpoint=f"{base}/metrics", compression=chosen),
            http_logs.OTLPLogExporter(endpoint=f"{base}/logs", compression=chosen),
        )

    def log(self, body, **attributes):
        self._logger.emit(
            body=body, severity_text="INFO", severity_number=SeverityNumber.INFO, attributes=attributes)

    def sent(self, signal):
        """The requests that left the SDK, in its own encoding."""
        return {"traces": self._traces, "metrics": self._metrics, "logs": self._logs}[signal].requests

    def close(self):
        self._tracing.shutdown()
        self._metering.shutdown()
        self._logging.shutdown()
