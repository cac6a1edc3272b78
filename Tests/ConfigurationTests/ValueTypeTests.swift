import Configuration
import Testing

/// What a type makes of a text, as it would be written back, or why it does not.
private func outcome<Value>(_ type: ValueType<Value>, _ text: String) -> String {
  do {
    return type.format(try type.decode(ScalarText(text)))
  } catch {
    return "\(error.code)" + (error.suggestion.map { " → \($0)" } ?? "")
  }
}

@Suite struct ValueTypeTests {
  @Test(arguments: [
    ("true", "true"), ("True", "true"), ("FALSE", "false"),
    ("yes", "wrongType → true"), ("off", "wrongType → false"), ("1", "wrongType"), ("tRue", "wrongType"),
    ("", "wrongType"),
  ])
  func booleans(text: String, expected: String) {
    #expect(outcome(.boolean, text) == expected)
  }

  @Test(arguments: [
    ("0", "0"), ("9464", "9464"), ("65535", "65535"), ("0x1F", "31"), ("0o17", "15"), ("+1", "1"),
    ("65536", "outOfRange"), ("-1", "outOfRange"), ("99999999999999999999", "outOfRange"),
    ("0777", "wrongType"), ("1.0", "wrongType"), ("20_000", "wrongType"), ("yes", "wrongType"),
    ("0x", "wrongType"), ("0x-1", "wrongType"), ("", "wrongType"), ("-", "wrongType"), ("12:30", "wrongType"),
  ])
  func integers(text: String, expected: String) {
    #expect(outcome(ValueType<Int>.integer(0...65535), text) == expected)
  }

  @Test(arguments: [
    ("0", "0.0"), ("1", "1.0"), ("0.05", "0.05"), (".5", "0.5"), ("1e-3", "0.001"), ("1.0", "1.0"),
    ("1.01", "outOfRange"), ("-0.1", "outOfRange"), ("20%", "wrongType → 0.2"), ("yes", "wrongType"),
    ("nan", "wrongType"), ("inf", "wrongType"), ("0x1p-2", "wrongType"), ("0,5", "wrongType"),
    ("", "wrongType"),
    ("1e999", "wrongType"),
  ])
  func ratios(text: String, expected: String) {
    #expect(outcome(.ratio, text) == expected)
  }

  @Test(arguments: [
    ("200ms", "200ms"), ("5s", "5s"), ("1m30s", "1m30s"), ("90s", "1m30s"), ("1h", "1h"), ("1.5s", "1s500ms"),
    ("0s", "0s"), ("250us", "250us"), ("1h0m1s", "1h1s"),
    ("5", "wrongType → 5s"), ("5 s", "wrongType"), ("s", "wrongType"), ("1m30", "wrongType"),
    ("-1s", "wrongType"), ("5S", "wrongType"), ("1d", "wrongType"), ("25h", "outOfRange"), ("", "wrongType"),
    ("1:30", "wrongType"), ("99999999999h", "outOfRange"),
  ])
  func durations(text: String, expected: String) {
    #expect(outcome(.duration(.zero...(.seconds(86400))), text) == expected)
  }

  @Test(arguments: [
    ("never", "never"), ("5m", "5m"), ("Never", "wrongType"), ("0s", "0s"),
  ])
  func givingUp(text: String, expected: String) {
    #expect(outcome(.giveUp(.zero...(.seconds(86400))), text) == expected)
  }

  @Test(arguments: [
    ("1000/s", "1000/s"), ("60/m", "1/s"), ("90/m", "90/m"), ("10/h", "10/h"), ("1/h", "1/h"),
    ("0.5/s", "30/m"),
    ("1.5/s", "90/m"), ("1000000000/s", "1000000000/s"), ("0.7/h", "outOfRange"), ("0/s", "outOfRange"),
    ("1000000001/s", "outOfRange"), ("1000", "wrongType → 1000/s"), ("10/min", "wrongType → 10/m"),
    ("10/Second", "wrongType → 10/s"), ("10/d", "wrongType"), ("10/", "wrongType"), ("/s", "wrongType"),
    ("-1/s", "wrongType"), ("1e3/s", "wrongType"), ("10 /s", "wrongType"), ("1_000/s", "wrongType"),
    ("", "wrongType"), ("fast", "wrongType"),
  ])
  func rates(text: String, expected: String) {
    #expect(outcome(.rate, text) == expected)
  }

  @Test(arguments: [
    ("http.route", "http.route"), ("user.*", "user.*"), ("Shop.Owner", "Shop.Owner"), ("5", "5"),
    ("a b", "a b"), ("ключ.*", "ключ.*"), ("*", "wrongType"), (".*", "wrongType"),
    ("user*", "wrongType → user.*"),
    ("*.id", "wrongType"), ("a.*.b", "wrongType"), ("a.*.*", "wrongType"), ("**", "wrongType"),
    ("", "wrongType"),
    ("a\nb", "wrongType"), (String(repeating: "k", count: 257), "outOfRange"),
  ])
  func keyEntries(text: String, expected: String) {
    #expect(outcome(.keyEntry, text) == expected)
  }

  @Test(arguments: [
    ("[REDACTED]", "[REDACTED]"), ("<gone>", "<gone>"), ("*", "*"), ("a-b_c#.", "a-b_c#."),
    (String(repeating: "x", count: 19), String(repeating: "x", count: 19)),
    (String(repeating: "x", count: 20), "outOfRange"), ("", "outOfRange"), ("gone2", "wrongType"),
    ("a b", "wrongType"), ("ä", "wrongType"), ("$1", "wrongType"), ("a=b", "wrongType"),
  ])
  func replacements(text: String, expected: String) {
    #expect(outcome(.replacement, text) == expected)
  }

