import Dispatch
import Synchronization
package import TelemetryEngine

/// The target `file:`: OTLP/JSON lines, one export request a line, in a file that is rotated.
///
/// A batch is accepted when the whole line was handed to the operating system: it survives the end of
/// this process, not that of the machine. What cannot be written (a full disk, a failing one) ends
/// unanswered and is sent again; half a line is never left in between. New files have mode 0600.
/// There must be one target for a path in the process.
package final class FileTarget: LocalTarget {
  private let queue = DispatchQueue(label: "file target")
  /// nil once closed. Taken on `queue` only, so nobody ever waits for it.
  private let file: Mutex<LineFile?>

  /// Opens the file and makes it, and missing directories with mode 0700, if needed.
  ///
  /// - Parameters:
  ///   - path: absolute, or relative to the working directory.
  ///   - rotation: when files are rotated, and how many are kept.
  /// - Throws: an error with the path and a remedy, when nothing can be appended there.
  package init(path: String, rotation: RotationPlan = RotationPlan()) throws(FileTargetError) {
    file = Mutex(try LineFile(path: path, plan: rotation))
  }

  package func write(
    _ signal: Signal, _ bytes: SealedBytes, _ range: Range<Int>,
    completion: @escaping @Sendable (ExportOutcome) -> Void
  ) {
    queue.async { [self] in completion(append(signal, bytes, range)) }
  }

  package func close() async {
    await withCheckedContinuation { continuation in
      queue.async { [self] in
        file.withLock { $0 = nil }
        continuation.resume()
      }
    }
  }

  private func append(_ signal: Signal, _ bytes: SealedBytes, _ range: Range<Int>) -> ExportOutcome {
    var line = WireBuffer(minimumCapacity: range.count * 3)
    let lineEnd = UInt8(ascii: "\n")
    line.append(lineEnd)
    do throws(WireError) {
      try bytes.withSpan { span throws(WireError) in
        try OTLPJSON.encode(signal, span.extracting(range), into: &line)
      }
    } catch {
      return .refused(ExportRefusal(status: .grpc(.invalidArgument), message: error.description))
    }
    line.append(lineEnd)
    return line.withSpan { append($0) }
  }

  private func append(_ line: RawSpan) -> ExportOutcome {
    file.withLock { file in
      do throws(FileTargetError) {
        guard try file?.append(line) != nil else {
          return .unanswered(reason: "the file target is closed")
        }
        return .accepted(.success)
      } catch {
        return .unanswered(reason: error.description)
      }
    }
  }
}
