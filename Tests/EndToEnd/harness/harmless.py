"""Telemetry without anything private: the conventions' examples, and what ordinary services send."""

import json
import random
import uuid
from dataclasses import dataclass
from pathlib import Path

CONVENTIONS = Path(__file__).parents[1] / "data" / "semantic_conventions.txt"
CLASSES = {
    "credential", "e-mail", "home directory", "IP address", "payment card", "phone number", "query value", "SQL literal",
    "user id"}


@dataclass(frozen=True)
class Example:
    line: int
    key: str
    value: object
    # What the table says it is; "" for harmless. Open where that can be argued.
    named: str = ""
    is_open: bool = False

    def __str__(self):
        return f"line {self.line}: {self.key} = {json.dumps(self.value)}"


def conventions():
    examples = []
    for number, line in enumerate(CONVENTIONS.read_text().splitlines(), 1):
        if not line or line.startswith(("#", "[")):
            continue
        key, text = line.split(" = ", 1)
        value, end = json.JSONDecoder().raw_decode(text)
        mark, _, reason = text[end:].strip().partition(" ")
        assert mark in ("", "!", "?") and bool(mark) == bool(reason), f"line {number}: {line}"
        assert mark != "!" or reason in CLASSES, f"line {number}: there is no class {reason}"
        examples.append(Example(number, key, value, reason if mark == "!" else "", mark == "?"))
    return examples


SERVICES = ["checkout", "cart", "payment-gateway", "user-profile", "search", "recommendation", "mail-sender", "gateway"]
ROUTES = ["/api/cart/{id}", "/users/{id}/orders", "/search", "/v2/products/{sku}/reviews", "/healthz", "/homepage/sections"]
AGENTS = [
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Safari/537.36",
    "python-requests/2.31.0", "okhttp/4.12.0", "curl/8.5.0", "Go-http-client/2.0", "ELB-HealthChecker/2.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:121.0) Gecko/20100101 Firefox/121.0", "kube-probe/1.28+"]
TABLES = ["orders", "order_items", "users", "products_2024", "inventory.stock"]
MODELS = ["gpt-4o-2024-08-06", "claude-3-5-sonnet-20241022", "llama3.1:70b-instruct-q4_K_M"]
ERRORS = [
    "connection reset by peer", "context deadline exceeded (Client.Timeout exceeded while awaiting headers)",
    "HTTP 503 from upstream after 3 retries", "duplicate key value violates unique constraint \"orders_pkey\"",
    "java.lang.NullPointerException: Cannot invoke \"Order.id()\" because \"order\" is null",
    "dial tcp: lookup db-0.db.prod.svc.cluster.local: no such host", "token expired", "invalid password"]
MESSAGES = [
    "Order {number} placed in {duration}", "Started {service} {version} in {duration}", "GC pause (G1 Evacuation Pause) {duration}",
    "job {uuid} finished with status {status}", "cache miss for key product:{number}", "retry {small}/5 after {duration}",
    "commit {sha} deployed to staging", "pulled image {image}", "consumer lag is {number} at offset {nanoseconds}",
    "trace {trace} sampled", "{status} GET /api/cart/{number} {duration}", "Listening on port {port}",
    "worker-{small}: processed {number} rows ({ratio}%) until {time}", "feature flag new-checkout=on for cell eu-{small}",
    "Basic health check passed", "bearer service ready", "sk_batch_{small} started", "checksum {sha} ok, etag \"{hash}\""]


