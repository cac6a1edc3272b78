internal import TelemetryEngine

extension Execution {
  /// OTLP `Span.flags`: whether the parent is of another process is known, and it is.
  private static let isRemoteKnown: UInt32 = 0x100
  private static let isRemote: UInt32 = 0x200

  /// A request with this as its only span. The resource says what made the span; name and attributes of the
  /// service are left to who sends it.
  ///
  /// - Parameter version: Of this program.
  /// - Returns: An `ExportTraceServiceRequest`, protobuf.
  package func request(version: String) -> [UInt8] {
    var resource = SmallMessageWriter()
    for (key, value) in [
      ("telemetry.sdk.name", "hephaestus-gw"), ("telemetry.sdk.language", "swift"),
      ("telemetry.sdk.version", version),
    ] {
      resource.attribute(field: 1, key, .text(value))
    }
    var scope = SmallMessageWriter()
    scope.string(field: 1, "hephaestus-gw exec")
    scope.string(field: 2, version)
    var scopeSpans = SmallMessageWriter()
    scopeSpans.bytes(field: 1, scope.encoded)
    scopeSpans.bytes(field: 2, span)
    var resourceSpans = SmallMessageWriter()
    resourceSpans.bytes(field: 1, resource.encoded)
    resourceSpans.bytes(field: 2, scopeSpans.encoded)
    var request = SmallMessageWriter()
    request.bytes(field: 1, resourceSpans.encoded)
    return request.encoded
  }

  private var span: [UInt8] {
    var span = SmallMessageWriter()
    span.bytes(field: 1, context.span.traceID.bytes)
    span.bytes(field: 2, context.span.spanID.bytes)
    if let state = context.state { span.string(field: 3, state.text) }
    if let parent = context.parent { span.bytes(field: 4, parent.bytes) }
    span.string(field: 5, isGuardRails ? "guard-rails" : "plugins.execute")
    // SPAN_KIND_INTERNAL
    span.varint(field: 6, 1)
    span.fixed64(field: 7, start)
    span.fixed64(field: 8, start &+ UInt64(max(0, duration.wholeNanoseconds)))
    for (key, value) in attributes { span.attribute(field: 9, key, value) }
    if let status = errorMessage {
      var message = SmallMessageWriter()
      message.string(field: 2, status)
      // STATUS_CODE_ERROR
      message.varint(field: 3, 2)
      span.bytes(field: 15, message.encoded)
    }
    let remote = context.parent == nil ? 0 : Self.isRemote
    span.fixed32(field: 16, UInt32(context.span.flags) | Self.isRemoteKnown | remote)
    return span.encoded
  }

  /// A command that ran and failed is a result; one that could not run or was killed is an error.
  private var errorMessage: String? {
    switch outcome {
    case .exited: nil
    case .signalled(let signal): "ended by \(SignalNames.name(of: signal))"
    case .notRun: outcome.exitStatus == 127 ? "command not found" : "command cannot be run"
    }
  }

  private var errorType: String? {
    switch outcome {
    case .exited: nil
    case .signalled(let signal): SignalNames.name(of: signal)
    case .notRun: outcome.exitStatus == 127 ? "not_found" : "not_executable"
    }
  }

  private var attributes: [(String, AttributeValue)] {
    var attributes: [(String, AttributeValue)] = [("plugin", .text(plugin))]
    if let version { attributes.append(("version", .text(version))) }
    if let category { attributes.append(("category", .text(category))) }
    attributes += [
      ("success", .flag(outcome.isSuccess)), ("exit_code", .integer(Int64(outcome.exitStatus))),
    ]
    if case .signalled(let signal) = outcome {
      attributes.append(("exit_signal", .text(SignalNames.name(of: signal))))
    }
    if let errorType { attributes.append(("error.type", .text(errorType))) }
    attributes.append(("duration_seconds", .number(Double(duration.wholeNanoseconds) / 1e9)))
    if isWithinGuardRails { attributes.append(("hephaestus.guard_rails", .flag(true))) }
    if let processID {
      attributes += [
        ("max_rss_bytes", .integer(Int64(use.maxResidentBytes))),
        ("cpu_user_seconds", .number(use.userSeconds)),
        ("cpu_system_seconds", .number(use.systemSeconds)), ("process.pid", .integer(Int64(processID))),
      ]
    }
    if let command = arguments.first {
      attributes += [
        ("process.executable.name", .text(Self.plugin(ofCommand: command))),
        ("process.command_args", .texts(arguments)),
      ]
    }
    return attributes
  }
}

private enum AttributeValue {
  case text(String)
  case flag(Bool)
  case integer(Int64)
  case number(Double)
  case texts([String])

  var encoded: [UInt8] {
    var value = SmallMessageWriter()
    switch self {
    case .text(let text): value.string(field: 1, text)
    case .flag(let flag): value.varint(field: 2, flag ? 1 : 0)
    case .integer(let integer): value.varint(field: 3, UInt64(bitPattern: integer))
    case .number(let number): value.fixed64(field: 4, number.bitPattern)
    case .texts(let texts):
      var array = SmallMessageWriter()
      for text in texts { array.bytes(field: 1, AttributeValue.text(text).encoded) }
      value.bytes(field: 5, array.encoded)
    }
    return value.encoded
  }
}

extension SmallMessageWriter {
  fileprivate mutating func attribute(field: Int, _ key: String, _ value: AttributeValue) {
    var attribute = SmallMessageWriter()
    attribute.string(field: 1, key)
    attribute.bytes(field: 2, value.encoded)
    bytes(field: field, attribute.encoded)
  }
}
