"""Scrapes of every kind, read by libraries that others rely on."""

import gzip
import http.client
from dataclasses import dataclass

import zstandard
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory, timestamp_pb2
from google.protobuf.internal.decoder import _DecodeVarint32

PROTOBUF = "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"
OPENMETRICS = "application/openmetrics-text;version=1.0.0"
# What Prometheus sends: 2.42, 3.0 and 3.14.
PROMETHEUS_2 = (
    "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
    "text/plain;version=0.0.4;q=0.5,*/*;q=0.1")
PROMETHEUS_3 = (
    "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
    "application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
    "text/plain;version=0.0.4;q=0.3,*/*;q=0.2")
PROMETHEUS_3_14 = (
    "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.6,text/plain;version=0.0.4;q=0.5,"
    "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.4,*/*;q=0.3")


@dataclass
class Scrape:
    status: int
    headers: http.client.HTTPMessage
    packed: bytes

    @property
    def body(self):
        """The content, unpacked by the libraries of others."""
        match self.headers["Content-Encoding"]:
            case None:
                return self.packed
            case "gzip":
                return gzip.decompress(self.packed)
            case "zstd":
                return zstandard.ZstdDecompressor().decompressobj().decompress(self.packed)

    @property
    def text(self):
        return self.body.decode()


def scrape(gateway, accept=None, *, method="GET", path="/metrics", context=None, **headers):
    """One request of the scrape listener on a connection of its own; `context` is for TLS."""
    if context:
        connection = http.client.HTTPSConnection("localhost", gateway.metrics_port, context=context, timeout=20)
    else:
        connection = http.client.HTTPConnection("127.0.0.1", gateway.metrics_port, timeout=20)
    try:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=given | ({"Accept": accept} if accept else {}))
        answer = connection.getresponse()
        return Scrape(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


# `io.prometheus.client`, as far as it is read here: for each message its fields by name.
_MESSAGES = {
    "LabelPair": "name=1:string value=2:string",
    "Gauge": "value=1:double",
    "Exemplar": "label=1:*LabelPair value=2:double timestamp=3:Timestamp",
    "Counter": "value=1:double exemplar=2:Exemplar created_timestamp=3:Timestamp",
    "Quantile": "quantile=1:double value=2:double",
    "Summary": "sample_count=1:uint64 sample_sum=2:double quantile=3:*Quantile created_timestamp=4:Timestamp",
    "Untyped": "value=1:double",
    "Bucket": "cumulative_count=1:uint64 upper_bound=2:double exemplar=3:Exemplar",
    "BucketSpan": "offset=1:sint32 length=2:uint32",
    "Histogram":
        "sample_count=1:uint64 sample_sum=2:double bucket=3:*Bucket created_timestamp=15:Timestamp schema=5:sint32"
        " zero_threshold=6:double zero_count=7:uint64 negative_span=9:*BucketSpan negative_delta=10:*sint64"
        " positive_span=12:*BucketSpan positive_delta=13:*sint64 exemplars=16:*Exemplar",
    "Metric":
        "label=1:*LabelPair gauge=2:Gauge counter=3:Counter summary=4:Summary untyped=5:Untyped"
        " histogram=7:Histogram timestamp_ms=6:int64",
    "MetricFamily": "name=1:string help=2:string type=3:int32 metric=4:*Metric unit=5:string",
}


def _family_class():
    package = "io.prometheus.client"
    file = descriptor_pb2.FileDescriptorProto(
        name="metrics.proto", package=package, syntax="proto2", dependency=["google/protobuf/timestamp.proto"])
    field_type = descriptor_pb2.FieldDescriptorProto
    for message, fields in _MESSAGES.items():
        described = file.message_type.add(name=message)
        for field in fields.split():
            name, number, kind = field.replace("=", ":").split(":")
            label = field_type.LABEL_REPEATED if kind.startswith("*") else field_type.LABEL_OPTIONAL
            kind = kind.removeprefix("*")
            added = described.field.add(name=name, number=int(number), label=label)
            if kind == "Timestamp":
                added.type, added.type_name = field_type.TYPE_MESSAGE, ".google.protobuf.Timestamp"
            elif kind in _MESSAGES:
                added.type, added.type_name = field_type.TYPE_MESSAGE, f".{package}.{kind}"
            else:
                added.type = getattr(field_type, f"TYPE_{kind.upper()}")
    pool = descriptor_pool.DescriptorPool()
    pool.AddSerializedFile(timestamp_pb2.DESCRIPTOR.serialized_pb)
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(f"{package}.MetricFamily"))


MetricFamily = _family_class()


def protobuf_families(body):
    """The families of a protobuf scrape by name; no field may be unknown."""
    families, position = {}, 0
    while position < len(body):
        length, position = _DecodeVarint32(body, position)
        family = MetricFamily.FromString(body[position:position + length])
        assert family.name not in families, f"{family.name} came twice"
        families[family.name] = family
        position += length
    assert position == len(body)
    return families
