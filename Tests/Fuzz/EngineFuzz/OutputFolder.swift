import Foundation
import TelemetryEngine

/// Where requests and what became of them are put for decoders other than ours, if the environment names a
/// folder.
struct OutputFolder {
  static let shared = ProcessInfo.processInfo.environment["ENGINE_FUZZ_OUTPUTS"].map(OutputFolder.init)

  private let path: String

  private init(path: String) { self.path = path }

  func save(_ input: EngineInput, passed output: [UInt8], again: [UInt8]? = nil) {
    let name = name(of: input)
    write(input.request, name + ".in")
    write(output, name + ".out")
    if let again { write(again, name + ".again") }
  }

  func save(_ input: EngineInput, refused message: String) {
    let name = name(of: input)
    write(input.request, name + ".in")
    write(Array(message.utf8), name + ".refused")
  }

  private func name(of input: EngineInput) -> String {
    let hash = input.request.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    return "\(path)/\(input.signal).\(String(hash, radix: 16))"
  }

  private func write(_ bytes: [UInt8], _ file: String) {
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: file))
    } catch {
      preconditionFailure("cannot write \(file): \(error)")
    }
  }
}
