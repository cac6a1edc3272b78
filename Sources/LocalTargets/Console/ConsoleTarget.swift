import Dispatch
package import TelemetryEngine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The target `console:`, a line a batch on standard output. Best effort, for a person to look at.
///
/// A console that is closed makes the batch unusable: it is counted as dropped and not tried again,
/// and the gateway goes on. One that does not take a line for five seconds (a stopped terminal, a
/// full pipe) leaves the batch unanswered, so that it comes again.
package final class ConsoleTarget: LocalTarget {
  private let queue = DispatchQueue(label: "console target")
  private let output: LineOutput

  /// - Parameters:
  ///   - descriptor: where the lines go; it is not closed.
  ///   - patience: how long a line may take, in whole milliseconds.
  package init(descriptor: Int32 = STDOUT_FILENO, patience: Duration = .seconds(5)) {
    let (seconds, attoseconds) = patience.components
    let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
    output = LineOutput(descriptor: descriptor, patience: Int32(clamping: milliseconds))
    // Without this, a closed pipe would end the process rather than the call.
    _ = signal(SIGPIPE, SIG_IGN)
  }

  package func write(
    _ signal: Signal, _ bytes: SealedBytes, _ range: Range<Int>,
    completion: @escaping @Sendable (ExportOutcome) -> Void
  ) {
    queue.async { [output] in completion(Self.write(signal, bytes, range, to: output)) }
  }

  package func close() async {
    await withCheckedContinuation { continuation in
      queue.async { continuation.resume() }
    }
  }

  private static func write(
    _ signal: Signal, _ bytes: SealedBytes, _ range: Range<Int>, to output: LineOutput
  ) -> ExportOutcome {
    let line: String
    do throws(WireError) {
      let tally = try bytes.withSpan { span throws(WireError) in
        try BatchTally(signal, span.extracting(range))
      }
      line = BatchSummary.line(signal, tally) + "\n"
    } catch {
      return .refused(ExportRefusal(status: .grpc(.invalidArgument), message: error.description))
    }
    do throws(LineOutput.Failure) {
      try output.write(Array(line.utf8))
      return .accepted(.success)
    } catch {
      switch error {
      case .closed(let cause): return .unusable(reason: "standard output is closed: \(cause.reason)")
      case .blocked: return .unanswered(reason: "standard output does not take a line")
      }
    }
  }
}