  @Test(arguments: [
    ("16MiB", "16MiB"), ("2MB", "2MB"), ("1024B", "1KiB"), ("64 KiB", "64KiB"), ("1.5GiB", "1536MiB"),
    ("1kB", "1kB"), ("1500B", "1500B"),
    ("65536", "wrongType → 64KiB"), ("1000", "wrongType → 1kB"), ("1001", "wrongType → 1001B"),
    ("9000000000000", "wrongType"), ("16M", "wrongType → 16MiB"), ("16Mi", "wrongType → 16MiB"),
    ("16mib", "wrongType → 16MiB"), ("MiB", "wrongType"), ("", "wrongType"), ("-1MiB", "wrongType"),
    ("5GiB", "outOfRange"), ("0B", "outOfRange"), ("99999999TiB", "outOfRange"),
  ])
  func sizes(text: String, expected: String) {
    #expect(outcome(ValueType<Int>.size(1...(4 << 30)), text) == expected)
  }

  @Test func aNumberTooSmallForBytesWasMeantInMebibytes() {
    #expect(outcome(ValueType<Int>.size(1024...(4 << 30)), "512") == "wrongType → 512MiB")
    #expect(outcome(ValueType<Int>.size(1024...(4 << 30)), "1024") == "wrongType → 1KiB")
  }

  @Test(arguments: [
    ("127.0.0.1:4317", "127.0.0.1:4317"), ("[::1]:4317", "[::1]:4317"), ("localhost:0", "localhost:0"),
    ("gateway-1.example:65535", "gateway-1.example:65535"),
    (":4317", "wrongType → 127.0.0.1:4317"), ("4317", "wrongType"), ("::1:4317", "wrongType"),
    ("localhost", "wrongType"), ("localhost:65536", "outOfRange"), ("localhost:http", "outOfRange"),
    ("http://localhost:1", "wrongType"), ("[::1]", "wrongType"), ("[::1:1", "wrongType"),
    ("a b:1", "wrongType"),
  ])
  func listenAddresses(text: String, expected: String) {
    #expect(outcome(.hostPort, text) == expected)
  }

  @Test(arguments: [
    ("127.0.0.1", "127.0.0.1"), ("::1", "::1"), ("[::1]", "::1"), ("fe80::1%eth0", "fe80::1%eth0"),
    ("gateway", "gateway"), ("[gateway]", "wrongType"), ("gateway:1", "wrongType"), ("a b", "wrongType"),
    ("", "wrongType"),
  ])
  func hosts(text: String, expected: String) {
    #expect(outcome(.host, text) == expected)
  }

  @Test(arguments: [
    ("http://Collector", "http collector:80 ''"), ("https://c", "https c:443 ''"),
    ("grpc://c", "grpc c:4317 ''"),
    ("grpcs://c:443", "grpcs c:443 ''"), ("HTTP://c:1/a?b=c", "http c:1 '/a?b=c'"),
    ("http://[2001:db8::1]:4318/x", "http 2001:db8::1:4318 '/x'"), ("http://c?x=1", "http c:80 '?x=1'"),
    ("file:///var/t.jsonl", "file :0 '/var/t.jsonl'"), ("file:t.jsonl", "file :0 't.jsonl'"),
    ("file://sub/t.jsonl", "file :0 'sub/t.jsonl'"), ("console:", "console :0 ''"),
    ("discard:", "discard :0 ''"),
    ("collector:4317", "wrongType → http://collector:4317"), ("console", "wrongType → console:"),
    ("htp://c", "wrongType → http://c"), ("http:/c", "wrongType"), ("http://", "wrongType"),
    ("http://c:0", "outOfRange"), ("http://c:99999", "outOfRange"), ("http://u:p@c", "wrongType"),
    ("http://c/#f", "wrongType"), ("http://c/a b", "wrongType"), ("file:", "wrongType"),
    ("file:///", "wrongType"),
    ("file:../x", "wrongType"), ("console:x", "wrongType"), ("http://ü", "wrongType"),
    ("", "wrongType → http://"),
    ("ftp://c", "wrongType"),
  ])
  func endpoints(text: String, expected: String) {
    let type = ValueType(
      .endpoint, "", decode: ValueType<Endpoint>.endpoint.decode,
      format: { "\($0.scheme) \($0.host):\($0.port) '\($0.path)'" })
    #expect(outcome(type, text) == expected)
  }

  @Test(arguments: [
    ("parentbased_traceidratio", "parentbased_traceidratio"),
    ("parentbased_traceidration", "wrongType → parentbased_traceidratio"),
    ("ALWAYS_ON", "wrongType → always_on"),
    ("jaeger_remote", "wrongType"),
  ])
  func choices(text: String, expected: String) {
    #expect(outcome(ValueType<GatewayConfiguration.Sampler>.choice(), text) == expected)
  }

  @Test(arguments: [
    ("http://h:4318/a", "/a/v1/traces"), ("http://h:4318/a/", "/a/v1/traces"), ("http://h", "/v1/traces"),
    ("http://h/", "/v1/traces"), ("http://h/a?k=v", "/a/v1/traces?k=v"), ("grpc://h", nil), ("discard:", nil),
  ])
  func signalPaths(endpoint: String, expected: String?) throws {
    let target = try load(flags: ["targets.x.endpoint=\(endpoint)"]).targets["x"]
    #expect(target?.destination.requestPath(for: .traces) == expected)
  }
}