class Generator:
    """Requests as ordinary services send them, always the same for a seed."""

    def __init__(self, seed):
        self.rng = random.Random(seed)

    def word(self, name):
        rng = self.rng
        return {
            "number": lambda: str(rng.randrange(10 ** rng.randint(1, 9))), "small": lambda: str(rng.randint(1, 5)),
            "duration": lambda: f"{rng.uniform(0.1, 900):.{rng.randint(0, 6)}f}{rng.choice(['ms', 's', 'µs'])}",
            "service": lambda: rng.choice(SERVICES), "version": lambda: self.version(), "uuid": lambda: self.uuid(),
            "status": lambda: str(rng.choice([200, 201, 204, 304, 404, 503])), "sha": lambda: rng.randbytes(20).hex(),
            "hash": lambda: rng.randbytes(16).hex(), "trace": lambda: rng.randbytes(16).hex(),
            "image": lambda: f"ghcr.io/acme/{rng.choice(SERVICES)}@sha256:{rng.randbytes(32).hex()}",
            "nanoseconds": lambda: str(1_767_225_600_000_000_000 + rng.randrange(10**15)), "port": lambda: str(rng.randint(1024, 65535)),
            "ratio": lambda: repr(rng.uniform(0, 100)),
            "time": lambda: f"2026-0{rng.randint(1, 9)}-1{rng.randint(0, 9)}T{rng.randint(10, 23)}:{rng.randint(10, 59)}:05.{rng.randrange(10**9):09}Z",
        }[name]()

    def version(self):
        return ".".join(str(self.rng.randint(0, 40)) for _ in range(self.rng.choice([2, 3, 3, 3])))

    def uuid(self):
        return str(uuid.UUID(bytes=self.rng.randbytes(16), version=4))

    def text(self, template):
        for name in ("number", "small", "duration", "service", "version", "uuid", "status", "sha", "hash", "trace", "image",
                     "nanoseconds", "port", "ratio", "time"):
            template = template.replace("{" + name + "}", self.word(name))
        return template

    def resource(self):
        rng = self.rng
        return {
            "service.name": rng.choice(SERVICES), "service.version": self.version(), "service.instance.id": self.uuid(),
            "host.name": f"node-{rng.randint(1, 99)}.eu-central-1.compute.internal", "host.id": rng.randbytes(16).hex(),
            "os.type": "linux", "os.description": "Debian GNU/Linux 12 (bookworm)", "process.pid": rng.randint(1, 99999),
            "process.runtime.version": "21.0.1+12-LTS", "container.id": rng.randbytes(32).hex(),
            "container.image.name": "ghcr.io/acme/" + rng.choice(SERVICES), "k8s.pod.uid": self.uuid(),
            "k8s.pod.name": f"checkout-{rng.randbytes(5).hex()}-x{rng.randint(1000, 9999)}", "cloud.region": "eu-central-1",
            "cloud.account.id": f"{rng.randrange(10**12):012}", "telemetry.sdk.language": rng.choice(["java", "go", "cpp"]),
            "telemetry.sdk.version": self.version(), "deployment.environment.name": "production",
        }

    def attributes(self):
        """Those of one span, of a kind of work at random."""
        return getattr(self, "_" + self.rng.choice(["http", "http", "database", "messaging", "rpc", "model", "pipeline", "function"]))()

    def _http(self):
        rng, route = self.rng, self.rng.choice(ROUTES)
        return {
            "http.request.method": rng.choice(["GET", "POST"]), "http.route": route, "url.scheme": "https",
            "url.path": "/api" + route.replace("{id}", self.uuid()).replace("{sku}", f"SKU-{rng.randrange(10**8):08}"),
            "url.full": f"https://shop.example.com/api/cart/{rng.randrange(10**6)}", "server.address": "shop.example.com",
            "server.port": 443, "http.response.status_code": int(self.word("status")), "user_agent.original": rng.choice(AGENTS),
            "network.protocol.version": rng.choice(["1.1", "2"]), "http.request.header.x-request-id": [self.uuid()],
            "http.response.header.etag": [f'W/"{rng.randbytes(16).hex()}"'], "http.response.body.size": rng.randrange(10**6),
            "thread.name": f"http-nio-8080-exec-{rng.randint(1, 200)}", "thread.id": rng.randint(1, 500),
        }

    def _database(self):
        rng, table = self.rng, self.rng.choice(TABLES)
        return {
            "db.system.name": "postgresql", "db.namespace": "shop", "db.operation.name": "SELECT", "db.collection.name": table,
            "db.query.text": f"SELECT t0.id, t0.created_at FROM {table} t0 WHERE t0.id = $1 AND t0.state IN ($2, $3)",
            "db.query.summary": f"SELECT {table}", "server.address": f"db-{rng.randint(0, 9)}.db.prod.svc.cluster.local",
            "server.port": 5432, "db.response.returned_rows": rng.randrange(1000), "db.client.connection.pool.name": "HikariPool-1",
        }

    def _messaging(self):
        rng = self.rng
        return {
            "messaging.system": "kafka", "messaging.destination.name": "orders.v2", "messaging.operation.type": "process",
            "messaging.kafka.offset": rng.randrange(10**12), "messaging.destination.partition.id": str(rng.randrange(64)),
            "messaging.client.id": f"consumer-orders-{rng.randint(1, 9)}-{self.uuid()}", "messaging.message.id": rng.randbytes(16).hex(),
            "messaging.kafka.message.key": f"order-{rng.randrange(10**10)}", "messaging.consumer.group.name": "billing",
        }

    def _rpc(self):
        return {
            "rpc.system": "grpc", "rpc.service": "shop.v1.CartService", "rpc.method": "AddItem", "rpc.grpc.status_code": 0,
            "server.address": "cart:50051", "rpc.message.id": self.rng.randrange(1000), "code.function.name": "shop::cart::add_item",
            "code.file.path": "/app/src/cart.rs", "code.line.number": self.rng.randrange(2000),
        }

    def _model(self):
        rng = self.rng
        return {
            "gen_ai.operation.name": "chat", "gen_ai.request.model": rng.choice(MODELS), "gen_ai.request.temperature": rng.random(),
            "gen_ai.usage.input_tokens": rng.randrange(9000), "gen_ai.usage.output_tokens": rng.randrange(9000),
            "gen_ai.response.id": "chatcmpl-" + rng.randbytes(14).hex(), "gen_ai.token.type": "input",
            "gen_ai.response.finish_reasons": ["stop"], "openai.response.system_fingerprint": "fp_" + rng.randbytes(5).hex(),
        }

    def _pipeline(self):
        rng = self.rng
        return {
            "cicd.pipeline.name": "Build and Test", "cicd.pipeline.run.id": str(rng.randrange(10**10)),
            "vcs.ref.head.revision": rng.randbytes(20).hex(), "vcs.repository.url.full": "https://github.com/acme/shop",
            "artifact.purl": f"pkg:npm/left-pad@{self.version()}", "artifact.hash": "sha256:" + rng.randbytes(32).hex(),
            "plugin": "pytest", "category": "testing", "version": self.version(), "exit_code": 0, "duration_ms": rng.uniform(1, 1e5),
            "test.case.name": "tests/test_cart.py::TestCart::test_add[1-2]",
        }

    def _function(self):
        rng = self.rng
        return {
            "faas.name": "resize", "faas.trigger": "http", "faas.invocation_id": self.uuid(), "faas.coldstart": rng.random() < 0.1,
            "cloud.resource_id": f"arn:aws:lambda:eu-central-1:{rng.randrange(10**12):012}:function:resize",
            "aws.request_id": self.uuid(), "faas.instance": f"2026/01/1{rng.randint(0, 9)}/[$LATEST]{rng.randbytes(16).hex()}",
            "aws.s3.key": f"uploads/2026/01/{rng.randbytes(8).hex()}.png", "score": repr(rng.random()), "progress": repr(rng.uniform(0, 100)),
            "acme.snapshot": str(rng.getrandbits(63)), "acme.batch": f"{rng.randrange(10**13):013}",
        }
